"""Saying whether it is solved: rating it, or sending it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from liandong.accounts.http import SignedInRequest
from liandong.appeals import actions, queries
from liandong.appeals.enums import Act, Hat, Outcome, State, Verdict
from liandong.appeals.forms import ConfirmForm, DisputeForm
from liandong.appeals.models import Appeal
from liandong.appeals.pages import words
from liandong.appeals.queries.holding import held_by
from liandong.appeals.queries.phone_story import answer_photos
from liandong.appeals.rules.story import day_opened
from liandong.kit.now import now
from liandong.kit.refusals import Refused

RATED = ("speed", "attitude", "result")


def rate(request: SignedInRequest, reference: str) -> HttpResponse:
    """Say whether it is solved and rate it; or send it back."""
    appeal = queries.appeal_for(request.user, reference)
    if Hat.ENTERPRISE not in queries.hats_of(request.user, appeal):
        return redirect("appeals:case", reference)
    if appeal.state != State.RESOLVED:
        if request.method == "POST":
            messages.error(
                request,
                _("这件现在是“%(state)s”，不用评价了。") % {"state": State(appeal.state).label},
            )
        return redirect(appeal)
    typed = request.POST if request.method == "POST" else None
    data = typed and _each_rated(typed)
    again = (
        data is not None and data.get("verdict") == Verdict.NOT_SOLVED and data.get("then") != "end"
    )
    confirm = ConfirmForm(None if again else data, appeal=appeal, user=request.user)
    dispute = DisputeForm(data if again else None, appeal=appeal, user=request.user)
    if data is not None:
        form = dispute if again else confirm
        if form.is_valid():
            return _rated(request, appeal, form, again=again)
    apart = any(typed and typed.get(name) for name in RATED)
    return render(
        request,
        "appeals/phone/rate.html",
        {
            **_rating(appeal),
            "typed": typed or {},
            "confirm": confirm,
            "dispute": dispute,
            "again": again,
            "apart": apart,
            "unrated": not apart and any(name in confirm.errors for name in RATED),
        },
        status=200 if data is None else 422,
    )


def _each_rated(typed: QueryDict) -> QueryDict:
    """Rate by the whole what was not rated by itself, so that three touches are enough."""
    data = typed.copy()
    for name in RATED:
        data[name] = typed.get(name) or typed.get("overall", "")
    return data


def _rated(request: SignedInRequest, appeal: Appeal, form: Any, *, again: bool) -> HttpResponse:
    act = Act.DISPUTE if again else Act.CONFIRM
    try:
        done = actions.perform(act, appeal, **form.cleaned_data, by=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect(appeal)
    said = _("谢谢您，评价已收到")
    if again and done.with_coordinator:
        told = {"who": done.region.office, "phone": done.region.office_phone}
        said = _("已交给%(who)s（%(phone)s），由它定怎么办") % told
    elif again:
        said = _("已退回%(who)s重办，办好了再请您看") % {"who": held_by(done)}
    messages.success(request, said, extra_tags=f"draft:rate-{appeal.reference}")
    return redirect(appeal)


def _rating(appeal: Appeal) -> dict[str, Any]:
    """Return what the page of a rating says before anything is chosen."""
    moment = now()
    before, after = answer_photos(appeal)
    office = appeal.region.office
    who = appeal.lead.label if appeal.lead else office
    back = office if appeal.disputes else who
    return {
        "appeal": appeal,
        "who": who,
        "office": office,
        "explained": appeal.outcome == Outcome.EXPLAINED,
        "resolved": words.when(appeal.resolved_at, moment),
        "before": before,
        "after": after,
        "before_day": words.day(before.at, moment) if before else "",
        "after_day": words.day(after.at, moment) if after else "",
        "opened": words.day(day_opened(moment), moment),
        "silent": words.when(appeal.silent_at, moment),
        "back_to": back,
        "verdicts": [
            {"value": Verdict.SOLVED, "word": Verdict.SOLVED.label, "icon": "circle-check"},
            {"value": Verdict.PARTLY, "word": Verdict.PARTLY.label, "icon": "circle-dashed"},
            {"value": Verdict.NOT_SOLVED, "word": Verdict.NOT_SOLVED.label, "icon": "circle-x"},
        ],
    }
