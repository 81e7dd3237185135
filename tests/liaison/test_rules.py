"""When an enterprise has gone unheard for too long."""

from datetime import date, timedelta

import pytest

from liandong.keylists.enums import Tier
from liandong.liaison.rules.keeping import DAYS, overdue

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("last", "since", "tier", "over"),
    [
        (30, 400, Tier.A, 0), (31, 400, Tier.A, 1), (75, 400, Tier.B, 15), (75, 400, Tier.C, 0),
        (400, 400, "", 220), (None, 100, Tier.C, 10), (None, 20, Tier.A, 0),
        (400, 20, Tier.A, 0),  # a new liaison is given the whole term
        (31, 400, "丁", 0),  # a tier nobody knows: the term of those that are not on the list
    ],
)  # fmt: skip
def test_days_beyond_the_term(last, since, tier, over):
    ago = TODAY - timedelta(days=last) if last is not None else None
    assert overdue(ago, TODAY - timedelta(days=since), tier, DAYS, TODAY) == over
