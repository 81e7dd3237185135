"""Who has reported, by month and place, and the middle of each industry: for whoever coordinates, leads or audits."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from liandong.figures.enums import AskState, Set
from liandong.figures.models import Ask, Item
from liandong.figures.queries.asks import terms_of
from liandong.figures.queries.reach import Desk
from liandong.figures.rules.peers import Peers, by_section

PERIODS = 12
MOST_NAMED = 200
ANSWERED = Count("pk", filter=Q(state=AskState.ANSWERED))


@dataclass(frozen=True)
class Tally:
    """How many answered, of how many asked, of a period or a place."""

    of: date | str
    answered: int
    asked: int


def periods_of(desk: Desk, asked: str) -> list[Tally]:
    """Return the newest periods with how many answered, newest first; one query."""
    rows = Ask.objects.filter(desk.asks(), set=asked).values("period")
    counted = rows.annotate(done=ANSWERED, all=Count("pk")).order_by("-period")[:PERIODS]
    return [Tally(row["period"], row["done"], row["all"]) for row in counted]


def places_of(desk: Desk, asked: str, period: date) -> list[Tally]:
    """Return how many answered in each park and street, the fewest first; one query."""
    rows = Ask.objects.filter(desk.asks(), set=asked, period=period).values("place")
    counted = rows.annotate(done=ANSWERED, all=Count("pk")).order_by("place")
    found = [Tally(row["place"], row["done"], row["all"]) for row in counted]
    return sorted(found, key=lambda count: count.answered / count.asked)


def middles_of(desk: Desk, period: date, items: list[Item]) -> dict[str, list[Peers]]:
    """Return the middle of each section of industries by item, where enough have answered; two queries."""
    codes = [item.code for item in items]
    rows = Ask.objects.filter(
        desk.asks(), set=Set.INDICATOR, period=period, state=AskState.ANSWERED
    ).values_list("region_id", "industry", *(f"values__{code}" for code in codes))
    found = [row for row in rows if row[1]]
    fewest = terms_of(found[0][0]).fewest if found else 0
    return {
        code: by_section([(row[1], float(row[n])) for row in found if row[n] is not None], fewest)
        for n, code in enumerate(codes, 2)
    }


def missing_of(desk: Desk, asked: str, period: date) -> list[Ask]:
    """Return who has not answered, for their coordinator; nobody else is told names; one query."""
    if not desk.sees_names:
        return []
    rows = Ask.objects.filter(
        desk.asks(), set=asked, period=period, state__in=(AskState.OPEN, AskState.CLOSED)
    )
    return list(rows.select_related("enterprise").order_by("place", "pk")[:MOST_NAMED])


def answers_of(desk: Desk, asked: str, period: date) -> Iterator[Ask]:
    """Return every ask of a period with its enterprise, for an export."""
    rows = Ask.objects.filter(desk.asks(), set=asked, period=period).select_related("enterprise")
    return rows.order_by("place", "pk").iterator(chunk_size=1000)
