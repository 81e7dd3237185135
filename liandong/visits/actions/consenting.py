"""The coordinator decides about what goes beyond an enterprise's budget."""

from django.db import transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.departments.queries import today
from liandong.kit.now import now
from liandong.kit.refusals import Refused
from liandong.visits.actions.base import LONGEST_NOTE, note, require_coordinator, take_up
from liandong.visits.enums import State
from liandong.visits.models import Visit


@transaction.atomic
def consent(visit: Visit, *, agreed: bool, note: str = "", by: User) -> Visit:
    """Consent to one more, or not, saying why; refused when its day has passed meanwhile."""
    visit = take_up(visit, State.WAITING)
    require_coordinator(visit, by)
    words = note.strip()[:LONGEST_NOTE]
    if not agreed and not words:
        raise Refused("visit.no_reason", _("请写一句不同意的理由，对方会看到。"))
    if agreed and visit.on < today():
        raise Refused("visit.past", _("这一天已经过了，请对方另选一天。"))
    visit.state = State.PLANNED if agreed else State.REFUSED
    visit.note, visit.decided_by, visit.decided_at = words, by, now()
    visit.reminded = 0  # from here on somebody is asked how it went
    if not agreed:
        visit.ended_at = visit.decided_at
    visit.save(update_fields=["state", "note", "decided_by", "decided_at", "ended_at", "reminded"])
    _write("visit.consented" if agreed else "visit.refused", visit, by, reason=words)
    return visit


_write = note  # the name of the coordinator's word above is `note` to callers
