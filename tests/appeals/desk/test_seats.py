"""Whoever sits in two departments: all acts on a case, and the lists of the one they look from."""

import pytest

from liandong.accounts.models import User
from liandong.appeals.enums import Act
from liandong.appeals.pages.rail import rail
from liandong.appeals.queries import hats_of
from liandong.departments.enums import Role
from liandong.departments.models import Appointment
from liandong.enterprises.actions import ask_to_join, register_enterprise
from liandong.enterprises.queries import registry_waiting
from liandong.journal.models import Entry
from liandong.kit.codes import make_uscc
from liandong.kit.now import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(officer, housing):
    """An officer of the power company and of the housing bureau."""
    Appointment.objects.create(user=officer, role=Role.OFFICER, department=housing)
    return User.objects.get(pk=officer.pk)


@pytest.fixture
def shared(do, in_progress, officer, housing):
    """Led by the power company, assisted by the housing bureau."""
    return do(Act.ADD_ASSIST, in_progress, department=housing, task="看有没有电缆", by=officer)


def rail_counts(page):
    return {item["label"]: item["count"] for item in page.context["rail"]}


def test_one_who_sits_in_both_departments_does_the_acts_of_both(api, do, shared, both, at):
    path = f"/appeals/{shared.reference}"
    assert {"accept", "report", "note"} <= set(api(both).get(path).json()["acts"])
    assert at(both).get(f"{path}/report/").status_code == 200
    do(Act.ACCEPT, shared, by=both)
    do(Act.REPORT, shared, text="没有碰到", by=both)
    offices = {e.verb: e.office for e in Entry.objects.filter(verb__startswith="appeal.")}
    assert offices["appeal.task_accepted"] == offices["appeal.assist_reported"] == "区住建局"
    resolved = do(Act.RESOLVE, shared, outcome="solved", answer="好了", by=both)
    assert resolved.state == "resolved"


def test_two_assists_of_one_person_are_reported_one_after_the_other(
    do, shared, both, housing_officer, tax, officer
):
    do(Act.ADD_ASSIST, shared, department=tax, task="看发票", by=officer)
    Appointment.objects.create(user=housing_officer, role=Role.OFFICER, department=tax)
    helper = User.objects.get(pk=housing_officer.pk)
    for _each in range(2):
        do(Act.REPORT, shared, text="看过了", by=helper)
    told = Entry.objects.filter(verb="appeal.assist_reported").values_list("office", flat=True)
    assert set(told) == {"区住建局", tax.short}


def test_the_coordinators_rail_counts_what_waits(
    coordinator, stranger, works, django_assert_max_num_queries
):
    def counts():
        seen = {item["label"]: item["count"] for item in rail(coordinator, "", now())["rail"]}
        return seen["企业登记"], seen["没分出去"]

    assert counts() == ("", "")
    ask_to_join(works, by=stranger)
    register_enterprise(uscc=make_uscc(77), name="新来的厂", region=works.region, by=stranger)
    assert counts() == (2, "")
    with django_assert_max_num_queries(1):
        assert registry_waiting(coordinator, ["410303"]) == 2


def test_the_desk_shows_all_offices_or_the_one_that_was_chosen(shared, both, at, power, housing):
    desk = at(both)
    page = desk.get("/desk/mine/")
    assert (page.context["office"], rail_counts(page)["本部门"]) == ("全部任职单位", 1)
    desk.post("/me/place/", {"place": f"office:{housing.code}"})
    page = desk.get("/desk/department/")
    assert page.context["office"] == housing.short
    assert (rail_counts(page)["本部门"], rail_counts(page)["协办"]) == ("", 1)
    assert shared.reference not in page.text
    assert desk.get(f"/desk/appeals/{shared.reference}/").status_code == 200
    desk.post("/me/place/", {"place": f"office:{power.code}"})
    page = desk.get("/desk/department/")
    assert (page.context["office"], rail_counts(page)["协办"]) == (power.short, "")
    assert shared.reference in page.text
    desk.post("/me/place/", {"place": "office:"})
    assert rail_counts(desk.get("/desk/department/"))["协办"] == 1


def test_one_office_alone_has_one_hat(shared, housing_officer, officer):
    assert hats_of(housing_officer, shared) == {"assist"}
    assert hats_of(officer, shared) == {"lead"}


@pytest.mark.parametrize("who", ["coordinator", "officer", "head", "leader", "auditor"])
def test_no_icon_stands_twice_in_a_rail(who, request):
    icons = [place["icon"] for place in rail(request.getfixturevalue(who), "", now())["rail"]]
    assert len(icons) == len(set(icons)) > 5
