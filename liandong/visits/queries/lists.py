"""Visits as the desk lists them: a week, what waits for consent, what could go together, what went beyond."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet

from liandong.departments.models import Department
from liandong.departments.queries import calendar_of as working_days_of
from liandong.departments.queries import today, within
from liandong.enterprises.models import Enterprise
from liandong.visits.enums import Free, State
from liandong.visits.models import Visit
from liandong.visits.queries.budgets import Budget, budgets_of
from liandong.visits.queries.rights import Bench, visits_for
from liandong.visits.rules.budget import SPENDING, quarter_of
from liandong.visits.rules.together import Proposal, together

MOST = 300  # in a week's list
AHEAD = timedelta(weeks=5)  # in which several are proposed as one
SHOWN = 30


@dataclass(frozen=True)
class Filters:
    """What a week's list is narrowed to."""

    department: str = ""
    kind: str = ""
    state: str = ""
    mine: str = ""


@dataclass(frozen=True)
class Asked:
    """One that waits for consent, with what its enterprise already has."""

    visit: Visit
    budget: Budget
    others: list[Visit]


@dataclass(frozen=True)
class Office:
    """How much of what an office did went beyond budgets."""

    name: str
    over: int
    all: int


@dataclass(frozen=True)
class Consents:
    """What a coordinator decides and looks at."""

    asked: list[Asked]
    proposals: list[Proposal]
    offices: list[Office]
    free: list[Visit]
    first: date
    last: date


def filtered(bench: Bench, filters: Filters) -> QuerySet[Visit]:
    """Return what fits, of what one reads."""
    rows = visits_for(bench.user, bench).filter(bench.condition())
    if filters.department:
        rows = rows.filter(department__code=filters.department)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.mine:
        own = Q(department__in=bench.standing.department_ids) | Q(host=bench.user)
        rows = rows.filter(own)
    return rows


def week_for(bench: Bench, monday: date, filters: Filters) -> list[Visit]:
    """Return the visits of a week in their order; one query."""
    rows = filtered(bench, filters).filter(on__range=(monday, monday + timedelta(days=6)))
    return list(rows.order_by("on", F("at").asc(nulls_last=True), "pk")[:MOST])


def all_between(bench: Bench, first: date, last: date, filters: Filters) -> Iterator[Visit]:
    """Return all that fits between two days, for an export."""
    rows = filtered(bench, filters).filter(on__range=(first, last)).order_by("on", "pk")
    return rows.iterator(chunk_size=1000)


def offices_seen(bench: Bench) -> list[tuple[str, str]]:
    """Return the departments that a list may be narrowed to: those who have ever planned one here."""
    seen = Visit.objects.filter(bench.condition()).values("department")
    rows = Department.objects.filter(pk__in=seen).order_by("code")
    return list(rows.values_list("code", "short"))


def waiting_count(standing_prefixes: Iterable[str]) -> int:
    """Return how many wait for the coordinator of these regions; one query."""
    rows = Visit.objects.filter(within(standing_prefixes, "enterprise__region"))
    return rows.filter(state=State.WAITING).count()


def same_week(visit: Visit, bench: Bench) -> list[Visit]:
    """Return the others with which a visit could go together."""
    monday = visit.on - timedelta(days=visit.on.weekday())
    rows = ahead_of(visit.enterprise, monday, bench).exclude(pk=visit.pk)
    return list(rows)


def ahead_of(enterprise: Enterprise, day: date, bench: Bench) -> QuerySet[Visit]:
    """Return what is announced and planned at an enterprise in a day's week, from today."""
    monday = day - timedelta(days=day.weekday())
    rows = visits_for(bench.user, bench).filter(
        enterprise=enterprise,
        state=State.PLANNED,
        unannounced=False,
        on__range=(max(monday, today()), monday + timedelta(days=6)),
    )
    return rows.order_by("on", "pk")


def proposals_for(bench: Bench) -> list[Proposal]:
    """Return what a coordinator may make one of, in the weeks to come; a query, and one for the calendar."""
    day = today()
    rows = visits_for(bench.user, bench).filter(
        within(bench.coordinated, "enterprise__region"),
        state=State.PLANNED,
        unannounced=False,
        on__range=(day, day + AHEAD),
    )
    visits = list(rows.order_by("on", "pk"))
    if not visits:
        return []
    calendar = working_days_of(None, visits[0].enterprise.region_id)
    return together(visits, day, lambda on: bool(calendar.windows_on(on)))


def consents_for(bench: Bench) -> Consents:
    """Return what waits for a coordinator's consent, what could go together, and what went beyond."""
    here = within(bench.coordinated, "enterprise__region")
    rows = visits_for(bench.user, bench).filter(here)
    waiting = list(rows.filter(state=State.WAITING).order_by("on", "pk")[:SHOWN])
    first, last = quarter_of(today())
    return Consents(
        asked=_with_budgets(waiting),
        proposals=proposals_for(bench),
        offices=_offices(here, first, last),
        free=list(
            rows.filter(on__range=(first, last), why_free=Free.URGENT).order_by("-on", "-pk")[
                :SHOWN
            ]
        ),
        first=first,
        last=last,
    )


def _with_budgets(waiting: Sequence[Visit]) -> list[Asked]:
    """Return each with its enterprise's quarter: what it has had and what is to come."""
    quarters = defaultdict(list)
    for visit in waiting:
        quarters[quarter_of(visit.on)].append(visit)
    found = {}
    for (first, last), visits in quarters.items():
        enterprises = {v.enterprise_id: v.enterprise for v in visits}
        budgets = budgets_of(list(enterprises.values()), first)
        others = defaultdict(list)
        rows = Visit.objects.filter(
            enterprise__in=enterprises, on__range=(first, last), counts=True, state__in=SPENDING
        ).select_related("department", "enterprise__region")
        for row in rows.order_by("on", "pk"):
            others[row.enterprise_id].append(row)
        for visit in visits:
            rest = [row for row in others[visit.enterprise_id] if row.pk != visit.pk]
            found[visit.pk] = Asked(visit, budgets[visit.enterprise_id], rest)
    return [found[visit.pk] for visit in waiting]


def _offices(here: Q, first: date, last: date) -> list[Office]:
    """Return the offices that went beyond budgets, the most first."""
    rows = Visit.objects.filter(here, on__range=(first, last), state=State.DONE).order_by()
    counted = rows.values("department__short", "enterprise__region__office").annotate(
        n=Count("pk"), beyond=Count("pk", filter=Q(over=True))
    )
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in counted:
        name = row["department__short"] or row["enterprise__region__office"]
        sums[name][0] += row["beyond"]
        sums[name][1] += row["n"]
    found = [Office(name, over, all_) for name, (over, all_) in sums.items() if over]
    return sorted(found, key=lambda office: (-office.over, office.name))
