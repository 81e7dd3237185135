"""The hotline: a clerk takes an appeal down while the enterprise is on the telephone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from liandong.accounts.http import SignedInRequest
from liandong.appeals import queries
from liandong.appeals.enums import Channel, Limit
from liandong.appeals.models import Appeal
from liandong.appeals.pages import words
from liandong.appeals.pages.filing import FIELD_OF, as_typed, file_once, suggestion
from liandong.appeals.pages.filing_forms import HotlineForm
from liandong.appeals.pages.rail import rail
from liandong.appeals.queries.calls import (
    caller_called,
    callers_named,
    open_appeals_of,
    region_of_calls,
    taken_down_today,
)
from liandong.appeals.queries.outlook import outlook_for
from liandong.appeals.queries.phone_story import holder_of
from liandong.appeals.rules.wording import due_words
from liandong.enterprises.actions import take_down_enterprise
from liandong.enterprises.models import Enterprise
from liandong.kit.codes import is_provisional, is_uscc, normal_uscc
from liandong.kit.now import now
from liandong.kit.refusals import Refused

DRAFT = "hotline"
SAID = ("registration_type", "employees")  # facts that an enterprise tells of itself
UNKNOWN = ("name", "code", "address", *SAID)  # what is asked of one that is not known here
FIELDS = FIELD_OF | {
    "enterprise.uscc": "uscc",
    "enterprise.unknown": "uscc",
    "enterprise.no_name": "name",
    "enterprise.no_place": "address",
    "enterprise.uscc_wrong": "code",
    "enterprise.exists": "code",
    "enterprise.no_phone": "contact_phone",
    "enterprise.phone_wrong": "contact_phone",
    "fact.value": "employees",
}


def new(request: SignedInRequest) -> HttpResponse:
    """Find who calls, take down what they say, and read the number out to them."""
    if not queries.standing_of(request.user).answers_calls:
        raise Http404
    if request.method == "POST" and "file" in request.POST:
        return _file(request)
    typed = as_typed(request) if request.method == "POST" else request.GET
    q = typed.get("q", "").strip()
    if request.headers.get("HX-Request"):
        found = callers_named(request.user, q) if q else []
        return render(request, "appeals/phone/_callers.html", {"found": found, "q": q})
    found = list(callers_named(request.user, q)) if q and not typed.get("uscc") else []
    caller = found[0] if len(found) == 1 else _caller(request, typed.get("uscc", ""))
    if "other" in typed:
        caller = None
    form = HotlineForm(initial=_begun(typed, caller))
    return _page(request, form, caller, q, found=found)


def _begun(typed: QueryDict, caller: Enterprise | None) -> dict[str, Any]:
    """Return what the form starts with: what has been typed, else whom the enterprise names for calls."""
    begun = {name: typed[name] for name in HotlineForm.base_fields if typed.get(name)}
    known = (
        {"contact_name": caller.contact_name, "contact_phone": caller.contact_phone}
        if caller
        else {}
    )
    begun.pop("uscc", None)
    return {"key": str(uuid4())} | known | begun


def _file(request: SignedInRequest) -> HttpResponse:
    typed = as_typed(request)
    q = typed.get("q", "").strip()
    if not typed.get("uscc") and not typed.get("name") and q:
        found = list(callers_named(request.user, q))
        if len(found) == 1:
            typed["uscc"] = found[0].uscc
        else:  # not looked for yet, or not here: what was typed to find it says who it is
            typed["code" if is_uscc(q) else "name"] = q
    form = HotlineForm(typed)
    if form.is_valid():
        try:
            with transaction.atomic():
                enterprise = _served(request, form.cleaned_data)
                appeal = file_once(
                    enterprise, form.cleaned_data, channel=Channel.HOTLINE, by=request.user
                )
        except Refused as refused:
            form.add_error(FIELDS.get(refused.code), refused.message)
        else:
            messages.success(
                request,
                _("已登记，编号 %(reference)s") % {"reference": appeal.reference},
                extra_tags=f"draft:{DRAFT}",
            )
            return redirect(f"{reverse('appeals:hotline')}?filed={appeal.reference}")
    caller = _caller(request, typed.get("uscc", ""))
    return _page(request, form, caller, q, status=422)


def _served(request: SignedInRequest, typed: dict[str, Any]) -> Enterprise:
    """Return the enterprise that was chosen; one that is not known here is noted, so that no call is lost."""
    user, code = request.user, typed["code"]
    if typed["uscc"]:
        return queries.enterprise_acting_for(user, typed["uscc"])[0]
    known = _caller(request, code) if code else caller_called(user, typed["name"].strip())
    return known or take_down_enterprise(
        name=typed["name"],
        uscc=code,
        address=typed["address"],
        region=region_of_calls(user),
        contact_name=typed["contact_name"],
        contact_phone=typed["contact_phone"],
        facts={name: typed[name] for name in SAID},
        by=user,
    )


def _page(
    request: SignedInRequest,
    form: HotlineForm,
    caller: Enterprise | None,
    q: str,
    *,
    found: Sequence[Enterprise] = (),
    status: int = 200,
) -> HttpResponse:
    moment = now()
    taken = taken_down_today(request.user, moment)
    text = str(form["text"].value() or "")
    whose = caller or Enterprise(region=region_of_calls(request.user))
    outlook = outlook_for(request.user, whose, text, None, moment) if text.strip() else None
    return render(
        request,
        "appeals/phone/hotline.html",
        {
            **rail(request.user, "hotline", moment),
            **suggestion(outlook),
            "form": form,
            "caller": caller,
            "codeless": caller is not None and is_provisional(caller.uscc),
            "open_appeals": [
                _line(appeal, moment) | {"holder": holder_of(appeal)}
                for appeal in open_appeals_of(request.user, caller)
            ]
            if caller
            else [],
            "q": q,
            "found": found,
            "unknown": (q and not found) or any(form[name].value() for name in UNKNOWN),
            "named": form["name"].value() or ("" if is_uscc(q) else q),
            "coded": form["code"].value() or (q if is_uscc(q) else ""),
            "filed": _filed(taken, request.GET.get("filed", "")),
            "taken": [_line(appeal, moment) for appeal in taken],
        },
        status=status,
    )


def _line(appeal: Appeal, moment: datetime) -> dict[str, Any]:
    """Return a line of what was taken down; a clerk is not the one who will be called back."""
    line = words.card(appeal, moment) | {"appeal": appeal}
    if appeal.limit == Limit.CONTACT:
        line["due"] = due_words(appeal.limit, appeal.burns_at, moment)
    return line


def _caller(request: SignedInRequest, uscc: str) -> Enterprise | None:
    """Return the enterprise that calls, when its code is one of those the clerk serves."""
    if not (is_uscc(uscc) or is_provisional(uscc)):
        return None
    return callers_named(request.user, normal_uscc(uscc)).first()


def _filed(taken: list[Appeal], reference: str) -> dict[str, Any] | None:
    """Return what to read out about the appeal that has just been taken down."""
    appeal = next((a for a in taken if a.reference == reference), None)
    if appeal is None:
        return None
    course = words.Course(appeal, now())
    return {"appeal": appeal, "sentence": words.sentence(course), "holder": holder_of(appeal)}
