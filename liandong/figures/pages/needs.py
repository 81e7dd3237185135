"""要素保障: what enterprises need in a quarter by park and month, what is supplied, what is missing."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liandong.accounts.http import SignedInRequest
from liandong.departments.queries import today
from liandong.enterprises.queries import catalogue
from liandong.enterprises.rules.showing import figure, shown, typed_as
from liandong.figures import queries
from liandong.figures.actions import promise_supply
from liandong.figures.enums import Set
from liandong.figures.models import Item
from liandong.figures.queries import Desk, Place
from liandong.figures.rules.periods import month_before, months_of, quarter_of
from liandong.figures.rules.sums import total
from liandong.figures.rules.words import period_words, short_month
from liandong.kit.refusals import Refused


@require_http_methods(["GET", "POST"])
def needs(request: SignedInRequest) -> HttpResponse:
    """One item in one quarter; who supplies it types what can be given into the table."""
    desk = queries.needs_desk_of(request.user)
    items = [item for item in queries.items_of(Set.NEED) if desk.sees(item)]
    quarters = queries.quarters_of(desk)
    quarter = next(
        (q for q in quarters if q.isoformat() == request.GET.get("quarter")), quarters[0]
    )
    item = next((i for i in items if i.code == request.GET.get("item")), items[0])
    trouble = _promise(request, desk, item, quarter) if request.method == "POST" else ""
    if request.method == "POST" and not trouble:
        return redirect(_address(item, quarter))
    found = queries.needs_in(desk, items, quarter)
    places = found[item.code]
    coming = month_before(quarter_of(today()), -3)
    context = {
        "item": item,
        "words": period_words(Set.NEED, quarter),
        "items": [
            {
                "word": it.name,
                "url": _address(it, quarter),
                "here": it == item,
                "count": sum(place.missing > 0 for place in found[it.code]),
            }
            for it in items
        ],
        "quarters": [
            {"word": period_words(Set.NEED, q), "url": _address(item, q), "here": q == quarter}
            for q in quarters
        ],
        "months": [short_month(month) for month in months_of(Set.NEED, quarter)],
        "places": [_row(item, place, request if trouble else None) for place in places],
        "summary": _summary(item, places),
        "sums": _sums(item, places),
        "supplies": item.code in desk.offices,
        "trouble": trouble,
        "may_open": bool(desk.coordinates) and coming not in quarters,
        "coming": period_words(Set.NEED, coming),
    }
    return render(request, "figures/needs.html", context, status=422 if trouble else 200)


def _address(item: Item, quarter: date) -> str:
    return f"{reverse('figures:needs')}?{urlencode({'quarter': quarter, 'item': item.code})}"


def _promise(request: SignedInRequest, desk: Desk, item: Item, quarter: date) -> str:
    """Keep what was typed for one place; return why not."""
    region, place = request.POST.get("region", ""), request.POST.get("place", "")
    known = queries.places_in_need(desk, item, quarter)
    if not any((p.region, p.name) == (region, place) for p in known):
        raise Http404
    try:
        promise_supply(
            item,
            region=region,
            place=place,
            amounts={
                month: request.POST.get(f"supply-{n}", "").strip()
                for n, month in enumerate(months_of(Set.NEED, quarter))
            },
            as_typed=True,
            by=request.user,
        )
    except Refused as why:
        return why.message
    messages.success(request, _("已记下，协调员看得到"))
    return ""


def _row(item: Item, place: Place, typed: SignedInRequest | None) -> dict[str, Any]:
    kind, known = item.kind, catalogue()
    here = typed is not None and typed.POST.get("place") == place.name

    def words(value: float | None) -> str:
        return "" if value is None else figure(kind, value)

    return {
        "place": place,
        "months": [
            {
                "word": short_month(month.month),
                "need": words(month.need),
                "supply": words(month.supply),
                "value": typed.POST.get(f"supply-{n}", "")
                if typed is not None and here
                else typed_as(kind, month.supply),
                "gap": words(month.gap) if month.gap else "",
                "met": month.gap == 0 and bool(month.need),
            }
            for n, month in enumerate(place.months)
        ],
        "rows": [
            {
                "enterprise": enterprise,
                "cells": [
                    _("还不知道") if value is None else shown(kind, value, known)
                    for value in figures
                ],
            }
            for enterprise, figures in place.rows
        ],
    }


def _summary(item: Item, places: list[Place]) -> dict[str, Any]:
    """Return what the page says in one sentence: where most is missing, and how many answered."""
    worst = max(places, key=lambda place: place.missing, default=None)
    return {
        "asked": sum(place.asked for place in places),
        "answered": sum(place.answered for place in places),
        "short": sum(place.missing > 0 for place in places),
        "where": worst.name if worst and worst.missing else "",
        "gap": shown(item.kind, worst.missing, catalogue()) if worst and worst.missing else "",
        "open": sum(any(m.need and m.supply is None for m in place.months) for place in places),
    }


def _sums(item: Item, places: list[Place]) -> list[dict[str, str]]:
    """Return the needs of all places by month, and what is known to be missing in any."""
    sums = []
    for months in zip(*(place.months for place in places), strict=True):
        need = total(month.need for month in months).sum
        short = sum(month.gap or 0 for month in months)
        sums.append(
            {
                "need": "" if need is None else figure(item.kind, need),
                "short": figure(item.kind, short) if short else "",
            }
        )
    return sums
