"""See a signal, and close it with what was done: its liaison or the coordinator."""

from django.db import transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.journal.actions import record
from liandong.kit.now import now
from liandong.kit.refusals import Refused
from liandong.risks.enums import Outcome, SignalState
from liandong.risks.models import LEAST_NOTE, Signal
from liandong.risks.queries import deals_with


@transaction.atomic
def see(signal: Signal, *, by: User) -> Signal:
    """Note that somebody who deals with it has looked at a signal, the first time."""
    locked = Signal.objects.select_for_update(no_key=True).get(pk=signal.pk)
    if locked.seen_at is None and locked.state == SignalState.OPEN and deals_with(by, signal):
        locked.seen_at = now()
        locked.save(update_fields=["seen_at"])
        record("signal.seen", on=locked, by=by, enterprise=locked.enterprise_id)
    return locked


@transaction.atomic
def close_signal(signal: Signal, *, outcome: str, note: str, by: User) -> Signal:
    """Close a signal with what was done; it comes again only when newer facts say so.

    Refused: somebody else's, one that has ended, no outcome, no word of what was done.
    """
    locked = Signal.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "enterprise", "ended_by"
    )
    it = locked.get(pk=signal.pk)
    if not deals_with(by, it):
        raise Refused("signal.not_yours", _("只有这家企业的联系人和协调员可以处理。"))
    if it.state == SignalState.CLOSED:
        raise Refused("signal.closed", _("这条已经由 %(who)s 处理。") % {"who": it.ended_by})
    if it.state == SignalState.GONE:
        raise Refused("signal.gone", _("情况已经消失，不用再处理。"))
    if outcome not in Outcome.values:
        raise Refused("signal.outcome", _("请选一个结果。"))
    if len(note.strip()) < LEAST_NOTE:
        raise Refused(
            "signal.no_note", _("请写清做了什么（至少 %(n)s 个字）。") % {"n": LEAST_NOTE}
        )
    it.state, it.outcome, it.note = SignalState.CLOSED, outcome, note.strip()
    it.ended_by, it.ended_at = by, now()
    it.seen_at = it.seen_at or now()
    it.save(update_fields=["state", "outcome", "note", "ended_by", "ended_at", "seen_at"])
    record(
        "signal.closed", on=it, by=by, enterprise=it.enterprise_id, outcome=outcome, note=it.note
    )
    return it
