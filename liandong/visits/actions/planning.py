"""Plan to call on an enterprise, within its budget or with consent; write down what has been already."""

from datetime import date, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.departments.models import Department
from liandong.departments.queries import today
from liandong.enterprises.models import Enterprise
from liandong.kit.now import now
from liandong.kit.references import next_reference
from liandong.kit.refusals import Refused
from liandong.visits.actions.base import (
    is_over,
    lock_enterprise,
    note,
    note_joined,
    target_of,
)
from liandong.visits.enums import Kind, State
from liandong.visits.models import Visit
from liandong.visits.queries import acts_for, budget_of, colleagues_to_send, terms_of
from liandong.visits.rules.budget import FEWEST_OF_REASON, lacks_reason, needs_consent

FURTHEST = timedelta(days=370)
LONGEST_AGO = timedelta(days=370)


@transaction.atomic
def plan_visit(
    enterprise: Enterprise,
    *,
    kind: str,
    on: date,
    purpose: str,
    department: Department | None,
    host: User,
    at: time | None = None,
    free: str = "",
    reason: str = "",
    unannounced: bool = False,
    into: Visit | None = None,
    by: User,
) -> Visit:
    """Plan to go to an enterprise; beyond its budget of the quarter it waits for the coordinator.

    `into`: along with another of the same enterprise, on its day, at no cost. Refused: in another's name, a
    day that is over, without a purpose, beyond the budget without a reason.
    """
    _require(enterprise, purpose, department, host, free, reason, by)
    if on < today():
        raise Refused("visit.past", _("日期已过，去过了请用“补记”。"))
    if on > today() + FURTHEST:
        raise Refused("visit.far", _("只能安排一年以内的。"))
    if unannounced and kind != Kind.INSPECTION:
        raise Refused("visit.unannounced", _("只有检查可以不事先告知。"))
    enterprise = lock_enterprise(enterprise.pk)
    over = False
    if into is not None:
        into = target_of(into, enterprise.pk, unannounced=unannounced)
        on, at = into.on, into.at
    elif not free:
        budget, terms = budget_of(enterprise, on), terms_of(enterprise.region_id)
        over = is_over(budget.spent, budget.most, terms, kind, reason)
    visit = _add(
        enterprise,
        kind=kind,
        on=on,
        at=at,
        purpose=purpose.strip(),
        department=department,
        host=host,
        state=State.JOINED if into else State.WAITING if over else State.PLANNED,
        joined=into,
        counts=not free,
        why_free=free,
        unannounced=unannounced,
        over=over,
        reason=reason.strip(),
        asked_by=by,
    )
    note("visit.asked" if over else "visit.planned", visit, by, why_free=free, reason=visit.reason)
    if into is not None:
        note_joined(visit, into, by)
    return visit


@transaction.atomic
def record_done(
    enterprise: Enterprise,
    *,
    kind: str,
    on: date,
    purpose: str,
    department: Department | None,
    host: User,
    free: str = "",
    reason: str = "",
    by: User,
) -> Visit:
    """Write down what has been: it counts, and is never refused for the budget, so that nothing is hidden."""
    _require(enterprise, purpose, department, host, free, reason, by)
    if on > today():
        raise Refused("visit.future", _("这一天还没到，请用“安排”。"))
    if on < today() - LONGEST_AGO:
        raise Refused("visit.far", _("只能补记一年以内的。"))
    enterprise = lock_enterprise(enterprise.pk)
    over = False
    if not free:
        budget, terms = budget_of(enterprise, on), terms_of(enterprise.region_id)
        over = needs_consent(budget.spent, terms.weight(kind), budget.most)
    moment = now()
    visit = _add(
        enterprise,
        kind=kind,
        on=on,
        purpose=purpose.strip(),
        department=department,
        host=host,
        state=State.DONE,
        counts=not free,
        why_free=free,
        over=over,
        reason=reason.strip(),
        asked_by=by,
        done_at=moment,
        ended_at=moment,
    )
    note("visit.recorded", visit, by, why_free=free, over=over)
    return visit


def _require(
    enterprise: Enterprise,
    purpose: str,
    department: Department | None,
    host: User,
    free: str,
    reason: str,
    by: User,
) -> None:
    if not acts_for(by, enterprise, department):
        raise Refused("visit.not_yours", _("只能以您所在部门的名义安排。"))
    if not purpose.strip():
        raise Refused("visit.no_purpose", _("请写一句去做什么，企业会看到。"))
    if host not in colleagues_to_send(department, by):
        raise Refused("visit.host", _("请从本部门的人里选谁去。"))
    if lacks_reason(free, reason):
        words = _("请写明是什么突发情况或投诉，至少 %(n)s 个字。") % {"n": FEWEST_OF_REASON}
        raise Refused("visit.free_reason", words)


def _add(enterprise: Enterprise, **fields: object) -> Visit:
    moment = now()
    reference = next_reference("ZF", "visits_number", moment)
    return Visit.objects.create(
        enterprise=enterprise, reference=reference, asked_at=moment, **fields
    )
