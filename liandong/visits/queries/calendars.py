"""Who comes when: an enterprise's calendar, a person's day, the last time somebody spoke with whom."""

from collections.abc import Collection
from datetime import date

from django.db.models import F, Max, Q

from liandong.accounts.models import User
from liandong.departments.models import StandIn
from liandong.enterprises.models import Enterprise
from liandong.visits.enums import Kind, State
from liandong.visits.models import Visit
from liandong.visits.queries.rights import Bench, visits_for

KEEPING_IN_TOUCH = (Kind.VISIT, Kind.CALL)
MOST = 200


def calendar_of(
    user: User, enterprise: Enterprise, first: date, last: date, bench: Bench | None = None
) -> list[Visit]:
    """Return an enterprise's visits from a day to a day, as their reader may see them."""
    rows = visits_for(user, bench).filter(enterprise=enterprise, on__range=(first, last))
    return list(rows.order_by("on", F("at").asc(nulls_last=True), "pk")[:MOST])


def day_of(user: User, day: date) -> list[Visit]:
    """Return whom a person calls on that day, for themselves or in place of whoever is away."""
    away = StandIn.objects.filter(
        stand_in=user, ended_at__isnull=True, starts_on__lte=day, ends_on__gte=day
    )
    rows = Visit.objects.filter(
        Q(host=user) | Q(host__in=away.values("away")),
        on=day,
        state__in=(State.PLANNED, State.DONE),
    ).select_related("enterprise__region", "department", "host")
    return list(rows.order_by(F("at").asc(nulls_last=True), "pk"))


def last_contact(ids: Collection[int]) -> dict[int, date]:
    """Return when enterprises were last visited or rung up, by whomever; inspections do not keep in touch."""
    rows = Visit.objects.filter(enterprise__in=ids, kind__in=KEEPING_IN_TOUCH)
    rows = rows.filter(done_at__isnull=False, state__in=(State.DONE, State.JOINED))
    last = rows.order_by().values("enterprise").annotate(last=Max("on"))
    return dict(last.values_list("enterprise", "last"))


def own_calendar(
    user: User, enterprise: Enterprise, today: date
) -> tuple[list[Visit], list[Visit]]:
    """Return what comes to one's own enterprise, and what came this year, newest first."""
    rows = calendar_of(user, enterprise, date(today.year, 1, 1), date(today.year + 1, 12, 31))
    coming = [v for v in rows if v.on >= today and v.state == State.PLANNED]
    past = [v for v in rows if v.state == State.DONE]
    return coming, past[::-1]


def own_count(past: Collection[Visit]) -> tuple[int, int]:
    """Return how often somebody came, and how often they rang up."""
    calls = sum(1 for visit in past if visit.kind == Kind.CALL)
    return len(past) - calls, calls
