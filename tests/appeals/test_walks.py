"""Longer ways through the table, over the API, as the people concerned walk them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from liandong.appeals.clock import tick
from liandong.appeals.models import Appeal
from liandong.departments.actions import set_stand_in
from liandong.departments.enums import Role
from liandong.departments.models import Appointment, Department
from liandong.kit.now import standing_at

pytestmark = pytest.mark.django_db
RATING = {"verdict": "solved", "speed": 2, "attitude": 3, "result": 4}
DAY = timedelta(days=1)


@pytest.fixture
def act(api):
    """Do an act over the API and return the appeal as it then is, or the code of the refusal."""

    def do(user, appeal, name, **body):
        answer = api(user).post(f"/appeals/{appeal.reference}/{name}", body)
        assert answer.status_code in (200, 409), answer.content
        return answer.json() if answer.status_code == 200 else answer.json()["code"]

    return do


@pytest.fixture
def told(api):
    """The newest title of a timeline, with its text, as somebody reads it."""

    def read(user, appeal):
        entry = api(user).get(f"/appeals/{appeal.reference}/timeline").json()[0]
        return entry["who"], entry["title"], entry["text"]

    return read


def test_an_assist_reports_and_only_then_it_is_resolved(
    act, in_progress, officer, housing, housing_officer
):
    act(officer, in_progress, "add_assist", department=housing.code, task="查看小区配电房")
    answer = {"outcome": "solved", "answer": "增容完成"}
    assert act(officer, in_progress, "resolve", **answer) == "appeal.reports_missing"
    act(housing_officer, in_progress, "accept")
    act(housing_officer, in_progress, "report", text="配电房可用")
    assert act(housing_officer, in_progress, "report", text="再报") == "assignment.already_reported"
    assert act(officer, in_progress, "resolve", **answer)["state"] == "resolved"


def test_a_promise_with_consent_stands_in_the_ledger_until_it_is_kept(
    act, api, told, in_progress, officer, coordinator, enterprise
):
    steps = [{"text": "送电", "due_on": "2026-12-15"}]
    act(officer, in_progress, "promise", reason="要新立杆", steps=steps)
    assert act(coordinator, in_progress, "decide", agreed=True, note="同意")["state"] == "promised"
    assert "12月15日 送电" in told(enterprise, in_progress)[2]
    ledger = api(coordinator).client
    ledger.force_login(coordinator)
    assert in_progress.title in ledger.get("/desk/promises/").content.decode()
    answer = {"outcome": "solved", "answer": "送电了"}
    assert act(officer, in_progress, "resolve", **answer) == "promise.steps_open"
    act(officer, in_progress, "fulfil_step", number=1, text="已送电")
    assert act(officer, in_progress, "resolve", **answer)["state"] == "resolved"


def test_not_solved_twice_goes_to_the_coordinator(act, resolved, officer, enterprise):
    act(enterprise, resolved, "dispute", reason="还是跳闸")
    act(officer, resolved, "resolve", outcome="solved", answer="换了")
    act(enterprise, resolved, "dispute", reason="又跳闸")
    resolved.refresh_from_db()
    assert (resolved.state, resolved.with_coordinator) == ("in_progress", True)


def test_three_months_later_it_is_looked_at_again_and_what_does_not_hold_is_in_hand_again(
    act, resolved, officer, enterprise, coordinator, tuesday
):
    Appeal.objects.filter(pk=resolved.pk).update(terms={**resolved.terms, "look_again_share": 1.0})
    act(enterprise, resolved, "confirm", **RATING)
    assert act(coordinator, resolved, "look_again", holds=True, note="x") == "look_again.none"
    with standing_at(tuesday + 93 * DAY):
        tick()
        again = act(coordinator, resolved, "look_again", holds=False, note="又停电")
        assert again["state"] == "in_progress"
        again = act(officer, resolved, "resolve", outcome="solved", answer="好了")
        assert act(enterprise, resolved, "confirm", **RATING)["state"] == "closed"


def test_a_lesson_is_read_by_the_enterprise(act, told, in_progress, coordinator, enterprise):
    act(coordinator, in_progress, "lesson", text="增容改为告知承诺", link="https://example.cn/1")
    assert told(enterprise, in_progress)[1:] == ("举一反三：规定有了改变", "增容改为告知承诺")


def test_an_extension_tells_the_enterprise_why_by_whom_and_until_when(
    act, told, in_progress, officer, coordinator, enterprise
):
    act(officer, in_progress, "extend", reason="设备未到", until="2026-11-30")
    after = act(coordinator, in_progress, "decide", agreed=True, note="以后提早订货")
    assert after["due_at"] == "2026-11-30T09:00:00Z"
    who, title, text = told(enterprise, in_progress)
    assert (who, title) == (in_progress.region.office, "同意延期到 11月30日 17:00")
    assert text == "设备未到\n以后提早订货"


def test_referred_upward_it_is_the_citys_and_the_district_still_reads_it(
    act, api, in_progress, officer, coordinator
):
    city = Department.objects.filter(region_id="410300").exclude(pk=in_progress.lead_id)[0]
    after = act(coordinator, in_progress, "refer_up", department=city.code, reason="要市里定")
    assert (after["state"], after["department_code"]) == ("assigned", city.code)
    path = f"/appeals/{in_progress.reference}"
    assert api(coordinator).get(path).status_code == 200
    assert api(officer).get(path).status_code == 404


def test_a_stand_in_acts_in_the_name_of_who_is_away_and_only_while_they_are(
    act, api, told, assigned, officer, housing_officer, tax, enterprise, tuesday
):
    for user in (officer, housing_officer):
        Appointment.objects.create(user=user, role=Role.OFFICER, department=tax)
    path = f"/appeals/{assigned.reference}"
    assert api(housing_officer).get(path).status_code == 404
    day = date(2026, 11, 24)
    set_stand_in(officer, housing_officer, starts_on=day, ends_on=day + DAY, by=officer)
    assert act(housing_officer, assigned, "accept")["state"] == "in_progress"
    assert told(enterprise, assigned)[0] == "供电公司（代办）"
    with standing_at(tuesday + 3 * DAY):
        assert api(housing_officer).get(path).status_code == 404


@pytest.mark.parametrize(
    ("moment", "open_"),
    [
        (datetime(2026, 12, 15, 0, 59, tzinfo=UTC), False),
        (datetime(2026, 12, 15, 1, 0, tzinfo=UTC), True),
    ],
)
def test_ratings_are_sealed_until_the_fifteenth_of_the_next_month(
    act, told, resolved, officer, enterprise, coordinator, moment, open_
):
    act(enterprise, resolved, "confirm", **RATING)
    with standing_at(moment):
        assert ("速度 2 分" in told(officer, resolved)[2]) == open_
        assert "速度 2 分" in told(coordinator, resolved)[2]
