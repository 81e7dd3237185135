"""Rules of departments: a region's code, office hours, the years that must be known."""

from collections.abc import Iterable
from datetime import date, time
from itertools import pairwise

from liandong.kit.working_time import Window

# A year's holiday notice names at least these many days that differ from the week (2024: 36).
FEWEST_DAYS_OF_A_KNOWN_YEAR = 5


def codes_upward(code: str) -> list[str]:
    """Return the codes of a region and of all that it lies in, nearest first.

    410303001 → 410303001, 410303, 410300, 410000. Only known by the code: whether such a region is
    kept is for the database to say.
    """
    above = [code[:9], code[:6], f"{code[:4]}00", f"{code[:2]}0000"]
    return list(dict.fromkeys([code, *(c for c in above if len(c) <= len(code))]))


def windows_from(value: object) -> tuple[Window, ...]:
    """Return office hours from `[["09:00", "12:00"], …]`, as they are kept and typed.

    ValueError when it has another shape, is empty, or its windows end before they start or overlap.
    """
    if not isinstance(value, list) or not value:
        raise ValueError("at least one window")
    windows = []
    for pair in value:
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            raise ValueError("a window is a start and an end")
        start, end = (time.fromisoformat(str(moment)) for moment in pair)
        windows.append(Window(start, end))
    windows.sort()
    if any(a.span()[1] > b.span()[0] for a, b in pairwise(windows)):
        raise ValueError("windows must not overlap")
    return tuple(windows)


def known_years(days: Iterable[date]) -> frozenset[int]:
    """Return the years whose holidays have been entered, judged by the days that differ from the
    week.

    One odd day (an office moves house) does not make a year known; a year's notice has dozens.
    """
    years = [day.year for day in days]
    return frozenset(y for y in set(years) if years.count(y) >= FEWEST_DAYS_OF_A_KNOWN_YEAR)


def years_needed(on: date) -> list[int]:
    """Return the years whose holidays must be known on a day: this one, from November also the
    next.

    The State Council publishes a year's arrangement in the autumn before; until then nobody can
    enter it.
    """
    return [on.year, on.year + 1] if on.month >= 11 else [on.year]
