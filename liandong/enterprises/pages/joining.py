"""Find one's enterprise in three short steps: which one, is it the right one, who are you; invitations to oneself."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from liandong.accounts.http import SignedInRequest
from liandong.accounts.throttle import PerPerson
from liandong.enterprises import queries
from liandong.enterprises.actions import (
    accept_invitation,
    decline_invitation,
    register_enterprise,
    show_papers,
    withdraw_join_request,
)
from liandong.enterprises.forms import ContactForm, PlaceForm, SeekForm
from liandong.enterprises.models import Enterprise
from liandong.enterprises.rules.showing import shown
from liandong.kit.codes import is_uscc, normal_uscc, uscc_flaw
from liandong.kit.refusals import Refused
from liandong.kit.uploads import ACCEPT, read_files

CODE_LIKE = 12  # signs and more that are all letters and figures were meant as a code
TYPED = "registering"  # what was typed of a new enterprise, until it is registered
SEEKING = PerPerson("20/min", "seeking")


def steps(now: int) -> list[dict[str, str]]:
    """Return the three steps, and at which one somebody is."""
    words = (_("哪家企业"), _("核对信息"), _("您是谁"))
    return [
        {"word": word, "state": "done" if place < now else "now" if place == now else ""}
        for place, word in enumerate(words, start=1)
    ]


@require_http_methods(["GET", "HEAD"])
def find(request: SignedInRequest) -> HttpResponse:
    """Ask for the code or part of the name; a code leads on, a name to those that bear it."""
    typed = request.GET.get("uscc") or request.GET.get("q")
    form = SeekForm({"q": typed}) if typed is not None else SeekForm()
    names: list[Enterprise] = []
    if form.is_valid():
        typed = form.cleaned_data["q"]
        if is_uscc(typed):
            return redirect(
                f"{reverse('enterprises:check')}?{urlencode({'uscc': normal_uscc(typed)})}"
            )
        if _looks_like_code(typed):
            form.add_error("q", uscc_flaw(typed))
        elif not _may_seek(request):
            form.add_error("q", _("查得太快了，请等一分钟再查。"))
        else:
            names = queries.names_like(request.user, typed)
    context = {
        "steps": steps(1),
        "form": form,
        "names": names,
        "sought": form.is_bound and not form.errors,
        "invitations": queries.invitations_to(request.user),
        "requests": queries.join_requests_of(request.user),
        "refusals": queries.refusals_of(request.user),
        "has_enterprise": bool(queries.memberships_of(request.user)),
    }
    return render(request, "enterprises/find.html", context, status=422 if form.errors else 200)


def _looks_like_code(typed: str) -> bool:
    code = normal_uscc(typed)
    return code.isascii() and len(code) > CODE_LIKE and any(sign.isdigit() for sign in code)


def _may_seek(request: SignedInRequest) -> bool:
    setattr(request, "auth", request.user)  # noqa: B010 (by this the limit knows a person)
    return SEEKING.allow_request(request)


@require_http_methods(["GET", "POST"])
def check(request: SignedInRequest) -> HttpResponse:
    """Show what the base knows of the enterprise with a code; of a new one ask what its licence says."""
    uscc = normal_uscc((request.POST or request.GET).get("uscc", ""))
    if not is_uscc(uscc):
        return redirect("enterprises:find")
    if found := queries.enterprise_known_as(uscc):
        return _known(request, found)
    typed = _typed(request, uscc)
    form = PlaceForm(request.POST or None, uscc=uscc, initial=typed)
    if form.is_valid():
        place = {**form.cleaned_data, "region": form.cleaned_data["region"].code}
        request.session[TYPED] = {**typed, **place}
        return redirect("enterprises:register")
    context = {"steps": steps(2), "form": form, "uscc": uscc}
    return render(request, "enterprises/place.html", context, status=422 if form.errors else 200)


def _typed(request: SignedInRequest, uscc: str) -> dict[str, Any]:
    typed = request.session.get(TYPED) or {}
    return typed if typed.get("uscc") == uscc else {"uscc": uscc}


def _known(request: SignedInRequest, found: Enterprise) -> HttpResponse:
    enterprise = queries.claimable(request.user, found.uscc)
    known, facts = queries.catalogue(), queries.facts(enterprise)
    lines = [
        (known.kinds[code].name, shown(known.kinds[code], facts[code][0], known))
        for code in queries.SHOWN
        if code in facts and code in known.kinds
    ]
    context = {
        "steps": steps(2),
        "enterprise": enterprise,
        "lines": lines,
        "is_mine": queries.is_member(request.user, enterprise),
        "is_asked": queries.join_requests_of(request.user).filter(enterprise=enterprise).exists(),
    }
    return render(request, "enterprises/known.html", context)


@require_http_methods(["GET", "POST"])
def register(request: SignedInRequest) -> HttpResponse:
    """Whom to call, and if it is at hand a photo of the licence; then the enterprise is registered."""
    typed = request.session.get(TYPED)
    if not typed:
        return redirect("enterprises:find")
    back = f"{reverse('enterprises:check')}?{urlencode({'uscc': typed['uscc']})}"
    user = request.user
    first = {"contact_name": user.name, "contact_phone": user.phone or ""}
    form = ContactForm(request.POST or None, initial={**first, **typed})
    if request.method == "POST":
        said = {name: request.POST.get(name, "")[:200] for name in form.fields}
        request.session[TYPED] = typed = {**typed, **said}
        if "back" in request.POST:
            return redirect(back)
    place = PlaceForm({**typed}, uscc=typed["uscc"])
    if not place.is_valid():
        return redirect(back)
    if form.is_valid() and (done := _register(request, place, form)):
        return done
    context = {
        "steps": steps(3), "form": form, "place": place.cleaned_data, "accept": ACCEPT, "back": back,
        "choose_again": bool(request.FILES),
    }  # fmt: skip
    return render(request, "enterprises/register.html", context, status=422 if form.errors else 200)


def _register(request: SignedInRequest, place: PlaceForm, form: ContactForm) -> HttpResponse | None:
    papers, why_not = read_files(request.FILES.getlist("files"))
    for words in why_not:
        form.add_error(None, words)
    if why_not:
        return None
    try:
        enterprise = register_enterprise(**place.cleaned_data, **form.cleaned_data, by=request.user)
        show_papers(enterprise, papers, by=request.user)
    except Refused as refused:
        form.add_error(None, refused.message)
        return None
    del request.session[TYPED]
    request.session[queries.SESSION_KEY] = queries.key_of(enterprise)
    messages.success(request, _("登记好了，现在就可以提诉求；协调员会核对营业执照。"))
    return redirect("/")


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
