"""Working calendars: which hours of which days are worked, laid end to end for counting."""

import threading
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

# Inside the counting a moment is a whole number of microseconds since 1970-01-01 in UTC:
# integers compare and bisect several times faster than aware datetimes.
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
MICROSECOND = timedelta(microseconds=1)
_SECOND = 1_000_000
DAY = 86_400 * _SECOND
OFFSET = 8 * 3600 * _SECOND  # China has kept UTC+8 without summer time since 15 September 1991
NEVER = 1 << 62
_FIRST_YEAR, _LAST_YEAR = 1992, 2100


def _of_day(clock: time) -> int:
    seconds = (clock.hour * 60 + clock.minute) * 60 + clock.second
    return seconds * _SECOND + clock.microsecond


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Office hours from `start` to `end` within one day; an `end` of 00:00 means midnight."""

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start.tzinfo or self.end.tzinfo:
            raise ValueError("a window is given in local time, without a zone")
        if self.span()[0] >= self.span()[1]:
            raise ValueError("a window must end after it starts")

    def span(self) -> tuple[int, int]:
        """Start and end in microseconds since local midnight."""
        return _of_day(self.start), _of_day(self.end) or DAY


USUAL_WINDOWS = (Window(time(9), time(12)), Window(time(13), time(17)))


@dataclass(frozen=True)
class Calendar:
    """Which hours of which days are worked; equal calendars share one table of hours.

    A date in `special` has its own windows: none on a holiday, the usual ones on a weekend day
    that is worked in exchange (调休), others on a day with other hours. Every other date is worked
    from Monday to Friday. `known_years` are the years whose holidays somebody has entered; the
    others are counted by weekdays, and `years_without_data` tells which, so that people are warned.
    """

    windows: tuple[Window, ...] = USUAL_WINDOWS
    special: Mapping[date, tuple[Window, ...]] = field(default_factory=dict)
    known_years: frozenset[int] = frozenset()
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.windows:
            raise ValueError("a calendar needs at least one usual window")
        special = {day: _in_order(own) for day, own in self.special.items()}
        object.__setattr__(self, "windows", _in_order(self.windows))
        object.__setattr__(self, "special", special)
        object.__setattr__(self, "known_years", frozenset(self.known_years))
        key = (self.windows, frozenset(special.items()), self.known_years)
        object.__setattr__(self, "_hash", hash(key))

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[object, ...]:  # hashes of dates differ from process to process
        return Calendar, (self.windows, self.special, self.known_years)

    def windows_on(self, day: date) -> tuple[Window, ...]:
        """The windows worked on `day`; empty on weekends and holidays."""
        own = self.special.get(day)
        if own is not None:
            return own
        return self.windows if day.weekday() < 5 else ()


class _Table(NamedTuple):
    """All windows of the years `first` to `last`, and the working time passed before and after."""

    first: int
    last: int
    start: int  # the first moment of the first year
    end: int  # the first moment after the last year
    starts: list[int]
    ends: list[int]
    before: list[int]
    after: list[int]


class Line:
    """The working hours of one calendar laid end to end, so that counting is a search.

    The table is replaced as a whole when more years are needed and never changed, so readers need
    no lock; the lock only keeps two writers from losing each other's years.
    """

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._lock = threading.Lock()
        year = max(min((day.year for day in calendar.special), default=2024), _FIRST_YEAR)
        self._table = self._build(year, year + 3)

    def between(self, start: int, end: int) -> int:
        """The working time in [start, end)."""
        table = self._covering(start, end)
        return _passed(table, end) - _passed(table, start)

    def forward(self, start: int, amount: int, until: int = NEVER) -> int | None:
        """The first moment with `amount` passed since `start`; None if later than `until`."""
        table = self._covering(start, start)
        while True:
            if amount:
                target = _passed(table, start) + amount
                i = bisect_left(table.after, target)
            else:
                i = bisect_left(table.ends, start)
            if i < len(table.ends):
                if amount:
                    due = table.ends[i] - (table.after[i] - target)
                else:
                    due = max(start, table.starts[i])
                return due if due <= until else None
            if table.end > until:
                return None
            table = self._extend(table.first, table.last + (table.last - table.first + 1))

    def backward(self, end: int, amount: int) -> int:
        """The last moment with `amount` still to pass before `end`."""
        table = self._covering(end, end)
        while True:
            if amount:
                target = _passed(table, end) - amount
                i = bisect_right(table.before, target) - 1
            else:
                i = bisect_right(table.starts, end) - 1
            if i >= 0:
                if amount:
                    return table.starts[i] + (target - table.before[i])
                return min(end, table.ends[i])
            table = self._extend(table.first - (table.last - table.first + 1), table.last)

    def _covering(self, start: int, end: int) -> _Table:
        table = self._table
        if table.start <= start and end < table.end:
            return table
        return self._extend(
            min(table.first, _year_of(start)), max(table.last, _year_of(end)), exactly=True
        )

    def _extend(self, first: int, last: int, exactly: bool = False) -> _Table:
        """A table that reaches at least from `first` to `last`, as far as years can be counted."""
        with self._lock:
            table = self._table
            first, last = min(first, table.first), max(last, table.last)
            if not exactly:
                first, last = max(first, _FIRST_YEAR), min(last, _LAST_YEAR)
            if first < _FIRST_YEAR or last > _LAST_YEAR:
                raise OverflowError("working time is counted from 1992 to 2100")
            if (first, last) == (table.first, table.last):
                if exactly:
                    return table
                raise OverflowError("working time is counted from 1992 to 2100")
            self._table = self._build(first, last)
            return self._table

    def _build(self, first: int, last: int) -> _Table:
        starts: list[int] = []
        ends: list[int] = []
        before: list[int] = []
        after: list[int] = []
        total = 0
        special = self._calendar.special
        usual = spans_of(self._calendar.windows)
        begin, end = date(first, 1, 1).toordinal(), date(last + 1, 1, 1).toordinal()
        own = {day.toordinal(): spans_of(windows) for day, windows in special.items()}
        for ordinal in range(begin, end):
            spans = own.get(ordinal)
            if spans is None:
                if (ordinal + 6) % 7 > 4:  # ordinal 1 was a Monday
                    continue
                spans = usual
            midnight = (ordinal - EPOCH_ORDINAL) * DAY - OFFSET
            for start, finish in spans:
                starts.append(midnight + start)
                ends.append(midnight + finish)
                before.append(total)
                total += finish - start
                after.append(total)
        return _Table(
            first,
            last,
            (begin - EPOCH_ORDINAL) * DAY - OFFSET,
            (end - EPOCH_ORDINAL) * DAY - OFFSET,
            starts,
            ends,
            before,
            after,
        )


@lru_cache(maxsize=256)
def line_of(calendar: Calendar) -> Line:
    """The laid-out hours of a calendar, shared by all that equal it."""
    return Line(calendar)


def _passed(table: _Table, moment: int) -> int:
    """The working time between the table's first moment and `moment`."""
    i = bisect_right(table.starts, moment) - 1
    if i < 0:
        return 0
    return table.before[i] + min(moment, table.ends[i]) - table.starts[i]


def _in_order(windows: Sequence[Window]) -> tuple[Window, ...]:
    ordered = tuple(sorted(windows))
    if any(a[1] > b[0] for a, b in pairwise(spans_of(ordered))):
        raise ValueError("windows of one day must not overlap")
    return ordered


def spans_of(windows: Sequence[Window]) -> list[tuple[int, int]]:
    """Each window's start and end in microseconds since local midnight."""
    return [window.span() for window in windows]


def _year_of(moment: int) -> int:
    return date.fromordinal(EPOCH_ORDINAL + (moment + OFFSET) // DAY).year


def to_moment(value: datetime) -> int:
    """An aware datetime as microseconds since 1970 in UTC; TypeError when it is naive."""
    return (value - EPOCH) // MICROSECOND


def from_moment(moment: int) -> datetime:
    """The datetime in UTC of a number of microseconds since 1970."""
    return EPOCH + moment * MICROSECOND
