"""Lists of appeals, each walking one index; whoever asks comes first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from liandong.accounts.models import User
from liandong.appeals.enums import AssignmentKind, Channel, Lamp, State
from liandong.appeals.models import Appeal, Category
from liandong.appeals.queries.directory import directory
from liandong.appeals.queries.search import found
from liandong.appeals.queries.standing import desk_of
from liandong.departments.models import Department, Region

SCOPES = ("enterprise", "lead", "assist", "region", "clerk", "all")
TO_DO = (State.ASSIGNED, State.IN_PROGRESS, State.SUSPENDED, State.PROMISED)


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; empty means everything."""

    state: str = ""
    category: str = ""
    lamp: str = ""
    q: str = ""
    department: str = ""


def scopes_of(user: User) -> list[str]:
    """Return the lists that somebody has, the one they work in first."""
    standing = desk_of(user)
    has = {
        "region": bool(standing.coordinates or standing.leads),
        "lead": bool(standing.departments),
        "assist": bool(standing.departments),
        "all": standing.audits,
        "enterprise": bool(standing.enterprises),
        "clerk": bool(standing.answers_calls),
    }
    return [scope for scope, there in has.items() if there]


def is_category(code: str) -> bool:
    """Whether there is such a category, or was: old appeals keep theirs."""
    return code in directory().categories or Category.objects.filter(code=code).exists()


def is_department(code: str) -> bool:
    """Whether there is such a department, or was."""
    return code in directory().departments or Department.objects.filter(code=code).exists()


def listed(user: User, scope: str, filters: Filters, *, now: datetime) -> QuerySet[Appeal]:
    """Return one of somebody's lists, unordered; empty when the scope is not theirs."""
    standing = desk_of(user)
    appeals = Appeal.objects.select_related("enterprise", "category", "lead", "region")
    match scope:
        case "enterprise":
            appeals = appeals.filter(enterprise_id__in=standing.enterprises)
        case "lead":
            appeals = appeals.filter(lead_id__in=standing.departments)
        case "assist":
            appeals = appeals.filter(
                assignments__department_id__in=standing.departments,
                assignments__kind=AssignmentKind.ASSIST,
                assignments__ended_at__isnull=True,
            )
        case "region":
            appeals = appeals.filter(region_id__in=regions_within(user))
        case "clerk" if standing.answers_calls:
            appeals = appeals.filter(filed_by=user, channel=Channel.HOTLINE)
        case "all" if standing.audits:
            pass
        case _:
            return appeals.none()
    return narrowed(
        appeals,
        filters,
        now,
        leads=standing.departments if scope == "lead" else (),
        knows_names=scope == "enterprise" or (scope == "region" and not standing.leads),
    )


def narrowed(
    appeals: QuerySet[Appeal],
    filters: Filters,
    now: datetime,
    *,
    leads: Collection[int] = (),
    knows_names: bool = False,
) -> QuerySet[Appeal]:
    """Apply filters to a list; see `found` for the two facts about it that a search can use."""
    if filters.state == "open":
        appeals = appeals.filter(state__in=[State.SUBMITTED, *TO_DO])
    elif filters.state:
        appeals = appeals.filter(state=filters.state)
    if filters.category:
        appeals = appeals.filter(category_id=filters.category)
    if filters.department:
        appeals = appeals.filter(lead__code=filters.department)
    if filters.lamp:
        appeals = appeals.filter(lamp_is(filters.lamp, now))
    if not filters.q:
        return appeals
    return found(appeals, filters.q, leads=leads, knows_names=knows_names)


def lamp_is(lamp: str, now: datetime) -> Q:
    """Return the condition for a lamp at a moment; a paused clock keeps the lamp it stopped with."""
    red = Q(paused_at__isnull=True, burns_at__lt=now) | Q(paused_at__gt=F("burns_at"))
    yellow = Q(paused_at__isnull=True, yellow_at__lt=now) | Q(paused_at__gt=F("yellow_at"))
    match lamp:
        case Lamp.RED:
            return red
        case Lamp.YELLOW:
            return yellow & ~red
        case Lamp.GREEN:
            return Q(burns_at__isnull=False) & ~yellow & ~red
    return Q()


def regions_within(user: User) -> list[str]:
    """Return the codes of the regions that a coordinator or leader sees."""
    standing = desk_of(user)
    prefixes = (*standing.coordinates, *standing.leads)
    if not prefixes:
        return []
    where = Q()
    for prefix in prefixes:
        where |= Q(code__startswith=prefix)
    return list(Region.objects.filter(where).values_list("code", flat=True))
