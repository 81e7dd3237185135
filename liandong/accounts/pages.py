"""Pages about oneself that need no house above: language, tokens of the API."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language

from liandong.accounts.actions import choose_language, issue_token, revoke_token
from liandong.accounts.forms import TokenForm
from liandong.accounts.http import SignedInRequest
from liandong.accounts.models import User
from liandong.accounts.queries import token_of, tokens_of


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language that pages are shown in, on this device and with the account, and go back."""
    chosen = request.POST.get("language", "")
    if isinstance(request.user, User) and chosen in dict(settings.LANGUAGES):
        choose_language(request.user, chosen)
    return set_language(request)


@login_not_required
def forgotten(request: HttpRequest) -> HttpResponse:
    """Lead whoever forgot the password to the phone code; with it a new one can be set."""
    messages.info(request, _("先用验证码登录，再到“我的”里改密码。"))
    return HttpResponseRedirect(reverse("account_request_login_code"))


@require_http_methods(["GET", "POST"])
def tokens(request: SignedInRequest) -> HttpResponse:
    """One's own tokens; a new one is shown on the answer and never again."""
    form, secret = TokenForm(request.POST or None), ""
    if form.is_valid():
        secret = issue_token(request.user, label=form.cleaned_data["label"], by=request.user)
        form = TokenForm()
    context = {"form": form, "secret": secret, "tokens": tokens_of(request.user)}
    return render(request, "accounts/tokens.html", context, status=422 if form.errors else 200)


@require_POST
def revoke(request: SignedInRequest) -> HttpResponse:
    """End one of one's own tokens."""
    number = request.POST.get("token", "")
    revoke_token(token_of(request.user, int(number) if number.isdecimal() else 0), by=request.user)
    messages.success(request, _("令牌已收回，用它的程序马上不能再进来。"))
    return redirect("accounts:tokens")
