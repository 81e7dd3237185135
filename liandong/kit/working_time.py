"""Working time: what a clock counts when it stands still at night, at weekends and on holidays."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from liandong.kit.calendars import (
    DAY,
    EPOCH_ORDINAL,
    MICROSECOND,
    NEVER,
    OFFSET,
    SHANGHAI,
    USUAL_WINDOWS,
    Calendar,
    Window,
    from_moment,
    line_of,
    spans_of,
    to_moment,
)

__all__ = [
    "SHANGHAI",
    "USUAL_WINDOWS",
    "Calendar",
    "Interval",
    "Pause",
    "StandsStill",
    "Window",
    "add_working_time",
    "intervals",
    "one_working_day",
    "subtract_working_time",
    "working_time_between",
    "years_without_data",
]

Pause = tuple[datetime, datetime | None]
"""A stretch in which the clock stands still; an end of None has not come yet."""


class StandsStill(ValueError):
    """The moment asked for lies behind a pause that has not ended, so nobody can know it yet."""


class Interval(NamedTuple):
    """A stretch of time, whether the clock ran in it, and why.

    `why` is `working` or `adjusted` (a day with its own windows, such as 调休) where it ran, else
    `lunch`, `night`, `weekend`, `holiday` or `paused`. `name` is the holiday's, where it is known.
    """

    start: datetime
    end: datetime
    counted: bool
    why: str
    name: str = ""


def one_working_day(calendar: Calendar) -> timedelta:
    """The length of a usual working day: 7 hours unless the calendar says otherwise."""
    return sum((end - start for start, end in spans_of(calendar.windows)), 0) * MICROSECOND


def years_without_data(start: datetime, end: datetime, calendar: Calendar) -> tuple[int, ...]:
    """The local years that [start, end] touches and whose holidays nobody has entered."""
    first, last = start.astimezone(SHANGHAI).year, end.astimezone(SHANGHAI).year
    return tuple(year for year in range(first, last + 1) if year not in calendar.known_years)


def add_working_time(
    start: datetime, amount: timedelta, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> datetime:
    """The first moment, in UTC, at which `amount` of working time has passed since `start`.

    A result that falls on the end of a window is that end: 17:00 today, not 09:00 tomorrow. A start
    outside the windows or inside a pause rolls forward, also when `amount` is zero. Raises
    `StandsStill` when the moment lies behind a pause without an end; ValueError when `amount` is
    negative; OverflowError outside 1992 to 2100.
    """
    left = amount // MICROSECOND
    if left < 0:
        raise ValueError("a negative amount: use subtract_working_time")
    line = line_of(calendar)
    now = to_moment(start)
    for pause_start, pause_end in _tidy(pauses):
        if pause_end <= now:
            continue
        if now < pause_start:
            due = line.forward(now, left, pause_start)
            if due is not None:
                return from_moment(due)
            left -= line.between(now, pause_start)
        if pause_end == NEVER:
            raise StandsStill("the clock stands still in a pause that has not ended")
        now = pause_end
    due = line.forward(now, left)
    assert due is not None
    return from_moment(due)


def subtract_working_time(end: datetime, amount: timedelta, calendar: Calendar) -> datetime:
    """The last moment, in UTC, at which `amount` of working time is still left before `end`.

    It is what "at least one working day before the limit" allows. A result that falls on the start
    of a window is that start: 09:00 today, not 17:00 the evening before. An end outside the windows
    rolls back. ValueError when `amount` is negative; OverflowError outside 1992 to 2100.
    """
    left = amount // MICROSECOND
    if left < 0:
        raise ValueError("a negative amount: use add_working_time")
    return from_moment(line_of(calendar).backward(to_moment(end), left))


def working_time_between(
    start: datetime, end: datetime, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> timedelta:
    """How much working time lies in [start, end), without the pauses; zero when end is earlier."""
    first, last = to_moment(start), to_moment(end)
    if last <= first:
        return timedelta()
    line = line_of(calendar)
    total = line.between(first, last)
    for pause_start, pause_end in _tidy(pauses):
        pause_start, pause_end = max(pause_start, first), min(pause_end, last)
        if pause_start < pause_end:
            total -= line.between(pause_start, pause_end)
    return total * MICROSECOND


def intervals(
    start: datetime,
    end: datetime,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
    names: Mapping[date, str] | None = None,
) -> list[Interval]:
    """Every stretch of [start, end), without gaps, counted or not, and why.

    Neighbours of one kind and name are one interval, so a whole weekend is one; counted intervals
    stay apart by part of day. A pause is one interval whatever it covers. The counted intervals add
    up to `working_time_between`. `names` gives the names of holidays and adjusted days.
    """
    first, last = to_moment(start), to_moment(end)
    named = names or {}
    found: list[tuple[tuple[int, int], tuple[bool, str, str]]] = []

    def note(begin: int, finish: int, counted: bool, why: str, name: str) -> None:
        begin, finish = max(begin, first), min(finish, last)
        if begin >= finish:
            return
        kind = (counted, why, name)
        if found and not counted and found[-1][0][1] == begin and found[-1][1] == kind:
            begin = found.pop()[0][0]
        found.append(((begin, finish), kind))

    now = first
    for pause_start, pause_end in [*_tidy(pauses), (NEVER, NEVER)]:
        if pause_end <= now:
            continue
        for begin, finish, counted, why, name in _stretches(
            now, min(pause_start, last), calendar, named
        ):
            note(max(begin, now), min(finish, pause_start), counted, why, name)
        note(max(pause_start, now), pause_end, False, "paused", "")
        now = pause_end
        if now >= last:
            break
    return [Interval(from_moment(a), from_moment(b), *rest) for (a, b), rest in found]


def _stretches(
    start: int, end: int, calendar: Calendar, names: Mapping[date, str]
) -> Iterator[tuple[int, int, bool, str, str]]:
    """The kinds of time of each local day that [start, end) touches, in order."""
    if start >= end:
        return
    for number in range((start + OFFSET) // DAY, (end - 1 + OFFSET) // DAY + 1):
        day = date.fromordinal(EPOCH_ORDINAL + number)
        midnight = number * DAY - OFFSET
        special, name = day in calendar.special, names.get(day, "")
        spans = spans_of(calendar.windows_on(day))
        if not spans:
            why = "holiday" if special else "weekend"
            yield midnight, midnight + DAY, False, why, name if special else ""
            continue
        yield midnight, midnight + spans[0][0], False, "night", ""
        why = "adjusted" if special else "working"
        for (begin, finish), (after, _) in pairwise([*spans, (DAY, DAY)]):
            yield midnight + begin, midnight + finish, True, why, name if special else ""
            gap = "lunch" if after < DAY else "night"
            yield midnight + finish, midnight + after, False, gap, ""


def _tidy(pauses: Sequence[Pause]) -> list[tuple[int, int]]:
    """Pauses in order, none touching another; what ends before it starts is nothing."""
    tidy: list[tuple[int, int]] = []
    for start, end in sorted(
        (to_moment(start), NEVER if end is None else to_moment(end)) for start, end in pauses
    ):
        if end <= start:
            continue
        if tidy and start <= tidy[-1][1]:
            tidy[-1] = tidy[-1][0], max(end, tidy[-1][1])
        else:
            tidy.append((start, end))
    return tidy
