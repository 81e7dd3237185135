"""Signals as people may read them: liaisons those of theirs, coordinators their region's.

To everybody else, the enterprise and its officers, leaders and auditors among them, there are none.
"""

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from liandong.accounts.models import User
from liandong.appeals.models import Category
from liandong.departments.enums import Role
from liandong.departments.queries import Standing, standing_of, within
from liandong.enterprises.models import Enterprise, catalogue
from liandong.enterprises.queries import coordinates
from liandong.liaison.queries import enterprises_kept, is_liaison
from liandong.risks.enums import SignalState
from liandong.risks.models import Signal
from liandong.risks.rules.words import said

OLD = 200  # of what has ended as many are listed


def signals_for(user: User, standing: Standing | None = None) -> QuerySet[Signal]:
    """Return the signals that somebody may read, the newest first."""
    standing = standing or standing_of(user)
    rows = Signal.objects.select_related("enterprise__region", "ended_by")
    mine = Q(enterprise__in=enterprises_kept(user).values("pk"))
    near = within(standing.region_codes(Role.COORDINATOR), "enterprise__region")
    return rows.filter(mine | near).order_by("-found_at", "-pk")


def signal_for(user: User, reference: str) -> Signal:
    """Return a signal by its reference, or 404."""
    return get_object_or_404(signals_for(user), reference=reference)


def signals_of(user: User, enterprise: Enterprise) -> list[Signal]:
    """Return an enterprise's signals that somebody may read, open ones first."""
    rows = list(signals_for(user).filter(enterprise=enterprise)[:OLD])
    return sorted(rows, key=lambda one: one.state != SignalState.OPEN)


def deals_with(user: User, signal: Signal) -> bool:
    """Return whether somebody sees to a signal: a liaison of the enterprise, or the coordinator."""
    return coordinates(user, signal.enterprise) or is_liaison(user, signal.enterprise)


def told(signals: list[Signal]) -> list[tuple[Signal, str]]:
    """Return signals with what was found, in a sentence each; one query at most."""
    known, categories = catalogue(), {}
    if any(one.rule == "repeated_appeals" for one in signals):
        categories = dict(Category.objects.values_list("pk", "name"))
    named = {str(pk): name for pk, name in categories.items()}
    return [(one, said(one.rule, one.seen, known, named)) for one in signals]
