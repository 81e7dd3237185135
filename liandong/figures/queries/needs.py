"""What enterprises need in a quarter, added up by park and month, beside what can be supplied."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from liandong.departments.queries import today
from liandong.enterprises.models import Enterprise
from liandong.figures.enums import AskState, Set
from liandong.figures.models import Ask, Item, Supply
from liandong.figures.queries.reach import Desk
from liandong.figures.rules.periods import months_of, newest_period
from liandong.figures.rules.sums import Total, gap, total

PERIODS = 6


@dataclass(frozen=True)
class Month:
    """One month of a place: what is needed, what can be given, what is missing; None is unknown."""

    month: date
    need: float | None
    supply: float | None
    gap: float | None


@dataclass(frozen=True)
class Place:
    """A park or street: its months, how many answered of how many asked, who needs what."""

    region: str
    name: str
    answered: int
    asked: int
    months: list[Month]
    rows: list[tuple[Enterprise, list[Any]]] = field(default_factory=list)

    @property
    def missing(self) -> float:
        """The largest gap that is known."""
        return max((m.gap or 0 for m in self.months), default=0)


def quarters_of(desk: Desk) -> list[date]:
    """Return the quarters that were asked for, newest first; the one to ask for when there is none yet."""
    rows = Ask.objects.filter(desk.asks(), set=Set.NEED).order_by("-period")
    found = list(rows.values_list("period", flat=True).distinct()[:PERIODS])
    return found or [newest_period(Set.NEED, today())]


def needs_in(desk: Desk, items: Sequence[Item], period: date) -> dict[str, list[Place]]:
    """Return needs by item, in parks and streets, the largest gap first; two queries.

    Of an item that is not for one's eyes nothing.
    """
    months = months_of(Set.NEED, period)
    asks = Ask.objects.filter(desk.asks(), set=Set.NEED, period=period).select_related("enterprise")
    by_place: dict[tuple[str, str], list[Ask]] = {}
    for ask in asks.order_by("pk"):
        by_place.setdefault((ask.region_id[:6], ask.place), []).append(ask)
    given = _supplied(desk, months)
    found = {}
    for item in items:
        places = [
            _place(key, group, months, [given.get((item.code, *key, m)) for m in months], item)
            for key, group in by_place.items()
            if desk.sees(item)
        ]
        found[item.code] = sorted(places, key=lambda p: (-p.missing, -max(_needed(p)), p.name))
    return found


def places_in_need(desk: Desk, item: Item, period: date) -> list[Place]:
    """Return one item's needs by park and street, the largest gap first; two queries."""
    return needs_in(desk, [item], period)[item.code]


def _supplied(desk: Desk, months: list[date]) -> dict[tuple[str, str, str, date], float]:
    rows = Supply.objects.filter(desk.asks(), month__in=months, amount__isnull=False)
    given: dict[tuple[str, str, str, date], float] = {}
    for item, region, place, month, amount in rows.values_list(
        "item_id", "region_id", "place", "month", "amount"
    ):
        key = item, region[:6], place, month
        given[key] = given.get(key, 0) + (amount or 0)
    return given


def _place(
    key: tuple[str, str],
    asks: list[Ask],
    months: list[date],
    given: list[float | None],
    item: Item,
) -> Place:
    said = [
        (ask, list(ask.values.get(item.code) or [None] * len(months)))
        if ask.state == AskState.ANSWERED
        else (ask, [None] * len(months))
        for ask in asks
    ]
    sums: list[Total] = [total(figures[n] for _ask, figures in said) for n in range(len(months))]
    rows = [(ask.enterprise, figures) for ask, figures in said if any(figures)]
    rows.sort(key=lambda row: -max(figure or 0 for figure in row[1]))
    return Place(
        region=key[0],
        name=key[1],
        answered=sum(any(f is not None for f in figures) for _ask, figures in said),
        asked=len(asks),
        months=[
            Month(month, one.sum, supply, gap(one.sum, supply))
            for month, one, supply in zip(months, sums, given, strict=True)
        ],
        rows=rows,
    )


def _needed(place: Place) -> list[float]:
    return [month.need or 0 for month in place.months]
