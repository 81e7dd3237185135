"""The ledger of promises: what was promised until when, and whether it was kept."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, QuerySet, prefetch_related_objects
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from liandong.accounts.http import SignedInRequest
from liandong.accounts.models import User
from liandong.appeals import queries
from liandong.appeals.models import PromiseStep
from liandong.appeals.pages.rail import rail
from liandong.appeals.queries.ledger import KINDS, Tally, step_is, steps_for, tally_of
from liandong.kit.now import now
from liandong.kit.workbooks import workbook

PAGE, MOST_ROWS = 50, 50_000


@require_GET
def promises(request: SignedInRequest) -> HttpResponseBase:
    """All steps, what is still owed first and soonest due first; with `format=xlsx` the same as a spreadsheet."""
    moment = now()
    standing = queries.standing_of(request.user)
    if not (standing.departments or standing.coordinates or standing.leads or standing.audits):
        raise Http404
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    everything = steps_for(request.user)
    steps = everything.filter(step_is(kind, moment))
    steps = steps.order_by(F("done_at").desc(nulls_first=True), "due_at", "pk")
    if request.GET.get("format") == "xlsx":
        return workbook(
            _("承诺台账"), _columns(), (17, 40, 30, 14, 30, 17, 10),
            _cells(request.user, steps, moment), now=moment,
        )  # fmt: skip
    tally = tally_of(everything, moment)
    page = Paginator(steps, PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    prefetch_related_objects(shown, "appeal__assignments")  # who reads a name depends on them
    context = {
        "heading": _heading(tally.missed, tally.open),
        "tabs": _tabs(kind, tally),
        "page": page,
        "rows": [_row(request.user, step, moment) for step in shown],
        "now": moment,
        "export_url": f"{reverse('appeals:promises')}?kind={kind}&format=xlsx",
        **rail(request.user, "promises", moment),
    }
    return render(request, "appeals/desk/promises.html", context)


def _heading(missed: int, waiting: int) -> str:
    if missed:
        return _("承诺台账：%(missed)s 步没按时，%(open)s 步还没到期") % {
            "missed": missed,
            "open": waiting,
        }
    return _("承诺台账：%(open)s 步还没到期") % {"open": waiting}


def _tabs(kind: str, tally: Tally) -> list[dict[str, Any]]:
    words = {"": _("全部"), "open": _("没到期"), "missed": _("没按时"), "kept": _("按时完成")}
    address = reverse("appeals:promises")
    return [
        {
            "word": word,
            "url": f"{address}?kind={slug}" if slug else address,
            "here": slug == kind,
            "count": getattr(tally, slug or "all"),
        }
        for slug, word in words.items()
    ]


def _row(user: User, step: PromiseStep, moment: datetime) -> dict[str, Any]:
    named = queries.sees_enterprise(queries.hats_of(user, step.appeal), step.appeal)
    if step.done_at:
        lamp, word = (
            ("yellow", _("晚了")) if step.done_at > step.due_at else ("done", _("按时完成"))
        )
    else:
        lamp, word = ("red", _("没按时")) if moment > step.due_at else ("green", _("没到期"))
    return {
        "step": step,
        "appeal": step.appeal,
        "who": step.appeal.enterprise.name if named else _("匿名企业"),
        "lamp": lamp,
        "word": word,
    }


def _columns() -> list[str]:
    return [_("何时前"), _("做什么"), _("诉求"), _("部门"), _("企业"), _("完成时间"), _("结果")]


def _cells(
    user: User, steps: QuerySet[PromiseStep], moment: datetime
) -> Iterable[tuple[str | datetime | None, ...]]:
    for step in steps.prefetch_related("appeal__assignments")[:MOST_ROWS].iterator(chunk_size=1000):
        row = _row(user, step, moment)
        lead = step.appeal.lead
        yield (
            step.due_at, step.text, step.appeal.title, lead.label if lead else "", row["who"],
            step.done_at, row["word"],
        )  # fmt: skip
