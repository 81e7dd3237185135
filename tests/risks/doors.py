"""Who may open the addresses of risks; collected by tests/plan/test_doors.py."""

from datetime import date

from liandong.enterprises.actions import record
from liandong.enterprises.models import Enterprise
from liandong.risks import actions
from liandong.risks.models import Signal

SIGNED_IN: set[str] = set()
POSTED: set[str] = set()
THEIRS: dict[str, set[str]] = {
    "risks:list": {"coordinator", "officer"},  # who keeps in touch with the works
    "risks:signal": {"coordinator", "officer"},
}
WITH_ONES_OWN: set[str] = set()


def known(works, users):
    """Find a signal of `works`, with which the officer keeps in touch (tests/liaison/doors.py)."""
    Enterprise.objects.filter(pk=works.pk).update(is_key=True)
    record(works, source="tax", on=date(2026, 10, 31), facts={"tax_owed": 200_000}, by=None)
    actions.find_signals()
    return {"reference": Signal.objects.get().reference}
