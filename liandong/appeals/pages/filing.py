"""Filing an appeal on a phone: one text box, files, and at once who would get it and by when."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from liandong.accounts.http import SignedInRequest
from liandong.accounts.models import User
from liandong.appeals import actions
from liandong.appeals.enums import Channel, State
from liandong.appeals.models import Appeal, Category, Draft
from liandong.appeals.pages import words
from liandong.appeals.pages.files import keep_files
from liandong.appeals.pages.filing_forms import FilingForm
from liandong.appeals.queries import enterprise_acting_for, standing_of
from liandong.appeals.queries.calls import region_of_calls
from liandong.appeals.queries.outlook import Outlook, outlook_for, was_filed
from liandong.appeals.rules.filing import gives_away
from liandong.enterprises.models import Enterprise
from liandong.enterprises.queries import current_enterprise, enterprise_for
from liandong.kit.now import now
from liandong.kit.refusals import Refused
from liandong.kit.text import clean_text
from liandong.kit.uploads import ACCEPT, read_files

DRAFT = "appeal-new"
KEPT = ("text", "category", "contact_name", "contact_phone", "confidential", "key")
LONGEST_KEPT = 20_000  # characters of one field of a draft; what is longer is no text any more
FIELD_OF = {
    "appeal.no_text": "text",
    "appeal.text_too_long": "text",
    "appeal.phone": "contact_phone",
}


def new(request: SignedInRequest) -> HttpResponse:
    """Take an appeal down; what was typed stays whatever happens."""
    enterprise = _enterprise(request)
    if enterprise is None:
        return redirect("appeals:home")
    if request.method != "POST":
        draft = Draft.objects.filter(user=request.user, enterprise=enterprise).first()
        return _page(request, enterprise, FilingForm(initial=_begun(request, draft)), draft=draft)
    form = FilingForm(as_typed(request))
    files, refused = read_files(request.FILES.getlist("files"))
    if form.is_valid() and not refused:
        try:
            appeal = file_once(enterprise, form.cleaned_data, channel=Channel.PAGE, by=request.user)
        except Refused as no:
            form.add_error(FIELD_OF.get(no.code), no.message)
        else:
            actions.drop_draft(enterprise, by=request.user)
            messages.success(
                request,
                _("已收到，编号 %(reference)s") % {"reference": appeal.reference},
                extra_tags=f"draft:{draft_key(request.user, enterprise)}",
            )
            keep_files(request, appeal, files)
            return redirect(appeal)
    return _page(request, enterprise, form, refused=refused, status=422)


def as_typed(request: SignedInRequest) -> QueryDict:
    """Return what a form sends without the one character that no text may hold."""
    typed = request.POST.copy()
    for name, values in typed.lists():
        typed.setlist(name, [value.replace("\x00", "") for value in values])
    return typed


def file_once(enterprise: Enterprise, typed: dict[str, Any], *, channel: str, by: User) -> Appeal:
    """File what was typed, once for a key and a text.

    The key alone would swallow another text that is sent under an old draft's key.
    """
    kept = clean_text(typed["text"])
    key = typed["key"] and f"{typed['key'][:36]}:{hashlib.sha256(kept.encode()).hexdigest()[:24]}"
    return actions.file_appeal(
        enterprise,
        text=kept,
        category=typed["category"],
        contact_name=typed["contact_name"],
        contact_phone=typed["contact_phone"],
        confidential=typed["confidential"],
        channel=channel,
        key=key or None,
        by=by,
    )


def draft_key(user: User, enterprise: Enterprise) -> str:
    """Return under what name a browser keeps a draft; the page for times without a network knows the first."""
    several = len(standing_of(user).enterprises) > 1
    return f"{DRAFT}-{enterprise.uscc}" if several else DRAFT


def _enterprise(request: SignedInRequest) -> Enterprise | None:
    """Return the enterprise that files: the one named in the form, else where the person stands."""
    if code := request.POST.get("for", ""):
        return enterprise_for(request.user, code)
    if code := request.POST.get("uscc", ""):
        return _caller(request.user, code)
    return current_enterprise(request)


def _caller(user: User, code: str) -> Enterprise | None:
    """Return the enterprise that a clerk has on the telephone."""
    try:
        return enterprise_acting_for(user, code)[0]
    except Refused:
        return None


def _begun(request: SignedInRequest, draft: Draft | None) -> dict[str, Any]:
    """Return what a form starts with: the draft, else the person who types and a fresh key."""
    begun: dict[str, Any] = {
        "contact_name": request.user.name,
        "contact_phone": request.user.phone or "",
        "key": str(uuid4()),
    }
    if draft:
        begun |= {name: value for name, value in draft.fields.items() if name in KEPT}
        begun["confidential"] = bool(begun.get("confidential"))
    return begun


def _page(
    request: SignedInRequest,
    enterprise: Enterprise,
    form: FilingForm,
    *,
    draft: Draft | None = None,
    refused: Iterable[str] = (),
    status: int = 200,
) -> HttpResponse:
    text = str(form["text"].value() or "")
    outlook = (
        _outlook(request, enterprise, text, form["category"].value()) if text.strip() else None
    )
    return render(
        request,
        "appeals/phone/new.html",
        {
            "form": form,
            "enterprise": enterprise,
            "several": len(standing_of(request.user).enterprises) > 1,
            "draft_key": draft_key(request.user, enterprise),
            "draft_at": int(draft.changed_at.timestamp() * 1000) if draft else "",
            "accept": ACCEPT,
            "refused": refused,
            "told": _told(request, enterprise, text, form),
            **suggestion(outlook),
        },
        status=status,
    )


@require_POST
def suggest(request: SignedInRequest) -> HttpResponse:
    """Say while a text is typed who would get it, how sure that is, and by when it is answered."""
    enterprise = _enterprise(request)
    if enterprise is None and standing_of(request.user).answers_calls:
        enterprise = Enterprise(region=region_of_calls(request.user))  # not known yet who calls
    text = request.POST.get("text", "")[:LONGEST_KEPT]
    if enterprise is None or not any(c.isalnum() for c in text):
        return render(request, "appeals/phone/suggestion.html", suggestion(None))
    outlook = _outlook(request, enterprise, text, request.POST.get("category"))
    told = _told(request, enterprise, text, FilingForm(request.POST))
    return render(request, "appeals/phone/suggestion.html", {**suggestion(outlook), "told": told})


def _told(request: SignedInRequest, enterprise: Enterprise, text: str, form: FilingForm) -> str:
    """Return what in a text gives away who writes, where they wish not to be known."""
    if not form["confidential"].value():
        return ""
    phones = (
        str(form["contact_phone"].value() or ""),
        enterprise.contact_phone,
        request.user.phone or "",
    )
    return _("、").join(gives_away(text, enterprise.name, phones))


def _outlook(request: SignedInRequest, enterprise: Enterprise, text: str, code: Any) -> Outlook:
    code = getattr(code, "pk", code)
    chosen = Category.objects.filter(pk=code, is_active=True).first() if code else None
    other_than = request.POST.getlist("other_than")[:20]
    return outlook_for(request.user, enterprise, text, chosen, now(), other_than)


def suggestion(outlook: Outlook | None) -> dict[str, Any]:
    """Return the words of a suggestion for its part of the page."""
    if outlook is None:
        return {"outlook": None}
    moment = now()
    due = outlook.limits
    return {
        "outlook": outlook,
        "sure": min(99, round(outlook.sure * 100)),
        "other": {"name": outlook.other[0], "sure": round(outlook.other[1] * 100)}
        if outlook.other
        else None,
        "said": _("、").join(outlook.words),
        "marked": json.dumps(outlook.words, ensure_ascii=False),
        "accept": words.when(due.accept, moment) if due else "",
        "contact": words.when(due.contact, moment) if due else "",
        "resolve": words.when(due.resolve, moment) if due else "",
        "handed_by": words.when(outlook.handed_by, moment),
        "repeated": {
            "day": words.day(outlook.repeats.filed_at, moment),
            "state": State(outlook.repeats.state).label,
        }
        if outlook.repeats
        else None,
    }


@require_POST
def draft(request: SignedInRequest) -> HttpResponse:
    """Keep what is being typed, exactly as typed, so that another device or day can go on."""
    enterprise = _enterprise(request)
    if enterprise is not None:
        fields = {
            name: request.POST.get(name, "")[:LONGEST_KEPT].replace("\x00", "") for name in KEPT
        }
        if fields["text"].strip() and not was_filed(request.user, fields["key"][:36]):
            actions.keep_draft(enterprise, fields=fields, by=request.user)
        else:
            actions.drop_draft(enterprise, by=request.user)
    return HttpResponse(status=204)
