"""Somebody of the power company and of the housing office who go to enterprises."""

from datetime import date

import pytest

from liandong.visits import actions

MONDAY = date(2026, 11, 30)  # of the week after the tests' Tuesday


@pytest.fixture
def plan(works, power, officer, tuesday):
    """Plan one as the power company's officer would, unless told otherwise."""

    def act(**given):
        given = {
            "kind": "visit", "on": MONDAY, "purpose": "看增容方案", "department": power,
            "host": officer, "by": officer,
        } | given  # fmt: skip
        return actions.plan_visit(given.pop("enterprise", works), **given)

    return act


@pytest.fixture
def full(plan):
    """Spend the whole quarter of the works, but for so many."""

    def act(left=0, **given):
        return [plan(on=date(2026, 12, 1 + n), **given) for n in range(6 - left)]

    return act
