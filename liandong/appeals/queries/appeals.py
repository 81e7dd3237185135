"""Appeals as people may see them. Nothing outside this file turns a reference into an appeal."""

from collections.abc import Collection
from datetime import UTC, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from liandong.accounts.models import User
from liandong.appeals.enums import AssignmentKind, Channel, Hat
from liandong.appeals.models import Appeal, Assignment
from liandong.appeals.queries.standing import standing_of


def appeals_for(user: User) -> QuerySet[Appeal]:
    """Return the appeals somebody may open.

    An enterprise its own; an officer those the department leads or assists, or led until they were
    merged into another; a coordinator and a leader
    their region's, and those its enterprises had referred upward; a clerk those they took down; an
    auditor all.
    """
    standing = standing_of(user)
    appeals = Appeal.objects.select_related("enterprise", "category", "lead", "region")
    if standing.reads_all:
        return appeals
    may = Q(pk__in=[])
    if standing.enterprises:
        may |= Q(enterprise_id__in=standing.enterprises)
    if standing.departments:
        may |= Q(lead_id__in=standing.departments) | Q(
            Exists(
                Assignment.objects.filter(
                    appeal=OuterRef("pk"),
                    department_id__in=standing.departments,
                    kind=AssignmentKind.ASSIST,
                    ended_at__isnull=True,
                )
            )
        )
        had = Assignment.objects.filter(
            appeal=OuterRef("pk"),
            department_id__in=standing.departments,
            kind=AssignmentKind.LEAD,
        )
        may |= Q(parent__isnull=False) & Q(Exists(had))
    for prefix in (*standing.coordinates, *standing.leads):
        may |= Q(region__code__startswith=prefix) | Q(enterprise__region__code__startswith=prefix)
    if standing.answers_calls:
        may |= Q(filed_by=user, channel=Channel.HOTLINE)
    return appeals.filter(may)


def appeal_for(user: User, reference: str) -> Appeal:
    """Return one appeal, or 404 when it does not exist or is not theirs; the two look the same."""
    appeal = appeals_for(user).filter(reference=reference).first()
    if appeal is None:
        raise Http404
    return appeal


def appeal_for_act(user: User, reference: str, before: Appeal) -> Appeal:
    """Return an appeal after one's own act; whoever has just handed it on still reads the outcome."""
    return appeals_for(user).filter(reference=reference).first() or Appeal.objects.select_related(
        "enterprise", "category", "lead", "region"
    ).get(pk=before.pk)


def sees_enterprise(hats: Collection[Hat], appeal: Appeal) -> bool:
    """Return whether somebody may know whose appeal it is: a confidential one, only the coordinator."""
    return not appeal.confidential or bool({Hat.ENTERPRISE, Hat.COORDINATOR} & set(hats))


def repeat_seen(hats: Collection[Hat], appeal: Appeal, before: Appeal | None) -> Appeal | None:
    """Return what the same enterprise raised before, where that does not tell whose appeal it is.

    A department that sees one of the two under its name would know who stands behind the other.
    """
    if before is None or {Hat.ENTERPRISE, Hat.COORDINATOR} & set(hats):
        return before
    return None if appeal.confidential or before.confidential else before


def cursor_of(appeal: Appeal) -> str:
    """Return the place of an appeal in a list that is newest first."""
    return f"{appeal.filed_at.timestamp():.6f}_{appeal.pk}"


def place_of(cursor: str) -> tuple[datetime, int] | None:
    """Return the moment and number that a cursor stands for; None where it is broken."""
    moment, _, number = cursor.partition("_")
    try:
        return datetime.fromtimestamp(float(moment), UTC), int(number)
    except (ValueError, OverflowError, OSError):
        return None


def after_cursor(appeals: QuerySet[Appeal], cursor: str) -> QuerySet[Appeal]:
    """Return what follows a cursor; a broken one starts the list anew."""
    place = place_of(cursor)
    if place is None:
        return appeals
    filed_at, number = place
    return appeals.filter(filed_at__lte=filed_at).exclude(Q(filed_at=filed_at, pk__gte=number))
