"""The hotline: a clerk takes an appeal down while the enterprise is on the telephone."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from liandong.accounts.http import SignedInRequest
from liandong.appeals import queries
from liandong.appeals.enums import Channel, Limit
from liandong.appeals.forms import HotlineForm
from liandong.appeals.models import Appeal
from liandong.appeals.pages import words
from liandong.appeals.pages.filing import FIELD_OF, as_typed, file_once, suggestion
from liandong.appeals.pages.rail import rail
from liandong.appeals.queries.calls import callers_named, taken_down_today
from liandong.appeals.queries.outlook import outlook_for
from liandong.appeals.queries.phone_story import holder_of
from liandong.appeals.rules.wording import due_words
from liandong.enterprises.models import Enterprise
from liandong.kit.codes import is_uscc, normal_uscc
from liandong.kit.now import now
from liandong.kit.refusals import Refused

DRAFT = "hotline"
FIELDS = FIELD_OF | {"enterprise.uscc": "uscc", "enterprise.unknown": "uscc"}


def new(request: SignedInRequest) -> HttpResponse:
    """Find who calls, take down what they say, and read the number out to them."""
    if not queries.standing_of(request.user).answers_calls:
        raise Http404
    if request.method == "POST" and "file" in request.POST:
        return _file(request)
    typed = request.POST if request.method == "POST" else request.GET
    return _page(request, HotlineForm(initial=_begun(request, typed)), typed)


def _begun(request: SignedInRequest, typed: QueryDict) -> dict[str, Any]:
    """Return what the form starts with; what has been typed before the caller was found stays."""
    begun = {name: typed[name] for name in HotlineForm.base_fields if name in typed}
    if "other" in typed:
        begun["uscc"] = ""
    return {"key": str(uuid4())} | begun


def _file(request: SignedInRequest) -> HttpResponse:
    form = HotlineForm(as_typed(request))
    if form.is_valid():
        try:
            enterprise, _by_phone = queries.enterprise_acting_for(
                request.user, form.cleaned_data["uscc"]
            )
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
    return _page(request, form, request.POST, status=422)


def _page(
    request: SignedInRequest, form: HotlineForm, typed: QueryDict, status: int = 200
) -> HttpResponse:
    moment = now()
    caller = _caller(request, str(form["uscc"].value() or ""))
    q = typed.get("q", "").strip()
    taken = taken_down_today(request.user, moment)
    text = str(form["text"].value() or "")
    outlook = (
        outlook_for(request.user, caller, text, None, moment) if caller and text.strip() else None
    )
    return render(
        request,
        "appeals/phone/hotline.html",
        {
            **rail(request.user, "hotline", moment),
            **suggestion(outlook),
            "form": form,
            "caller": caller,
            "q": q,
            "found": callers_named(request.user, q) if q and not caller else [],
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
    if not is_uscc(uscc):
        return None
    return callers_named(request.user, normal_uscc(uscc)).first()


def _filed(taken: list[Appeal], reference: str) -> dict[str, Any] | None:
    """Return what to read out about the appeal that has just been taken down."""
    appeal = next((a for a in taken if a.reference == reference), None)
    if appeal is None:
        return None
    course = words.Course(appeal, now())
    return {"appeal": appeal, "sentence": words.sentence(course), "holder": holder_of(appeal)}
