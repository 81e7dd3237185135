"""Limits and lamps, in working time."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from liandong.appeals.enums import Alarm, Lamp, Limit, State
from liandong.kit.working_time import (
    SHANGHAI,
    Calendar,
    add_working_time,
    one_working_day,
    subtract_working_time,
    working_time_between,
)

DANGER_HANDED_OVER = timedelta(minutes=15)
YELLOW_SHARE = 4  # yellow when less than a quarter of a limit is left
URGE_PAUSE = timedelta(hours=4)  # one urging in half a day; more would only be noise


def days(number: float, calendar: Calendar) -> timedelta:
    """Return so many working days of this calendar as working time."""
    return one_working_day(calendar) * number


@dataclass(frozen=True)
class Limits:
    """The three moments by which a department owes something."""

    accept: datetime
    contact: datetime
    resolve: datetime


def limits_from(
    start: datetime, limit_class: str, terms: dict[str, Any], calendar: Calendar
) -> Limits:
    """Return the limits of an appeal handed over at `start`, by the terms it started with."""
    return Limits(
        accept=add_working_time(start, timedelta(hours=terms["accept_hours"]), calendar),
        contact=add_working_time(start, days(terms["contact_days"], calendar), calendar),
        resolve=add_working_time(
            start, days(terms["resolve_days"][limit_class], calendar), calendar
        ),
    )


def end_of_working_day(start: datetime, calendar: Calendar) -> datetime:
    """Return the end of the working day that `start` falls in or before: “the same working day”."""
    first = add_working_time(start, timedelta(microseconds=1), calendar).astimezone(SHANGHAI)
    return end_of_day(first.date(), calendar)


def handed_over_by(start: datetime, in_danger: bool, calendar: Calendar) -> datetime:
    """Return by when a coordinator hands an appeal over: the same working day; at once, whatever
    the hour, where life is in danger."""
    return start + DANGER_HANDED_OVER if in_danger else end_of_working_day(start, calendar)


def local_date(moment: datetime) -> date:
    """Return the day that a moment falls on in China."""
    return moment.astimezone(SHANGHAI).date()


def start_of_day(day: date, calendar: Calendar) -> datetime:
    """Return the first working moment on or after a day."""
    return add_working_time(datetime.combine(day, time.min, tzinfo=SHANGHAI), timedelta(), calendar)


def end_of_day(day: date, calendar: Calendar) -> datetime:
    """Return the last working moment of a day; on a day off, 17:00, when offices usually close."""
    windows = calendar.windows_on(day)
    end = windows[-1].end if windows else time(17)
    return datetime.combine(day + timedelta(days=end == time()), end, tzinfo=SHANGHAI)


def next_working_day(moment: datetime, calendar: Calendar) -> date:
    """Return the first working day after that of a moment."""
    return local_date(start_of_day(local_date(moment) + timedelta(days=1), calendar))


def latest_extension(
    start: datetime,
    term: float,
    stretch: float,
    pauses: Sequence[tuple[datetime, datetime]],
    calendar: Calendar,
) -> datetime:
    """Return the end of the day to which a limit may be extended at most: `stretch` times its term.

    The time for which the clock has stood since `start` is no part of it.
    """
    stood = sum(
        (working_time_between(max(since, start), until, calendar) for since, until in pauses
         if until > start), timedelta(),
    )  # fmt: skip
    return end_of_working_day(
        add_working_time(start, days(term * stretch, calendar) + stood, calendar), calendar
    )


class Clocked(Protocol):
    """What the rules need to know of an appeal's clock."""

    state: str
    assigned_at: datetime | None
    reopened_at: datetime | None
    filed_at: datetime
    accept_due_at: datetime | None
    contact_due_at: datetime | None
    due_at: datetime | None
    accepted_at: datetime | None
    contacted_at: datetime | None


def running_limit(
    appeal: Clocked, steps: Sequence[datetime] = (), step_from: datetime | None = None
) -> tuple[Limit, datetime, datetime] | None:
    """Return which limit runs now, since when and until when; None when nobody owes anything.

    One that was reopened counts from then, not from when it was first handed over. `steps` are the
    dates of a promise's steps not yet kept; they take the limit's place.
    """
    since = appeal.reopened_at or appeal.assigned_at or appeal.filed_at
    match appeal.state:
        case State.SUBMITTED if appeal.due_at:
            return Limit.DISPATCH, appeal.filed_at, appeal.due_at
        case State.ASSIGNED if appeal.accept_due_at:
            return Limit.ACCEPT, since, appeal.accept_due_at
        case State.PROMISED if steps:
            return Limit.STEP, step_from or since, min(steps)
        case State.IN_PROGRESS | State.SUSPENDED | State.PROMISED if appeal.due_at:
            contact = appeal.contact_due_at
            waits = appeal.contacted_at is None and appeal.state != State.PROMISED
            if waits and contact and contact < appeal.due_at:
                return Limit.CONTACT, since, contact
            return Limit.RESOLVE, since, appeal.due_at
    return None


def yellow_at(since: datetime, until: datetime, calendar: Calendar) -> datetime:
    """Return the moment when less than a quarter of the limit is left."""
    whole = working_time_between(since, until, calendar)
    return subtract_working_time(until, whole / YELLOW_SHARE, calendar)


def lamp(
    state: str,
    yellow: datetime | None,
    burns: datetime | None,
    now: datetime,
    paused_at: datetime | None = None,
) -> Lamp | None:
    """Return the lamp at a moment; a paused clock keeps the lamp it stopped with, an ended one has none."""
    if burns is None or yellow is None:
        return None
    moment = min(now, paused_at) if paused_at else now
    if moment > burns:
        return Lamp.RED
    return Lamp.YELLOW if moment > yellow else Lamp.GREEN


def next_alarm(
    alarm: int, yellow: datetime, burns: datetime, calendar: Calendar
) -> tuple[Alarm, datetime] | None:
    """Return the alarm that follows and when: yellow, red, red for a working day, red for three."""
    match alarm:
        case Alarm.QUIET:
            return Alarm.YELLOW, yellow
        case Alarm.YELLOW:
            return Alarm.RED, burns
        case Alarm.RED:
            return Alarm.RED_ONE_DAY, add_working_time(burns, days(1, calendar), calendar)
        case Alarm.RED_ONE_DAY:
            return Alarm.RED_THREE_DAYS, add_working_time(burns, days(3, calendar), calendar)
    return None


def shifted(moment: datetime | None, by: timedelta, calendar: Calendar) -> datetime | None:
    """Return a limit moved by the working time that its clock stood still."""
    return add_working_time(moment, by, calendar) if moment and by else moment


def asked_time(pauses: Sequence[tuple[datetime, datetime]], calendar: Calendar) -> timedelta:
    """Return the working time for which the clock has stood because the enterprise was asked."""
    return sum(
        (working_time_between(since, until, calendar) for since, until in pauses), timedelta()
    )


def months_later(moment: datetime, months: int) -> datetime:
    """Return the same day and hour so many calendar months later, or the month's last day."""
    local = moment.astimezone(SHANGHAI)
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    day = min(local.day, monthrange(year, month + 1)[1])
    return local.replace(year=year, month=month + 1, day=day)
