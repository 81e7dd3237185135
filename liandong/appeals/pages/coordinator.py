"""The coordinator's day: what could not be routed, what waits for a decision, what is red, what repeats."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liandong.accounts.http import SignedInRequest
from liandong.appeals import actions, queries
from liandong.appeals.enums import Act, Alarm
from liandong.appeals.models import Appeal
from liandong.appeals.pages.rail import rail
from liandong.appeals.queries.coordinator import (
    SHOWN,
    Decision,
    Repeat,
    Today,
    Unsent,
    repeated,
    today_for,
)
from liandong.appeals.queries.desk import MOST_COUNTED
from liandong.appeals.rules.terms import day_words
from liandong.appeals.rules.wording import due_words, when
from liandong.kit.now import now
from liandong.kit.refusals import Refused
from liandong.kit.text import clean_text

MOST_MERGED = 100


@require_http_methods(["GET", "POST"])
def today(request: SignedInRequest) -> HttpResponse:
    """What waits for the coordinator; picked appeals are merged here into the first of them."""
    if not queries.standing_of(request.user).coordinates:
        raise Http404
    if request.method == "POST":
        return _merge(request)
    moment = now()
    if category := request.GET.get("category", ""):
        return _choose(request, category, moment)
    found = today_for(request.user, moment)
    context = {
        "heading": _heading(found),
        "day": _day(moment),
        "now": moment,
        "today": found,
        "shown": SHOWN,
        "open_count": many(found.open_count),
        "new_count": many(found.new_count),
        "unsent": [_unsent_row(u) for u in found.unsent],
        "decisions": [_decision_row(d, moment) for d in found.decisions],
        "red": [_red_row(a, moment) for a in found.red],
        "repeats": [_repeat_row(r) for r in found.repeats],
        **rail(request.user, "today", moment),
    }
    return render(request, "appeals/desk/today.html", context)


def many(count: int) -> str:
    """Return a count as it is shown; beyond a thousand nobody counts."""
    return f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count)


def _heading(found: Today) -> str:
    parts = [
        (found.unsent_count, _("%(n)s 件没分出去")),
        (found.red_count, _("%(n)s 件超期")),
        (found.decision_count, _("%(n)s 件等您定")),
    ]
    said = [words % {"n": many(count)} for count, words in parts if count]
    return _("今天 %(what)s") % {"what": _("，").join(said)} if said else _("今天没有要您定的")


def _day(moment: datetime) -> str:
    local = localtime(moment)
    names = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
    return f"{date_format(local, _('n月j日'))} {names[local.weekday()]} {date_format(local, 'H:i')}"


def _unsent_row(unsent: Unsent) -> dict[str, Any]:
    """Return the line with the words that spoke for each department."""
    said = [
        _("%(words)s像%(who)s")
        % {
            "words": "".join(f"“{r.word}”" for r in suggestion.reasons[:2]),
            "who": department.label,
        }
        for suggestion, department in unsent.found
    ]
    why = _("，").join(said) or _("没有认出说的是哪个部门的事")
    if unsent.asked:
        why = _("已请企业补正，计时停着")
    return {
        "appeal": unsent.appeal,
        "why": why,
        "asked": unsent.asked,
        "danger": unsent.danger,
        "options": [
            {
                "code": department.code,
                "short": department.label,
                "category": suggestion.category,
                "share": f"{round(suggestion.confidence * 100)}%",
            }
            for suggestion, department in unsent.found
        ],
    }


def _decision_row(decision: Decision, moment: datetime) -> dict[str, Any]:
    """Return the line with its tag, why it is here, and its two choices."""
    appeal, proposal = decision.appeal, decision.proposal
    row: dict[str, Any] = {"appeal": appeal, "kind": decision.kind, "proposal": proposal}
    lead = appeal.lead.label if appeal.lead else ""
    match decision.kind:
        case "return":
            assert proposal is not None
            to = proposal.to.label if proposal.to else ""
            row["tag"] = _("裁定") if len(decision.returned_by) > 1 else _("退单")
            row["why"] = (
                _("%(who)s都退过，您定了就算数") % {"who": _("、").join(decision.returned_by)}
                if len(decision.returned_by) > 1
                else _("%(who)s：%(reason)s")
                % {"who": proposal.department.label, "reason": proposal.reason}
            )
            row["to"], row["back"] = to, proposal.department.label
        case "extend":
            assert proposal is not None
            assert proposal.new_due_at is not None
            row["tag"] = _("延期")
            row["why"] = _("%(who)s：%(reason)s，申请到 %(until)s") % {
                "who": proposal.department.label,
                "reason": proposal.reason.rstrip("。"),
                "until": when(proposal.new_due_at, moment),
            }
        case "promise":
            assert proposal is not None
            row["tag"] = _("承诺")
            row["why"] = _("%(who)s：%(reason)s，分 %(n)s 步") % {
                "who": proposal.department.label,
                "reason": proposal.reason.rstrip("。"),
                "n": len(proposal.steps),
            }
            row["steps"] = [
                (day_words(date.fromisoformat(step["due_on"]), moment), step["text"])
                for step in proposal.steps
            ]
        case "silence":
            row |= {"tag": _("回访"), "why": _("%(who)s办结后五个工作日没有评价") % {"who": lead}}
        case "withdrawal":
            row |= {"tag": _("回访"), "why": _("企业撤回了，问问是不是自愿")}
        case "look_again":
            row |= {"tag": _("回头看"), "why": _("三个月前说解决了，问问现在还好不好")}
        case "suspended":
            row |= {"tag": _("暂停"), "why": _("%(who)s：到了再看的日期") % {"who": lead}}
        case "disputed":
            row |= {"tag": _("没解决"), "why": _("%(who)s办过 %(n)s 次，企业都说没解决") % {
                "who": lead, "n": appeal.disputes,
            }}  # fmt: skip
    return row


def _red_row(appeal: Appeal, moment: datetime) -> dict[str, Any]:
    climbed = {
        Alarm.RED: _("已报部门负责人"),
        Alarm.RED_ONE_DAY: _("超期满一天，到您这里"),
        Alarm.RED_THREE_DAYS: _("超期满三天，已报区领导"),
    }
    stood = appeal.paused_at
    return {
        "appeal": appeal,
        "stands": _("%(when)s 起停表") % {"when": when(stood, moment)} if stood else "",
        "due": due_words(appeal.limit, appeal.burns_at, moment),
        "climbed": _("已督办") if appeal.is_supervised else climbed.get(Alarm(appeal.alarm), ""),
    }


def _repeat_row(repeat: Repeat) -> dict[str, Any]:
    most = max(n for _day, n in repeat.by_day)
    bars = [
        {
            "x": place * 8,
            "y": 32 - max(2, round(28 * n / most)),
            "height": max(2, round(28 * n / most)),
            "late": place >= len(repeat.by_day) - 3 and n > 0,
        }
        for place, (_d, n) in enumerate(repeat.by_day)
    ]
    words = "".join(f"“{word}”" for word in repeat.words)
    return {
        "repeat": repeat,
        "bars": bars,
        "why": _("多说到%(words)s") % {"words": words} if words else repeat.category.hint,
        "ten": repeat.enterprises >= 10,
    }


def _choose(request: SignedInRequest, category: str, moment: datetime) -> HttpResponse:
    """Show what could be merged: the appeals of one category, the oldest would lead."""
    known = queries.directory().categories.get(category)
    if known is None:
        raise Http404
    context = {
        "category": known,
        "appeals": repeated(request.user, category, moment),
        "now": moment,
        **rail(request.user, "today", moment),
    }
    return render(request, "appeals/desk/merge.html", context)


def _merge(request: SignedInRequest) -> HttpResponse:
    """Merge the picked appeals into the oldest of them, each by the same verb as anywhere else."""
    picked = [clean_text(r) for r in request.POST.getlist("reference")[:MOST_MERGED]]
    appeals = list(
        queries.appeals_for(request.user).filter(reference__in=picked).order_by("filed_at", "pk")
    )
    back = reverse("appeals:today")
    if category := request.POST.get("category", ""):
        back += f"?category={category}" if category in queries.directory().categories else ""
    if len(appeals) < 2:
        messages.warning(request, _("至少选两件才能并案。"))
        return redirect(back)
    first, rest = appeals[0], appeals[1:]
    note = clean_text(request.POST.get("note", ""))[:500]
    merged = 0
    for appeal in rest:
        try:
            actions.perform(
                Act.MERGE,
                appeal,
                into=first,
                note=note,
                by=request.user,
            )
            merged += 1
        except Refused as no:
            messages.error(request, f"{appeal.reference} {no.message}")
    if merged:
        messages.success(
            request,
            _("%(n)s 件并入 %(ref)s，一起办，结果分别告诉每家企业。")
            % {"n": merged, "ref": first.reference},
        )
    return redirect("appeals:case", first.reference) if merged else redirect(back)
