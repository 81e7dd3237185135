"""Explaining a lamp: every stretch of time since the limit began, whether it counted, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.appeals.enums import OPEN, Limit, PauseKind, State
from liandong.appeals.models import Appeal
from liandong.appeals.queries.appeals import appeal_for
from liandong.appeals.queries.timeline import last_moment
from liandong.appeals.rules import limits
from liandong.departments.queries import calendar_of, day_names, days_changed
from liandong.kit.working_time import (
    Interval,
    intervals,
    one_working_day,
    working_time_between,
    years_without_data,
)


@dataclass(frozen=True)
class Stop:
    """The clock stood from `since` until `until` (None: it still does); `kind` says for what."""

    kind: str
    since: datetime
    until: datetime | None
    reason: str = ""


@dataclass(frozen=True)
class ClockStory:
    """One limit of one appeal: since when it runs, until when, and what counted meanwhile.

    `ended` is set when nothing runs any more. `due` is None when the limit never began; while the clock
    stands it is where the limit would lie if it went on now. `unknown_years` have no holidays entered;
    `changed_days` are days of the calendar that were changed since, which moves no limit.
    """

    appeal: Appeal
    limit: str
    since: datetime
    due: datetime | None
    now: datetime
    ended: datetime | None
    intervals: list[Interval]
    stops: list[Stop]
    counted: timedelta
    whole: timedelta
    working_day: timedelta
    unknown_years: Sequence[int] = field(default_factory=tuple)
    changed_days: Sequence[str] = field(default_factory=tuple)

    @property
    def left(self) -> timedelta:
        """Working time that is left; negative when the limit has passed."""
        return self.whole - self.counted

    @property
    def quarter(self) -> timedelta:
        """The share of the limit below which the lamp is yellow."""
        return self.whole / limits.YELLOW_SHARE

    @property
    def until(self) -> datetime:
        """The moment up to which time has passed: now, or when it ended."""
        return self.ended or self.now

    @property
    def stands(self) -> Stop | None:
        """The stop that lasts now."""
        return next((s for s in self.stops if s.until is None), None)


def clock_story(user: User, reference: str, now: datetime) -> ClockStory:
    """Return what explains the lamp of an appeal that somebody may see, or 404."""
    return clock_of(appeal_for(user, reference), now)


def clock_of(appeal: Appeal, now: datetime) -> ClockStory:
    """Return what explains the lamp of an appeal: the limit that runs, else the one to resolve."""
    calendar = calendar_of(appeal.lead, appeal.region)
    limit, since, due = _limit_of(appeal)
    going = appeal.state in (*OPEN, State.MERGED)
    ended = None if going else appeal.resolved_at or appeal.closed_at
    stops = [s for s in _stops(appeal) if s.until is None or s.until > since]
    stands = next((s for s in stops if s.until is None), None)
    if stands and due:
        due = limits.shifted(due, working_time_between(stands.since, now, calendar), calendar)
    pauses = [(s.since, s.until or now) for s in stops]
    end = ended or max(now, due or now)
    found = intervals(since, end, calendar, pauses, day_names(appeal.lead, appeal.region))
    return ClockStory(
        appeal=appeal,
        limit=limit,
        since=since,
        due=due,
        now=now,
        ended=ended,
        intervals=[part for interval in found for part in _by_stop(interval, stops, now)],
        stops=stops,
        counted=working_time_between(since, min(now, end), calendar, pauses),
        whole=working_time_between(since, due or since, calendar, pauses),
        working_day=one_working_day(calendar),
        unknown_years=years_without_data(since, end, calendar),
        changed_days=days_changed(appeal.lead, appeal.region, since, end),
    )


def _limit_of(appeal: Appeal) -> tuple[str, datetime, datetime | None]:
    """Return the limit that runs, else the one to resolve, which ran last."""
    if appeal.limit and appeal.limit_from:
        return appeal.limit, appeal.limit_from, appeal.burns_at
    since = appeal.reopened_at or appeal.assigned_at or appeal.filed_at
    return Limit.RESOLVE, since, appeal.due_at


def _stops(appeal: Appeal) -> list[Stop]:
    """Return when the clock stood, and that it stands while another appeal speaks for this one."""
    stops = [Stop(p.kind, p.since, p.until, p.reason) for p in appeal.pauses.order_by("since")]
    if appeal.state == State.MERGED and (since := last_moment(appeal, "appeal.merged")):
        stops.append(Stop(PauseKind.MERGED, since, None))
    return stops


def _by_stop(interval: Interval, stops: Sequence[Stop], now: datetime) -> list[Interval]:
    """Return a paused interval as one for each stop in it, with the words of why the clock stood."""
    if interval.why != "paused":
        return [interval]
    return [
        interval._replace(
            start=max(s.since, interval.start),
            end=min(s.until or now, interval.end),
            name=stop_words(s),
        )
        for s in stops
        if s.since < interval.end and (s.until or now) > interval.start
    ]


def stop_words(stop: Stop) -> str:
    """Return why the clock stood, in words, with the reason that was given."""
    label = str(PauseKind(stop.kind).label)
    return f"{label}{_('：')}{stop.reason}" if stop.reason else label
