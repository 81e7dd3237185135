"""What all verbs share: locks in one order, whose visit it is, a line in the journal."""

from typing import Any

from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.departments.queries import standing_of, today
from liandong.enterprises.models import Enterprise
from liandong.journal.actions import record
from liandong.journal.models import Entry
from liandong.kit.refusals import Refused
from liandong.visits.enums import State
from liandong.visits.models import Visit
from liandong.visits.queries.rights import Bench
from liandong.visits.queries.words import office_of
from liandong.visits.rules.budget import FEWEST_OF_REASON, Terms, needs_consent

LONGEST_NOTE = 300


def lock_enterprise(number: int) -> Enterprise:
    """Lock an enterprise: one at a time plans there, so that the last place is given once."""
    rows = Enterprise.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("region").get(pk=number)


def take_up(visit: Visit, *states: str) -> Visit:
    """Lock the enterprise, then its visit; refuse one that has gone on meanwhile."""
    lock_enterprise(visit.enterprise_id)
    rows = Visit.objects.select_for_update(of=("self",))
    visit = rows.select_related("enterprise__region", "department__region", "host", "asked_by").get(
        pk=visit.pk
    )
    if visit.state not in states:
        words = _("这次%(state)s，请刷新再看。") % {"state": visit.get_state_display()}
        raise Refused("visit.wrong_state", words)
    return visit


def require_own(visit: Visit, by: User) -> None:
    """Refuse whoever has nothing to do with a visit."""
    if not Bench(by, standing_of(by)).acts_for(visit):
        raise Refused("visit.not_yours", _("只有安排这次的部门和协调员可以改。"))


def require_coordinator(visit: Visit, by: User) -> None:
    """Refuse everybody but the coordinator of the enterprise's region."""
    if not Bench(by, standing_of(by)).coordinates(visit.enterprise):
        raise Refused("visit.not_yours", _("由企业所在辖区的协调员决定。"))


def is_over(spent: int, most: int, terms: Terms, kind: str, reason: str) -> bool:
    """Return whether one more needs consent; refused while nothing says why it has to be."""
    if not needs_consent(spent, terms.weight(kind), most):
        return False
    if len(reason.strip()) < FEWEST_OF_REASON:
        raise Refused(
            "visit.over",
            _("这家企业本季度已有 %(n)s 次，额度 %(most)s 次；请写明为什么非去不可，由协调员决定。")
            % {"n": spent, "most": most},
        )
    return True


def note(verb: str, visit: Visit, by: User | None, **data: Any) -> Entry:
    """Write a line about a visit, with what is told of it."""
    people = {visit.host_id, visit.asked_by_id} - {by.pk if by else None}
    return record(
        verb,
        on=visit,
        by=by,
        office=office_of(visit),
        **{
            "enterprise": visit.enterprise_id,
            "department": visit.department.code if visit.department else None,
            "kind": visit.kind,
            "text": visit.purpose,
            "by_day": visit.on.isoformat(),
            "unannounced": visit.unannounced,
            "people": sorted(people),
            **data,
        },
    )


def target_of(into: Visit, enterprise: int, *, unannounced: bool) -> Visit:
    """Lock the visit that another is to go along with; refuse one that cannot take it along any more."""
    target = Visit.objects.select_for_update(of=("self",)).get(pk=into.pk)
    if target.enterprise_id != enterprise:
        raise Refused("visit.other", _("只能和去同一家企业的合并。"))
    if unannounced or target.unannounced:
        raise Refused("visit.unannounced", _("不事先告知的检查不能合并。"))
    if target.state != State.PLANNED or target.on < today():
        raise Refused("visit.moved", _("对方已改期，请重新选择合并到哪一次。"))
    return target


def note_joined(visit: Visit, into: Visit, by: User, **data: Any) -> Entry:
    """Write down that a visit goes along with another; both hosts are told."""
    people = sorted({visit.host_id, visit.asked_by_id, into.host_id} - {by.pk})
    return note("visit.joined", visit, by, into=into.reference, people=people, **data)
