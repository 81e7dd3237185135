"""What becomes of signals when two enterprises turn out to be one."""

from django.db import transaction

from liandong.enterprises.models import Enterprise
from liandong.kit.now import now
from liandong.risks.enums import SignalState
from liandong.risks.models import Signal


@transaction.atomic
def move_signals(wrong: Enterprise, into: Enterprise) -> dict[str, list[int]]:
    """Move signals to the enterprise that stays; one that stands there already ends here."""
    there = Signal.objects.filter(enterprise=into, state=SignalState.OPEN).values("rule")
    twice = Signal.objects.filter(enterprise=wrong, state=SignalState.OPEN, rule__in=there)
    twice.update(state=SignalState.GONE, ended_at=now())
    moved = list(Signal.objects.filter(enterprise=wrong).values_list("pk", flat=True))
    Signal.objects.filter(pk__in=moved).update(enterprise=into)
    return {"risks_signal": moved}
