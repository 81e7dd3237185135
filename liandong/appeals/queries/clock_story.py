"""Explaining a lamp: every stretch of time since the limit began, whether it counted, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.appeals.enums import OPEN, Limit, PauseKind
from liandong.appeals.models import Appeal
from liandong.appeals.queries.appeals import appeal_for
from liandong.appeals.rules import limits
from liandong.departments.queries import calendar_of, day_names
from liandong.journal.actions import name_of
from liandong.journal.models import Entry
from liandong.kit.working_time import (
    Interval,
    intervals,
    one_working_day,
    working_time_between,
    years_without_data,
)

RATING = "rating"


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
    stands it is where the limit would lie if it went on now. `unknown_years` have no holidays entered.
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

    @property
    def left(self) -> timedelta:
        """Working time that is left; negative when the limit has passed."""
        return self.whole - self.counted

    @property
    def stands(self) -> Stop | None:
        """The stop that lasts now."""
        return next((s for s in self.stops if s.until is None), None)


def clock_story(user: User, reference: str, now: datetime) -> ClockStory:
    """Return what explains the lamp of an appeal that somebody may see, or 404."""
    appeal = appeal_for(user, reference)
    calendar = calendar_of(appeal.lead, appeal.region)
    limit, since, due = _limit_of(appeal)
    ended = None if appeal.state in OPEN else appeal.resolved_at or appeal.closed_at
    stops = [s for s in _stops(appeal) if s.until is None or s.until > since]
    if appeal.paused_at and due:
        due = limits.shifted(due, working_time_between(appeal.paused_at, now, calendar), calendar)
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
        intervals=[_named(interval, stops, now) for interval in found],
        stops=stops,
        counted=working_time_between(since, min(now, end), calendar, pauses),
        whole=working_time_between(since, due or since, calendar, pauses),
        working_day=one_working_day(calendar),
        unknown_years=years_without_data(since, end, calendar),
    )


def _limit_of(appeal: Appeal) -> tuple[str, datetime, datetime | None]:
    """Return the limit that runs, else the one to resolve, which ran last."""
    if appeal.limit and appeal.limit_from:
        return appeal.limit, appeal.limit_from, appeal.burns_at
    return Limit.RESOLVE, appeal.assigned_at or appeal.filed_at, appeal.due_at


def _stops(appeal: Appeal) -> list[Stop]:
    """Return when the clock stood: pauses, and the time in which the enterprise was to rate."""
    stops = [Stop(p.kind, p.since, p.until, p.reason) for p in appeal.pauses.order_by("since")]
    answered: datetime | None = None
    ends = ("appeal.resolved", "appeal.disputed", "appeal.looked_again")
    for entry in Entry.objects.filter(subject=name_of(appeal), verb__in=ends).order_by("number"):
        if entry.verb == "appeal.resolved":
            answered = entry.at
        elif answered:
            stops.append(Stop(RATING, answered, entry.at))
            answered = None
    return sorted(stops, key=lambda s: s.since)


def _named(interval: Interval, stops: Sequence[Stop], now: datetime) -> Interval:
    """Give a paused interval the words of why the clock stood."""
    if interval.why != "paused":
        return interval
    stop = next((s for s in stops if s.since <= interval.start < (s.until or now)), None)
    return interval._replace(name=stop_words(stop)) if stop else interval


def stop_words(stop: Stop) -> str:
    """Return why the clock stood, in words, with the reason that was given."""
    label = _("等企业评价") if stop.kind == RATING else str(PauseKind(stop.kind).label)
    return f"{label}{_('：')}{stop.reason}" if stop.reason else label
