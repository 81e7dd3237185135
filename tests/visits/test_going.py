"""Consent, another day, going together, not going, how it went."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from liandong.departments.models import CalendarDay
from liandong.journal.models import Entry
from liandong.kit.now import standing_at
from liandong.kit.refusals import Refused
from liandong.visits import actions
from liandong.visits.enums import State
from liandong.visits.models import Visit
from liandong.visits.queries import budget_of, day_of, last_contact
from liandong.visits.queries.lists import proposals_for
from liandong.visits.queries.rights import bench_of
from liandong.visits.rules.together import together
from tests.conftest import TUESDAY
from tests.visits.conftest import MONDAY

REASON = "变压器昨晚跳闸，要到现场看"


def fresh(visit):
    return Visit.objects.get(pk=visit.pk)


@pytest.fixture
def asked(plan, full):
    full()
    return plan(on=date(2026, 12, 14), reason=REASON)


def test_the_coordinator_consents_and_nobody_else_does(asked, officer, leader, coordinator):
    for somebody in (officer, leader):
        with pytest.raises(Refused, match="协调员决定"):
            actions.consent(asked, agreed=True, by=somebody)
    visit = actions.consent(asked, agreed=True, by=coordinator)
    assert (visit.state, visit.decided_by, visit.over) == ("planned", coordinator, True)
    with pytest.raises(Refused, match="已安排"):
        actions.consent(asked, agreed=True, by=coordinator)


def test_a_refusal_says_why_and_frees_the_place(asked, coordinator, works):
    with pytest.raises(Refused, match="理由"):
        actions.consent(asked, agreed=False, by=coordinator)
    assert budget_of(works, MONDAY).spent == 7
    actions.consent(asked, agreed=False, note="上周刚去过，请打电话问", by=coordinator)
    assert fresh(asked).state == "refused"
    assert budget_of(works, MONDAY).spent == 6
    entry = Entry.objects.get(verb="visit.refused")
    assert entry.data["people"] == [asked.host_id]


def test_a_coordinator_of_another_region_decides_nothing(asked, coordinator):
    coordinator.appointments.update(region="410302")
    with pytest.raises(Refused):
        actions.consent(asked, agreed=True, by=coordinator)


def test_who_goes_along_costs_nothing_and_needs_no_consent(
    asked, plan, works, housing, housing_officer
):
    other = Visit.objects.filter(state="planned").first()
    visit = actions.join_visit(asked, into=other, by=asked.host)
    assert (visit.state, visit.on, visit.over) == ("joined", other.on, False)
    assert budget_of(works, MONDAY).spent == 6
    along = plan(
        department=housing, host=housing_officer, by=housing_officer, kind="survey", into=other
    )
    assert (along.state, along.joined, along.on) == ("joined", other, other.on)
    assert budget_of(works, MONDAY).spent == 6


def test_when_the_one_is_cancelled_the_others_go_alone_and_count(
    plan, full, works, housing, housing_officer, officer
):
    lead = plan(on=date(2026, 12, 21))
    along = plan(department=housing, host=housing_officer, by=housing_officer, into=lead)
    full(left=1)
    actions.cancel_visit(lead, note="会议改期", by=officer)
    assert fresh(along).state == "planned"  # in the place that has come free
    assert budget_of(works, MONDAY).spent == 6
    assert Entry.objects.filter(verb="visit.parted").count() == 1


def test_without_a_place_they_wait_for_the_coordinator(
    plan, full, housing, housing_officer, officer
):
    lead = plan(on=date(2026, 12, 21), free="invited")
    along = plan(department=housing, host=housing_officer, by=housing_officer, into=lead)
    full()
    actions.cancel_visit(lead, by=officer)
    assert (fresh(along).state, fresh(along).over) == ("waiting", True)


@pytest.mark.parametrize("wrong", ["other", "unannounced", "moved", "itself"])
def test_what_cannot_go_together_is_refused(plan, wrong, officer, works, stranger):
    visit = plan()
    into = {
        "other": lambda: plan(enterprise=stranger.memberships.get().enterprise),
        "unannounced": lambda: plan(kind="inspection", unannounced=True),
        "moved": lambda: actions.cancel_visit(plan(), by=officer),
        "itself": lambda: visit,
    }[wrong]()
    with pytest.raises(Refused):
        actions.join_visit(visit, into=into, by=officer)
    assert fresh(visit).state == "planned"


def test_another_day_of_another_quarter_counts_there(plan, full, works, officer):
    visit = plan()
    moved = actions.move_visit(visit, on=date(2027, 1, 5), by=officer)
    assert (moved.state, budget_of(works, MONDAY).spent) == ("planned", 0)
    full()
    with pytest.raises(Refused, match="额度 6 次"):
        actions.move_visit(moved, on=MONDAY, by=officer)
    assert fresh(visit).on == date(2027, 1, 5)
    back = actions.move_visit(moved, on=MONDAY, reason=REASON, by=officer)
    assert (back.state, back.over) == ("waiting", True)


def test_those_along_move_with_it_and_are_told(plan, housing, housing_officer, officer):
    lead = plan()
    along = plan(department=housing, host=housing_officer, by=housing_officer, into=lead)
    actions.move_visit(lead, on=date(2026, 12, 2), by=officer)
    assert fresh(along).on == date(2026, 12, 2)
    assert housing_officer.pk in Entry.objects.get(verb="visit.moved").data["people"]


def test_how_it_went_is_said_on_its_day_by_its_own(plan, works, officer, housing_officer):
    visit = plan()
    with pytest.raises(Refused, match="还没到"):
        actions.finish_visit(visit, happened=True, by=officer)
    with standing_at(TUESDAY.replace(day=30)):
        with pytest.raises(Refused, match="只有安排这次的部门"):
            actions.finish_visit(visit, happened=True, by=housing_officer)
        actions.finish_visit(visit, happened=True, by=officer)
        assert last_contact([works.pk]) == {works.pk: MONDAY}
        missed = plan(on=MONDAY)
        actions.finish_visit(missed, happened=False, by=officer)
        assert (fresh(missed).state, budget_of(works, MONDAY).spent) == ("cancelled", 1)


def test_an_inspection_does_not_keep_in_touch(works, power, officer, tuesday):
    actions.record_done(
        works, kind="inspection", on=date(2026, 11, 20), purpose="查", department=power,
        host=officer, by=officer,
    )  # fmt: skip
    assert last_contact([works.pk]) == {}


def test_the_day_of_whoever_is_away_is_their_stand_ins(plan, officer, head):
    visit = plan()
    assert (day_of(officer, MONDAY), day_of(head, MONDAY)) == ([visit], [])
    officer.stand_ins.create(stand_in=head, starts_on=MONDAY, ends_on=MONDAY, set_by=officer)
    assert day_of(head, MONDAY) == [visit]


def test_several_in_a_week_are_proposed_as_one(
    plan, housing, housing_officer, coordinator, works, officer
):
    tuesday, thursday = date(2026, 12, 1), date(2026, 12, 3)
    one, two = plan(on=tuesday), plan(on=thursday, kind="call")
    three = plan(
        on=thursday, department=housing, host=housing_officer, by=housing_officer, kind="survey"
    )
    plan(on=thursday, kind="inspection", unannounced=True)
    plan(on=date(2026, 12, 8))
    (proposal,) = proposals_for(bench_of(coordinator))
    assert (proposal.on, proposal.visits) == (thursday, [one, two, three])
    CalendarDay.objects.create(date=thursday, is_working=False, name="停电")
    actions.join_week(proposal.visits, on=tuesday, by=coordinator)
    assert [fresh(v).state for v in (one, two, three)] == ["planned", "joined", "joined"]
    assert budget_of(works, MONDAY).spent == 3
    assert proposals_for(bench_of(coordinator)) == []


def test_a_day_off_is_not_proposed(plan, tuesday):
    visits = [plan(on=date(2026, 12, 5)), plan(on=date(2026, 12, 4))]
    (proposal,) = together(visits, date(2026, 11, 24))
    assert proposal.on == date(2026, 12, 4)


def test_states_that_contradict_themselves_are_refused_by_the_database(plan):
    visit = plan()
    for wrong in (
        {"state": State.WAITING},
        {"state": State.JOINED},
        {"joined": visit.pk},
        {"unannounced": True},
        {"counts": False},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Visit.objects.filter(pk=visit.pk).update(**wrong)
