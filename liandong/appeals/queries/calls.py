"""What a hotline clerk looks up: who calls, and what was taken down today."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from liandong.accounts.models import User
from liandong.appeals.models import Appeal
from liandong.appeals.queries.lists import Filters, listed
from liandong.appeals.queries.standing import standing_of
from liandong.departments.queries import within
from liandong.enterprises.models import Enterprise

MOST_FOUND = 8


def callers_named(user: User, q: str) -> QuerySet[Enterprise]:
    """Return the enterprises of a clerk's region whose name holds `q` or whose code begins with it."""
    served = Enterprise.objects.filter(within(standing_of(user).answers_calls))
    named = served.filter(Q(name__icontains=q) | Q(uscc__istartswith=q))
    return named.select_related("region").order_by("name")[:MOST_FOUND]


def taken_down_today(user: User, now: datetime) -> list[Appeal]:
    """Return what a clerk has taken down since midnight, newest first."""
    midnight = localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    mine = listed(user, "clerk", Filters(), now=now).filter(filed_at__gte=midnight)
    return list(mine.select_related("parent__lead").order_by("-filed_at", "-pk"))
