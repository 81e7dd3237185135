"""Find one's enterprise by its code: join it, or register it; invitations to oneself."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from liandong.accounts.http import SignedInRequest
from liandong.enterprises import queries
from liandong.enterprises.actions import (
    accept_invitation,
    ask_to_join,
    decline_invitation,
    register_enterprise,
    withdraw_join_request,
)
from liandong.enterprises.forms import JoinForm, RegisterForm, UsccForm
from liandong.enterprises.models import Enterprise
from liandong.kit.refusals import Refused


def _page(
    request: SignedInRequest,
    find: UsccForm,
    *,
    found: Enterprise | None = None,
    join: JoinForm | None = None,
    register: RegisterForm | None = None,
) -> HttpResponse:
    """Show the one page of this way, with the step it has come to."""
    requests = queries.join_requests_of(request.user)
    context = {
        "find": find,
        "found": found,
        "is_mine": found is not None and queries.is_member(request.user, found),
        "join": join,
        "register": register,
        "invitations": queries.invitations_to(request.user),
        "requests": requests,
        "refusals": queries.refusals_of(request.user),
        "is_asked": any(r.enterprise == found for r in requests),
        "has_enterprise": bool(queries.memberships_of(request.user)),
    }
    wrong = any(form is not None and form.errors for form in (find, join, register))
    return render(request, "enterprises/find.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD"])
def find(request: SignedInRequest) -> HttpResponse:
    """Ask for the code; then offer to join the enterprise that has it, or to register it."""
    form = UsccForm(request.GET if "uscc" in request.GET else None)
    if not form.is_valid():
        return _page(request, form)
    uscc = form.cleaned_data["uscc"]
    if found := queries.enterprise_known_as(uscc):
        return _page(request, form, found=found, join=JoinForm(initial={"uscc": uscc}))
    return _page(request, form, register=RegisterForm(by=request.user, uscc=uscc))


@require_POST
def join(request: SignedInRequest) -> HttpResponse:
    """Ask to act for an enterprise that is here."""
    form = JoinForm(request.POST)
    found = None
    if form.is_valid():
        found = queries.enterprise_known_as(form.cleaned_data["uscc"])
        if found is None:
            form.add_error(None, _("没有找到这家企业，请核对代码，或先登记。"))
        else:
            try:
                ask_to_join(found, message=form.cleaned_data["message"], by=request.user)
            except Refused as refused:
                form.add_error(None, refused.message)
            else:
                messages.success(request, _("申请已发出，对方同意后就能办事。"))
                return redirect("enterprises:find")
    return _page(request, UsccForm(request.POST), found=found, join=form)


@require_POST
def register(request: SignedInRequest) -> HttpResponse:
    """Register an enterprise that is not here yet, and stand in it from now on."""
    code = UsccForm(request.POST)
    uscc = code.cleaned_data["uscc"] if code.is_valid() else ""
    form = RegisterForm(request.POST, by=request.user, uscc=uscc)
    if form.is_valid():
        try:
            enterprise = register_enterprise(**form.cleaned_data, by=request.user)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            request.session[queries.SESSION_KEY] = queries.key_of(enterprise)
            messages.success(request, _("登记好了，现在就可以提诉求；协调员会核对营业执照。"))
            return redirect("/")
    return _page(request, code, register=form)


@require_POST
def withdraw(request: SignedInRequest, uscc: str) -> HttpResponse:
    """Take back one's own request."""
    withdraw_join_request(queries.join_request_of(request.user, uscc), by=request.user)
    messages.success(request, _("申请已撤回。"))
    return redirect("enterprises:find")


@require_POST
def accept(request: SignedInRequest, uscc: str) -> HttpResponse:
    """Become a member by an invitation, and stand there from now on."""
    member = accept_invitation(queries.invitation_for(request.user, uscc), by=request.user)
    request.session[queries.SESSION_KEY] = queries.key_of(member.enterprise)
    messages.success(request, _("已加入%(name)s。") % {"name": member.enterprise.name})
    return redirect("/")


@require_POST
def decline(request: SignedInRequest, uscc: str) -> HttpResponse:
    """Say no to an invitation."""
    decline_invitation(queries.invitation_for(request.user, uscc), by=request.user)
    messages.success(request, _("已谢绝邀请。"))
    return redirect("enterprises:me")
