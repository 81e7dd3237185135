"""A visit as a line: who, when, how it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from liandong.departments.queries import today
from liandong.visits.models import Visit
from liandong.visits.queries.words import office_of
from liandong.visits.rules.showing import lamp_of

ICONS: Mapping[str, str] = {
    "visit": "building-2",
    "call": "phone",
    "survey": "clipboard-list",
    "inspection": "shield-check",
}


@dataclass(frozen=True)
class Line:
    """A visit with what its reader sees of it."""

    visit: Visit
    office: str
    lamp: str
    word: str
    icon: str
    free: str = ""  # to an enterprise: why it does not count


def line_of(visit: Visit, day: date | None = None) -> Line:
    """Return one visit as a line."""
    lamp, word = lamp_of(visit.state, visit.on, over=visit.over, today=day or today())
    return Line(visit, office_of(visit), lamp, word, ICONS[visit.kind])


def lines_of(visits: Iterable[Visit]) -> list[Line]:
    """Return visits as lines."""
    day = today()
    return [line_of(visit, day) for visit in visits]


def days_of(visits: Iterable[Visit]) -> list[tuple[date, list[Line]]]:
    """Return visits by day."""
    return [(on, list(rows)) for on, rows in groupby(lines_of(visits), lambda line: line.visit.on)]


def next_working(day: date) -> date:
    """Return the next day from Monday to Friday."""
    following = day + timedelta(days=1)
    while following.weekday() > 4:
        following += timedelta(days=1)
    return following
