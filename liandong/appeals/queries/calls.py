"""What a hotline clerk looks up: who calls, and what was taken down today."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from liandong.accounts.models import User
from liandong.appeals.enums import OPEN
from liandong.appeals.models import Appeal
from liandong.appeals.queries.lists import Filters, listed
from liandong.appeals.queries.standing import standing_of
from liandong.departments.enums import Role
from liandong.departments.models import Region
from liandong.departments.queries import within
from liandong.enterprises.models import Enterprise

MOST_FOUND = 8
MOST_OPEN = 20  # of a caller's appeals, to see whether the call is about one of them


def callers_named(user: User, q: str) -> QuerySet[Enterprise]:
    """Return the enterprises of a clerk's region whose name holds `q` or whose code begins with it."""
    served = _served(user)
    named = served.filter(Q(name__icontains=q) | Q(uscc__istartswith=q))
    return named.select_related("region").order_by("name")[:MOST_FOUND]


def caller_called(user: User, name: str) -> Enterprise | None:
    """Return the enterprise of a clerk's region that bears exactly this name."""
    return _served(user).filter(name=name).order_by("pk").first() if name else None


def _served(user: User) -> QuerySet[Enterprise]:
    return Enterprise.objects.filter(
        within(standing_of(user).answers_calls), merged_into__isnull=True
    )


def region_of_calls(user: User) -> Region:
    """Return the region whose calls a clerk answers."""
    answers = (a for a in standing_of(user).appointments if a.role == Role.CLERK and a.region)
    region = next(answers).region
    assert region is not None
    return region


def open_appeals_of(user: User, enterprise: Enterprise) -> list[Appeal]:
    """Return what a caller has in hand, newest first, for the clerk who answers; not what is confidential."""
    served = Appeal.objects.filter(within(standing_of(user).answers_calls), enterprise=enterprise)
    found = served.filter(state__in=OPEN, confidential=False)
    found = found.select_related("lead", "region", "parent__lead")
    return list(found.order_by("-filed_at", "-pk")[:MOST_OPEN])


def taken_down_today(user: User, now: datetime) -> list[Appeal]:
    """Return what a clerk has taken down since midnight, newest first."""
    midnight = localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    mine = listed(user, "clerk", Filters(), now=now).filter(filed_at__gte=midnight)
    return list(mine.select_related("parent__lead").order_by("-filed_at", "-pk"))
