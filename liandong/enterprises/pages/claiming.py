"""The third step for an enterprise that is here: join it, claim it by code or proof, or dispute who manages it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from liandong.accounts.http import SignedInRequest
from liandong.enterprises import queries
from liandong.enterprises.actions import (
    ask_to_join,
    claim_with_code,
    claim_with_proof,
    dispute,
    send_claim_code,
)
from liandong.enterprises.actions.claiming import FOLDER
from liandong.enterprises.forms import ClaimForm, CodeForm, DisputeForm, JoinForm
from liandong.enterprises.models import Enterprise
from liandong.enterprises.pages.joining import steps
from liandong.kit.refusals import Refused
from liandong.kit.uploads import ACCEPT, read_files, shown

FORMS = {"code": CodeForm, "proof": ClaimForm, "join": JoinForm}


def whos() -> list[dict[str, str]]:
    """Return as what somebody may come."""
    return [
        {"value": "no", "word": _("经办人"), "icon": "user-round"},
        {"value": "yes", "word": _("法定代表人"), "icon": "landmark"},
    ]


@require_http_methods(["GET", "POST"])
def claim(request: SignedInRequest, uscc: str) -> HttpResponse:
    """Offer the ways that are open; `act` says which one was taken."""
    enterprise = queries.claimable(request.user, uscc)
    act = request.POST.get("act", "")
    forms = {name: form(request.POST if act == name else None) for name, form in FORMS.items()}
    if act == "text":
        return _text(request, enterprise)
    if act in FORMS and forms[act].is_valid():
        send = {"code": _by_code, "proof": _by_proof, "join": _join}[act]
        if done := send(request, enterprise, forms[act]):
            return done
    return _page(request, enterprise, forms, act)


def _page(
    request: SignedInRequest, enterprise: Enterprise, forms: dict[str, Form], act: str = ""
) -> HttpResponse:
    asked = queries.join_requests_of(request.user).filter(enterprise=enterprise).first()
    context = {
        "steps": steps(3),
        "enterprise": enterprise,
        "forms": forms,
        "act": act,
        "ways": queries.ways_to(request.user, enterprise),
        "is_mine": queries.is_member(request.user, enterprise),
        "asked": asked,
        "whos": whos(),
        "accept": ACCEPT,
        "verified": bool(request.user.phone and request.user.phone_verified),
        "texted": request.GET.get("texted", ""),
        "back": f"{reverse('enterprises:check')}?uscc={enterprise.uscc}",
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "enterprises/claim.html", context, status=422 if wrong else 200)


def _tried(form: Form, act: Callable[[], object]) -> bool:
    try:
        act()
    except Refused as refused:
        form.add_error(None, refused.message)
        return False
    return True


def _text(request: SignedInRequest, enterprise: Enterprise) -> HttpResponse:
    try:
        send_claim_code(enterprise, by=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("enterprises:claim", enterprise.uscc)
    return redirect(f"{reverse('enterprises:claim', args=[enterprise.uscc])}?texted=1#code")


def _by_code(request: SignedInRequest, enterprise: Enterprise, form: Form) -> HttpResponse | None:
    code = form.cleaned_data["code"]
    if not _tried(form, lambda: claim_with_code(enterprise, code, by=request.user)):
        return None
    request.session[queries.SESSION_KEY] = queries.key_of(enterprise)
    messages.success(request, _("认领成功，现在由您管理%(name)s。") % {"name": enterprise.name})
    return redirect("/")


def _by_proof(request: SignedInRequest, enterprise: Enterprise, form: Form) -> HttpResponse | None:
    papers, why_not = read_files(request.FILES.getlist("files"))
    for words in why_not:
        form.add_error(None, words)
    if why_not or not _tried(
        form,
        lambda: claim_with_proof(enterprise, files=papers, **form.cleaned_data, by=request.user),
    ):
        return None
    messages.success(request, _("认领申请已发出，协调员核对材料后告诉您。"))
    return redirect("enterprises:find")


def _join(request: SignedInRequest, enterprise: Enterprise, form: Form) -> HttpResponse | None:
    if not _tried(form, lambda: ask_to_join(enterprise, **form.cleaned_data, by=request.user)):
        return None
    messages.success(request, _("申请已发出，对方同意后就能办事。"))
    return redirect("enterprises:find")


@require_http_methods(["GET", "POST"])
def contest(request: SignedInRequest, uscc: str) -> HttpResponse:
    """Say that others should not manage it; who manages it oneself has no such page."""
    enterprise = queries.claimable(request.user, uscc)
    if queries.is_administrator(request.user, enterprise):
        raise Http404
    form = DisputeForm(request.POST or None)
    if form.is_valid():
        papers, why_not = read_files(request.FILES.getlist("files"))
        for words in why_not:
            form.add_error(None, words)
        given = form.cleaned_data
        if not why_not and _tried(
            form, lambda: dispute(enterprise, files=papers, **given, by=request.user)
        ):
            messages.success(request, _("异议已交给协调员，听过双方后告诉您结果。"))
            return redirect("enterprises:find")
    context = {"enterprise": enterprise, "form": form, "whos": whos(), "accept": ACCEPT}
    return render(request, "enterprises/dispute.html", context, status=422 if form.errors else 200)


@require_GET
def proof(request: SignedInRequest, name: UUID) -> FileResponse:
    """A paper that somebody showed, for their own eyes, the coordinator's and the auditor's."""
    paper = queries.proof_for(request.user, name)
    return shown(paper.name, original=paper.original, kind=paper.kind, folder=FOLDER)
