"""The ledger of promises: every dated step, whether it was kept, as far as the reader may look."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from liandong.accounts.models import User
from liandong.appeals.models import PromiseStep
from liandong.appeals.queries.lists import regions_within
from liandong.appeals.queries.standing import desk_of

KINDS = ("open", "missed", "kept")


@dataclass(frozen=True)
class Tally:
    """How many steps stand how; `late` were kept after their day and count as missed."""

    all: int
    open: int
    missed: int
    kept: int


def steps_for(user: User) -> QuerySet[PromiseStep]:
    """Return the steps of promises that somebody may read: a department's own, a region's, or all."""
    standing = desk_of(user)
    steps = PromiseStep.objects.select_related(
        "appeal__lead", "appeal__enterprise", "appeal__category", "appeal__region"
    )
    if standing.audits:
        return steps
    may = Q(pk__in=[])
    if standing.departments:
        may |= Q(appeal__lead_id__in=standing.departments)
    if codes := regions_within(user):
        may |= Q(appeal__region_id__in=codes)
    return steps.filter(may)


def step_is(kind: str, now: datetime) -> Q:
    """Return the condition for open (not due yet), missed (too late, done or not) and kept steps."""
    match kind:
        case "open":
            return Q(done_at__isnull=True, due_at__gte=now)
        case "missed":
            return Q(done_at__isnull=True, due_at__lt=now) | Q(done_at__gt=F("due_at"))
        case "kept":
            return Q(done_at__lte=F("due_at"))
    return Q()


def tally_of(steps: QuerySet[PromiseStep], now: datetime) -> Tally:
    """Count the steps of each kind in one query."""
    counts = steps.aggregate(
        all=Count("pk"), **{kind: Count("pk", filter=step_is(kind, now)) for kind in KINDS}
    )
    return Tally(**counts)
