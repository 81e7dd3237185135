"""The budget of a quarter: what counts, what goes beyond it, who gets the last place."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liandong.departments.models import Region
from liandong.journal.models import Entry
from liandong.kit.refusals import Refused
from liandong.visits import actions
from liandong.visits.enums import Free, Kind, State
from liandong.visits.models import PeaceTerms, Visit
from liandong.visits.queries import budget_of, budgets_of, terms_of
from liandong.visits.rules.budget import WEIGHTS, quarter_of, spent
from tests.visits.conftest import MONDAY

rows = st.builds(
    SimpleNamespace,
    kind=st.sampled_from(Kind.values),
    state=st.sampled_from(State.values),
    counts=st.booleans(),
)


@given(st.lists(rows))
def test_what_goes_along_what_is_off_and_what_is_free_costs_nothing(found):
    paid = [r for r in found if r.counts and r.state in ("planned", "waiting", "done")]
    assert spent(found) == len(paid)
    for row in found:
        row.state = State.JOINED
    assert spent(found) == 0


@given(st.dates(date(1999, 1, 1), date(2100, 12, 31)))
def test_a_day_lies_in_its_quarter_and_quarters_follow_each_other(day):
    first, last = quarter_of(day)
    assert first <= day <= last
    assert quarter_of(last + timedelta(days=1))[0] == last + timedelta(days=1)
    assert (first.day, first.month % 3) == (1, 1)


def test_a_region_without_terms_has_those_above_it_and_a_key_enterprise_more(works):
    assert (terms_of("410303").budget, terms_of("410303").weights) == (6, WEIGHTS)
    PeaceTerms.objects.create(region=Region.objects.get(code="410300"), budget=4, key_budget=5)
    assert terms_of("410303").of(is_key=False) == 4
    works.is_key = True
    assert budget_of(works, MONDAY).most == 5


def test_what_is_planned_within_the_budget_is_planned(plan, works):
    visit = plan()
    assert (visit.state, visit.over, visit.reference[:2]) == ("planned", False, "ZF")
    budget = budget_of(works, MONDAY)
    assert (budget.spent, budget.most) == (1, 6)
    assert budgets_of([works], MONDAY)[works.pk] == budget
    assert budget_of(works, date(2027, 1, 4)).spent == 0
    entry = Entry.objects.get(subject=f"visit:{visit.reference}")
    assert (entry.verb, entry.office) == ("visit.planned", visit.department.short)


def test_beyond_the_budget_a_reason_is_asked_for_and_then_it_waits(plan, full, works):
    full()
    with pytest.raises(Refused, match="已有 6 次，额度 6 次") as refused:
        plan()
    assert refused.value.code == "visit.over"
    visit = plan(reason="变压器昨晚跳闸，要到现场看")
    assert (visit.state, visit.over) == ("waiting", True)
    assert Entry.objects.filter(verb="visit.asked").count() == 1
    with pytest.raises(Refused):  # what waits counts as well
        plan(kind="call")


def test_a_weight_makes_a_call_free(plan, full, works):
    PeaceTerms.objects.create(
        region_id="410303", weights={"visit": 1, "call": 0, "survey": 1, "inspection": 1}
    )
    full()
    assert plan(kind="call").state == "planned"


def test_at_its_own_wish_for_its_own_appeal_or_in_danger_nothing_counts(plan, full, works):
    full()
    assert plan(free=Free.INVITED).state == "planned"
    assert plan(free=Free.APPEAL).counts is False
    with pytest.raises(Refused, match="至少 8 个字"):
        plan(free=Free.URGENT, reason="有事")
    assert plan(free=Free.URGENT, reason="厂区冒烟，有人受伤，马上去").state == "planned"
    assert budget_of(works, MONDAY).spent == 6


def test_what_has_been_is_written_down_even_beyond_the_budget(full, works, power, officer):
    full()
    visit = actions.record_done(
        works, kind="visit", on=date(2026, 11, 20), purpose="顺路看了看", department=power,
        host=officer, by=officer,
    )  # fmt: skip
    assert (visit.state, visit.over, budget_of(works, MONDAY).spent) == ("done", True, 7)
    with pytest.raises(Refused, match="还没到"):
        actions.record_done(
            works, kind="visit", on=date(2026, 11, 25), purpose="明天", department=power,
            host=officer, by=officer,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"on": date(2026, 11, 23)}, "visit.past"),
        ({"on": date(2028, 1, 3)}, "visit.far"),
        ({"purpose": "  "}, "visit.no_purpose"),
        ({"unannounced": True}, "visit.unannounced"),
        ({"department": None}, "visit.not_yours"),
    ],
)
def test_what_cannot_be_planned_is_refused(plan, asked, code):
    with pytest.raises(Refused) as refused:
        plan(**asked)
    assert refused.value.code == code
    assert not Visit.objects.exists()


def test_nobody_goes_in_the_name_of_another_office_or_sends_its_people(
    plan, housing, housing_officer, leader, coordinator, enterprise
):
    for other in (
        {"department": housing},
        {"by": enterprise},
        {"host": housing_officer},
    ):
        with pytest.raises(Refused):
            plan(**other)
    for somebody in (leader, coordinator):  # in the name of the region's office
        assert plan(department=None, host=somebody, by=somebody).department is None
