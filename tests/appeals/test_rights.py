"""Who sees what: confidential appeals, sealed ratings, masked numbers, stand-ins, urging."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils.timezone import localtime

from liandong.accounts.models import User
from liandong.appeals import actions
from liandong.appeals.enums import Act
from liandong.departments.models import StandIn
from liandong.journal.models import Entry
from liandong.kit.now import standing_at
from liandong.kit.refusals import Refused
from tests.appeals.conftest import POWER

pytestmark = pytest.mark.django_db


@pytest.fixture
def confidential(enterprise, works, power, tuesday):
    return actions.file_appeal(
        works, text=POWER, confidential=True, contact_phone="13800000000", by=enterprise
    )


def test_only_the_coordinator_learns_whose_confidential_appeal_it_is(
    api, confidential, enterprise, officer, coordinator, leader, auditor
):
    seen = {
        user.username: api(user).get(f"/appeals/{confidential.reference}").json()["enterprise"]
        for user in (enterprise, officer, coordinator, leader, auditor)
    }
    assert {name for name, shown in seen.items() if shown} == {"enterprise", "coordinator"}


def test_a_department_that_asks_for_the_number_gets_no(api, confidential, officer, coordinator):
    path = f"/appeals/{confidential.reference}/show_phone"
    refused = api(officer).post(path)
    assert (refused.status_code, refused.json()["code"]) == (409, "appeal.confidential")
    assert api(coordinator).post(path).status_code == 200
    assert Entry.objects.filter(verb="appeal.phone_shown").count() == 1


def test_a_rating_is_sealed_from_the_department_until_its_day(
    do, api, resolved, enterprise, officer, coordinator
):
    do(Act.CONFIRM, resolved, verdict="not_solved", speed=1, attitude=2, result=1, by=enterprise)
    path = f"/appeals/{resolved.reference}/timeline"
    assert api(officer).get(path).json()[0]["text"] == ""
    assert "没解决" not in api(officer).get(path).json()[0]["title"]
    assert "速度 1 分" in api(coordinator).get(path).json()[0]["text"]
    with standing_at(datetime(2026, 12, 15, 1, 1, tzinfo=UTC)):
        assert "速度 1 分" in api(officer).get(path).json()[0]["text"]


def test_a_stand_in_acts_and_the_clock_goes_on(do, api, assigned, officer, tuesday):
    helper = User.objects.create(username="helper", name="供电公司 值班")
    assert api(helper).get(f"/appeals/{assigned.reference}").status_code == 404
    today = localtime(tuesday).date()
    StandIn.objects.create(
        away=officer,
        stand_in=helper,
        set_by=officer,
        starts_on=today,
        ends_on=today + timedelta(days=3),
    )
    helper = User.objects.get(pk=helper.pk)
    after = do(Act.ACCEPT, assigned, by=helper)
    assert after.paused_at is None
    assert "代" in Entry.objects.get(verb="appeal.accepted").office


def test_urging_is_once_in_four_hours(do, assigned, enterprise, tuesday):
    do(Act.URGE, assigned, text="客户在等", by=enterprise)
    with pytest.raises(Refused) as refused:
        do(Act.URGE, assigned, by=enterprise)
    assert refused.value.code == "appeal.urged_just_now"
    with standing_at(tuesday + timedelta(hours=4, minutes=1)):
        do(Act.URGE, assigned, by=enterprise)


def test_an_assisting_department_sees_its_task_and_owes_its_report(
    do, api, in_progress, officer, housing_officer, housing
):
    path = f"/appeals/{in_progress.reference}"
    assert api(housing_officer).get(path).status_code == 404
    do(Act.ADD_ASSIST, in_progress, department=housing, task="看施工是否碰到电缆", by=officer)
    helper = User.objects.get(pk=housing_officer.pk)
    assert set(api(helper).get(path).json()["acts"]) == {"accept", "remark", "report"}
    with pytest.raises(Refused) as refused:
        do(Act.RESOLVE, in_progress, outcome="solved", answer="好了", by=officer)
    assert (refused.value.code, "区住建局" in refused.value.message) == (
        "appeal.reports_missing",
        True,
    )
    do(Act.REMIND_ASSIST, in_progress, by=officer)
    do(Act.REPORT, in_progress, text="没有碰到", by=helper)
    assert (
        do(Act.RESOLVE, in_progress, outcome="solved", answer="好了", by=officer).state
        == "resolved"
    )


def test_a_remark_stays_in_the_department(do, api, in_progress, officer, enterprise):
    do(Act.REMARK, in_progress, text="材料库有货", by=officer)
    verbs = [
        e["verb"] for e in api(enterprise).get(f"/appeals/{in_progress.reference}/timeline").json()
    ]
    assert "appeal.remarked" not in verbs


def test_an_auditor_reads_a_remark_and_a_coordinator_sees_no_empty_heading(
    do, api, in_progress, officer, coordinator, auditor
):
    do(Act.REMARK, in_progress, text="材料库有货", by=officer)
    path = f"/appeals/{in_progress.reference}/timeline"
    read = {
        user.username: [
            e["text"] for e in api(user).get(path).json() if e["verb"] == "appeal.remarked"
        ]
        for user in (auditor, coordinator)
    }
    assert read == {"auditor": ["材料库有货"], "coordinator": []}


def test_nobody_is_urged_before_anybody_has_it(do, api, submitted, coordinator, enterprise):
    assert "urge" not in api(coordinator).get(f"/appeals/{submitted.reference}").json()["acts"]
    with pytest.raises(Refused) as refused:
        do(Act.URGE, submitted, by=coordinator)
    assert refused.value.code == "appeal.nobody_has_it"
    assert "urge" in api(enterprise).get(f"/appeals/{submitted.reference}").json()["acts"]


def test_explaining_needs_its_basis(do, in_progress, officer):
    with pytest.raises(Refused) as refused:
        do(Act.RESOLVE, in_progress, outcome="explained", answer="不能办", by=officer)
    assert refused.value.code == "appeal.no_basis"


def test_what_was_raised_before_does_not_give_a_name_away(
    api, assigned, confidential, enterprise, officer
):
    """One open, one confidential, the same subject: the department must not join the two."""
    assert confidential.repeats == assigned
    path = f"/appeals/{confidential.reference}"
    assert api(enterprise).get(path).json()["repeats"] == assigned.reference
    assert api(officer).get(path).json()["repeats"] is None
    desk = Client()
    desk.force_login(officer)
    assert (
        assigned.reference.encode() not in desk.get(f"/desk{path}/").content.split(b"cs-head")[-1]
    )
