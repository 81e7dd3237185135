"""When an enterprise has gone unheard for too long."""

from datetime import date, timedelta

import pytest

from liandong.liaison.rules.keeping import DAYS, overdue

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("last", "since", "tier", "over"),
    [
        (30, 400, "甲", 0), (31, 400, "甲", 1), (75, 400, "乙", 15), (75, 400, "丙", 0),
        (400, 400, "", 220), (None, 100, "丙", 10), (None, 20, "甲", 0),
        (400, 20, "甲", 0),  # a new liaison is given the whole term
        (31, 400, "丁", 0),  # a tier nobody knows: the term of those that are not on the list
    ],
)  # fmt: skip
def test_days_beyond_the_term(last, since, tier, over):
    ago = TODAY - timedelta(days=last) if last is not None else None
    assert overdue(ago, TODAY - timedelta(days=since), tier, DAYS, TODAY) == over
