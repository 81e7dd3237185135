"""Several in a week, proposed as one."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from liandong.visits.enums import State


@dataclass(frozen=True)
class Proposal:
    """Those of one enterprise in one week, and the day on which all could go."""

    monday: date
    visits: list[Any]
    on: date


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def together(
    visits: Iterable[Any],
    today: date,
    works: Callable[[date], bool] = lambda day: day.weekday() < 5,
) -> list[Proposal]:
    """Return the weeks in which an enterprise is called on more than once, the soonest first.

    The day is that with most of them, the earliest of equals; it works and is not over.
    """
    weeks: dict[tuple[date, int], list[Any]] = defaultdict(list)
    for visit in visits:
        if visit.state == State.PLANNED and not visit.unannounced and visit.on >= today:
            weeks[week_of(visit.on), visit.enterprise_id].append(visit)
    found = []
    for (monday, _enterprise), several in sorted(weeks.items(), key=lambda item: item[0]):
        if len(several) > 1:
            days = Counter(visit.on for visit in several)
            possible = [day for day in days if works(day)] or list(days)
            day = min(possible, key=lambda day: (-days[day], day))
            found.append(Proposal(monday, sorted(several, key=lambda v: v.on), day))
    return found
