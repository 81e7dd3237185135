"""What a person may act as: own appointments in force, and those of whoever they stand in for."""

from datetime import date, timedelta

import pytest

from liandong.accounts.models import User
from liandong.departments import queries
from liandong.departments.enums import Role
from liandong.departments.models import Appointment, Department, StandIn
from liandong.departments.queries import today

YESTERDAY, TOMORROW = today() - timedelta(1), today() + timedelta(1)


def appoint(user, role, **place):
    return Appointment.objects.create(user=user, role=role, **place)


def stand_in(away, for_whom, starts_on=None, ends_on=None, **more):
    return StandIn.objects.create(
        away=away,
        stand_in=for_whom,
        starts_on=starts_on or today(),
        ends_on=ends_on or today(),
        set_by=away,
        **more,
    )


@pytest.fixture
def colleague(db):
    return User.objects.create(username="colleague", name="同事")


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "counts"),
    [
        (None, None, True),
        (today(), today(), True),
        (TOMORROW, None, False),
        (None, YESTERDAY, False),
    ],
)
def test_only_appointments_in_force_count(colleague, power, starts_on, ends_on, counts):
    kept = appoint(colleague, Role.OFFICER, department=power, starts_on=starts_on, ends_on=ends_on)
    assert queries.appointments_of(colleague) == ([kept] if counts else [])


def test_a_stand_in_acts_as_whoever_is_away(colleague, officer, power, django_assert_num_queries):
    stand_in(officer, colleague)
    with django_assert_num_queries(1):
        [found] = queries.appointments_of(colleague)
        assert (found.role, found.department, found.in_place_of) == (Role.OFFICER, power, officer)
        assert str(found.department.region) == "洛阳市"


def test_ones_own_appointments_come_first_and_are_ones_own(colleague, officer, housing):
    own = appoint(colleague, Role.OFFICER, department=housing)
    stand_in(officer, colleague)
    found = queries.appointments_of(colleague)
    assert [a.in_place_of for a in found] == [None, officer]
    assert found[0] == own


@pytest.mark.parametrize(
    "more",
    [
        {"starts_on": TOMORROW, "ends_on": TOMORROW},
        {"starts_on": YESTERDAY, "ends_on": YESTERDAY},
        {"ended_at": "2026-11-24T00:00Z"},
    ],
)
def test_a_stand_in_that_does_not_run_gives_nothing(colleague, officer, more):
    stand_in(officer, colleague, **more)
    assert queries.appointments_of(colleague) == []


def test_a_stand_in_passes_nothing_on(colleague, officer, stranger):
    stand_in(officer, colleague)
    stand_in(colleague, stranger)
    assert queries.appointments_of(stranger) == []


def test_nobody_audits_or_administers_for_another(colleague, auditor):
    appoint(auditor, Role.ADMIN, region_id="410303")
    appoint(auditor, Role.CLERK, region_id="410303")
    stand_in(auditor, colleague)
    assert queries.roles_of(colleague) == {Role.CLERK}
    assert not queries.is_admin(colleague)
    assert queries.is_admin(auditor)


def test_a_head_acts_for_the_whole_subtree_an_officer_for_their_own(colleague, head):
    park = Department.objects.get(code="xg-park")
    below = Department.objects.get(code="xg-infocity")
    appoint(colleague, Role.HEAD, department=park)
    deputy = User.objects.create(username="deputy")
    appoint(deputy, Role.OFFICER, department=park)
    assert queries.department_ids_of(colleague) == {park.pk, below.pk}
    assert queries.department_ids_of(deputy) == {park.pk}


def test_region_codes_are_prefixes_and_the_widest_is_enough(colleague):
    appoint(colleague, Role.COORDINATOR, region_id="410303")
    appoint(colleague, Role.COORDINATOR, region_id="410300")
    appoint(colleague, Role.LEADER, region_id="410303")
    assert queries.region_codes_of(colleague, Role.COORDINATOR) == ["4103"]
    assert queries.region_codes_of(colleague, Role.LEADER) == ["410303"]
    assert queries.region_codes_of(colleague, Role.AUDITOR) == []


def test_within_no_prefix_is_nothing(db):
    assert not Department.objects.filter(queries.within([])).exists()
    assert Department.objects.filter(queries.within(["410303"])).count() == (
        Department.objects.filter(region_id="410303").count()
    )


def test_who_speaks_for_a_department(power, officer, head, colleague):
    appoint(colleague, Role.OFFICER, department=power)
    assert queries.officers_of(power) == [officer, colleague]
    assert queries.heads_of(power) == [head]
    assert queries.contact_of(power) == officer
    stand_in(officer, colleague)
    assert queries.officers_of(power) == [colleague]
    assert queries.contact_of(power) == colleague
    assert queries.standing_for(officer) == colleague
    assert queries.standing_for(officer, date(2020, 1, 1)) == officer


def test_a_department_without_anybody_is_spoken_for_by_the_head_above(colleague):
    below = Department.objects.get(code="xg-infocity")
    assert queries.contact_of(below) is None
    appoint(colleague, Role.HEAD, department=Department.objects.get(code="xg-park"))
    assert queries.heads_of(below) == [colleague]
    assert queries.contact_of(below) == colleague


def test_those_who_left_are_not_asked(power, officer, colleague):
    appoint(colleague, Role.OFFICER, department=power)
    officer.is_active = False
    officer.save()
    assert queries.contact_of(power) == colleague


def test_the_nearest_region_that_has_a_coordinator(coordinator, colleague):
    appoint(colleague, Role.COORDINATOR, region_id="410300")
    assert queries.coordinators_of("410303001") == [coordinator]
    assert queries.coordinators_of("410305") == [colleague]
    assert queries.leaders_of("410303") == []


def test_colleagues_are_those_beside_one(officer, head, housing_officer, coordinator, leader):
    assert list(queries.colleagues_of(officer)) == [head]
    assert list(queries.colleagues_of(coordinator)) == []  # a leader does not coordinate
    assert list(queries.led_people_of(head)) == [officer]
    assert list(queries.led_people_of(officer)) == []
