"""Which period is asked for on a day: the month that is over, or the quarter to come."""

from datetime import date, timedelta

from liandong.figures.enums import Set
from liandong.kit.working_time import Calendar

CLOSES_DAY = {Set.INDICATOR: 15, Set.NEED: 20}  # unless the region's terms say otherwise
MONTHS = {Set.INDICATOR: 1, Set.NEED: 3}


def month_before(month: date, back: int = 1) -> date:
    """Return the first day of the month so many months before (after, when negative)."""
    count = month.year * 12 + month.month - 1 - back
    return date(count // 12, count % 12 + 1, 1)


def quarter_of(day: date) -> date:
    """Return the first day of the quarter that a day is in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def newest_period(asked: str, today: date) -> date:
    """Return the period that is asked for now: last month; the quarter that was asked for last."""
    first = today.replace(day=1)
    if asked == Set.INDICATOR:
        return month_before(first)
    quarter = quarter_of(today)
    return month_before(quarter, -3) if first == month_before(quarter, -2) else quarter


def opens_on(asked: str, period: date) -> date:
    """Return the day from which a period is asked for: months when they are over, quarters a month ahead."""
    return month_before(period, -1 if asked == Set.INDICATOR else 1)


def closes_on(asked: str, period: date, day: int, calendar: Calendar) -> date:
    """Return until when a period is reported: on a given day of a month, or the next working day."""
    last = opens_on(asked, period).replace(day=day)
    while not calendar.windows_on(last):
        last += timedelta(days=1)
    return last


def months_of(asked: str, period: date) -> list[date]:
    """Return the months that a period has figures for."""
    return [month_before(period, -n) for n in range(MONTHS[Set(asked)])]


def last_day(month: date) -> date:
    """Return the last day of a month."""
    return month_before(month, -1) - timedelta(days=1)
