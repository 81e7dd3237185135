"""Who may open the addresses of figures; collected by tests/plan/test_doors.py."""

from datetime import date

from liandong.figures.models import Ask
from tests.conftest import TUESDAY

SIGNED_IN: set[str] = set()
POSTED = {"figures:skip", "figures:ask"}
DESK = {"coordinator", "leader", "auditor"}
THEIRS = {
    "figures:own": {"enterprise"},
    "figures:form": {"enterprise"},
    "figures:desk": DESK,
    "figures:export": DESK,
    "figures:needs": DESK | {"officer"},  # of a department that supplies something
}
WITH_ONES_OWN = {"figures:own"}


def known(works, users):
    """What the addresses take, beside `uscc` of `works`; `users` by name, to make what they name."""
    ask = Ask.objects.create(
        enterprise=works, set="indicator", period=date(2026, 10, 1), region=works.region,
        asked_at=TUESDAY, closes_on=date(2026, 11, 16),
    )  # fmt: skip
    return {"reference": ask.reference}
