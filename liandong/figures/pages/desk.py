"""The desk: who has reported, the middle of each industry, who has not; and a spreadsheet of it."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liandong.accounts.http import SignedInRequest
from liandong.departments.queries import today
from liandong.enterprises.queries import catalogue
from liandong.enterprises.rules.showing import figure, shown, titled
from liandong.figures import queries
from liandong.figures.actions import open_period
from liandong.figures.enums import Set
from liandong.figures.rules.periods import month_before, newest_period, quarter_of
from liandong.figures.rules.words import period_words
from liandong.kit.now import now
from liandong.kit.refusals import Refused
from liandong.kit.workbooks import Cell, workbook


@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    """One month: how many reported, by street, each industry's middle, and for the coordinator who did not."""
    here = queries.figures_desk_of(request.user)
    periods = queries.periods_of(here, Set.INDICATOR)
    newest = newest_period(Set.INDICATOR, today())
    period = _period(request.GET.get("period", ""), [p.of for p in periods], newest)
    tally = next((p for p in periods if p.of == period), None)
    items = queries.items_of(Set.INDICATOR)
    missing = queries.missing_of(here, Set.INDICATOR, period) if tally else []
    context = {
        "period": period,
        "words": period_words(Set.INDICATOR, period),
        "tally": tally,
        "periods": [_tab(p) | {"here": p.of == period} for p in periods],
        "places": queries.places_of(here, Set.INDICATOR, period) if tally else [],
        "columns": [
            {"word": _("行业")},
            *({"word": titled(item.kind), "number": True} for item in items),
        ],
        "middles": _middles(queries.middles_of(here, period, items) if tally else {}, items),
        "missing": missing,
        "sees_names": here.sees_names,
        "may_open": bool(here.coordinates) and tally is None,
        "export_url": f"{reverse('figures:export')}?{urlencode({'period': period})}",
    }
    return render(request, "figures/desk.html", context)


@require_safe
def export(request: SignedInRequest) -> FileResponse:
    """Every enterprise that was asked, with its figures, as a spreadsheet."""
    here = queries.figures_desk_of(request.user)
    periods = [p.of for p in queries.periods_of(here, Set.INDICATOR)]
    period = _period(request.GET.get("period", ""), periods, newest_period(Set.INDICATOR, today()))
    items = queries.items_of(Set.INDICATOR)

    def lines() -> Iterator[list[Cell]]:
        for ask in queries.answers_of(here, Set.INDICATOR, period):
            cells: list[Cell] = [
                ask.enterprise.uscc, ask.enterprise.name, ask.place, ask.get_state_display(),
            ]  # fmt: skip
            for item in items:
                value = ask.values.get(item.code)
                known = None if value is None else figure(item.kind, value).replace(",", "")
                cells.append(None if known is None else float(known))
            yield [*cells, ask.note]

    columns = [
        _("统一社会信用代码"), _("企业名称"), _("园区或街道"), _("状态"),
        *(titled(item.kind) for item in items), _("说明"),
    ]  # fmt: skip
    widths = [22, 36, 14, 10, *(14 for _item in items), 30]
    name = _("企业报数%(period)s") % {"period": f"{period:%Y%m}"}
    return workbook(name, columns, widths, lines(), now=now())


@require_POST
def ask_now(request: SignedInRequest) -> HttpResponse:
    """Ask by hand: the month that is over, or the quarter to come ahead of its day."""
    here = queries.needs_desk_of(request.user)
    asked = Set.NEED if request.POST.get("set") == Set.NEED else Set.INDICATOR
    period = newest_period(Set.INDICATOR, today())
    if asked == Set.NEED:
        period = month_before(quarter_of(today()), -3)
    count = 0
    try:
        for region in queries.regions_coordinated(here):
            count += open_period(asked, period, region, by=request.user)
    except Refused as why:
        messages.error(request, why.message)
    else:
        messages.success(request, _("已请 %(n)s 家企业报数") % {"n": count})
    return redirect("figures:needs" if asked == Set.NEED else "figures:desk")


def _period(text: str, known: list[Any], usual: date) -> date:
    """Return the period that an address names when it is a known one, else the newest."""
    return next((p for p in known if p.isoformat() == text), known[0] if known else usual)


def _tab(tally: Any) -> dict[str, Any]:
    return {
        "word": period_words(Set.INDICATOR, tally.of),
        "url": f"?period={tally.of}",
        "answered": tally.answered,
        "asked": tally.asked,
        "share": round(100 * tally.answered / tally.asked, 1),
    }


def _middles(found: dict[str, list[Any]], items: list[Any]) -> list[list[str]]:
    """Return a row for each section of industries, a figure or why there is none in each cell."""
    known = catalogue()
    sections = sorted({peers.industry for rows in found.values() for peers in rows})
    table = []
    for section in sections:
        cells = [known.industries.get(section, section)]
        for item in items:
            peers = next((p for p in found[item.code] if p.industry == section), None)
            if peers is None:
                cells.append(_("没有报"))
            elif peers.middle is None:
                cells.append(_("不足 5 家"))
            else:
                said = shown(item.kind, peers.middle, known).removesuffix(item.unit).strip()
                cells.append(_("%(figure)s（%(n)s 家）") % {"figure": said, "n": peers.of})
        table.append(cells)
    return table
