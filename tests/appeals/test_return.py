"""Returning an appeal and ruling on it: within half a working day, once per department, the second ruling binds."""

from datetime import timedelta

import pytest

from liandong.appeals.enums import Act, State
from liandong.departments.enums import Role
from liandong.departments.models import Appointment
from liandong.kit.now import standing_at
from liandong.kit.refusals import Refused

pytestmark = pytest.mark.django_db


def test_a_return_waits_for_the_coordinator_and_shows_its_reason(
    api, assigned, officer, housing, coordinator, enterprise
):
    path = f"/appeals/{assigned.reference}"
    body = {"department": housing.code, "reason": "小区配电房由住建部门管理"}
    answer = api(officer).post(f"{path}/return", body)
    assert answer.status_code == 200, answer.content
    assert api(officer).get(path).status_code == 404
    story = api(enterprise).get(f"{path}/timeline").json()
    assert (story[0]["title"], story[0]["text"]) == ("退单，建议由区住建局办", body["reason"])
    assert api(coordinator).post(f"{path}/dispatch", {"department": housing.code}).json()[
        "code"
    ] == ("appeal.ruling_needed")
    ruled = api(coordinator).post(
        f"{path}/rule", {"department": housing.code, "note": "属物业配电"}
    )
    assert (ruled.json()["state"], ruled.json()["department_code"]) == ("assigned", "xg-housing")


def test_a_return_is_refused_after_half_a_working_day(do, assigned, officer, housing, tuesday):
    with standing_at(tuesday + timedelta(hours=5)), pytest.raises(Refused, match="半个工作日"):
        do(Act.RETURN, assigned, department=housing, reason="不是我们", by=officer)
    assigned.refresh_from_db()
    assert assigned.state == State.ASSIGNED


def test_a_department_returns_once_and_the_second_ruling_binds(
    do, assigned, officer, housing_officer, housing, power, tax, coordinator
):
    do(Act.RETURN, assigned, department=housing, reason="属住建", by=officer)
    do(Act.RULE, assigned, department=housing, note="住建办", by=coordinator)
    do(Act.RETURN, assigned, department=power, reason="属供电", by=housing_officer)
    do(Act.RULE, assigned, department=power, note="供电办，不得再退", by=coordinator)
    with pytest.raises(Refused) as refused:
        do(Act.RETURN, assigned, department=tax, reason="还是不归我们", by=officer)
    assert refused.value.code == "appeal.ruling_binds"


def test_a_return_names_another_department(do, assigned, officer, power):
    with pytest.raises(Refused) as refused:
        do(Act.RETURN, assigned, department=power, reason="退给自己", by=officer)
    assert refused.value.code == "appeal.returned_to_itself"


def test_a_stranger_cannot_return(api, assigned, stranger, housing_officer, housing):
    for user in (stranger, housing_officer):
        answer = api(user).post(
            f"/appeals/{assigned.reference}/return", {"department": housing.code, "reason": "x"}
        )
        assert answer.status_code == 404


def test_the_head_of_a_department_acts_for_its_subtree(do, assigned, head, power):
    assert Appointment.objects.get(user=head).role == Role.HEAD
    assert do(Act.ACCEPT, assigned, by=head).state == State.IN_PROGRESS
