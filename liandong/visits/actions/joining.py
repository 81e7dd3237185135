"""Several that go to one enterprise go together: one goes along with another and costs nothing."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.kit.refusals import Refused
from liandong.visits.actions.base import (
    note_joined,
    require_coordinator,
    require_own,
    take_up,
    target_of,
)
from liandong.visits.actions.changing import move_visit
from liandong.visits.enums import State
from liandong.visits.models import Visit


@transaction.atomic
def join_visit(visit: Visit, *, into: Visit, by: User) -> Visit:
    """Let a visit go along with another of the same enterprise, on its day; it no longer costs anything.

    One that waits for consent needs none any more. Refused: an unannounced one, one that has gone on.
    """
    visit = take_up(visit, State.PLANNED, State.WAITING)
    require_own(visit, by)
    if into.pk == visit.pk:
        raise Refused("visit.other", _("只能和去同一家企业的合并。"))
    target = target_of(into, visit.enterprise_id, unannounced=visit.unannounced)
    was = visit.on
    visit.state, visit.joined, visit.over = State.JOINED, target, False
    visit.on, visit.at = target.on, target.at
    visit.save(update_fields=["state", "joined", "over", "on", "at"])
    along = visit.along.filter(state=State.JOINED)
    along.update(joined=target, on=target.on, at=target.at)
    note_joined(visit, target, by, was=was.isoformat())
    return visit


@transaction.atomic
def join_week(visits: Iterable[Visit], *, on: date, by: User) -> Visit:
    """Make one of several: the first on that day leads, the others go along; by the coordinator."""
    rows = sorted(visits, key=lambda v: (v.on != on, v.on, v.pk))
    if len(rows) < 2:
        raise Refused("visit.moved", _("对方已改期，请重新选择合并到哪一次。"))
    lead = take_up(rows[0], State.PLANNED)
    require_coordinator(lead, by)
    if lead.on != on:
        lead = move_visit(lead, on=on, by=by)
    for visit in rows[1:]:
        join_visit(visit, into=lead, by=by)
    return lead
