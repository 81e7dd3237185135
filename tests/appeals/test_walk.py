"""One appeal from phone to close-out, over the API, as every person in turn sees it."""

from datetime import UTC, datetime, timedelta

import pytest

from liandong.appeals import actions
from liandong.appeals.clock import tick
from liandong.appeals.enums import Act, State
from liandong.appeals.models import Appeal, CallBack, Category
from liandong.appeals.queries import forget_directory
from liandong.departments.models import Department
from liandong.kit.now import standing_at

POWER = "我公司厂区变压器容量不够，新上的两条生产线没法通电，想申请用电增容，不知道找谁办、要多久"

pytestmark = pytest.mark.django_db(transaction=False)


def test_an_appeal_walks_from_phone_to_close_out(api, enterprise, officer, stranger, tuesday):
    answer = api(enterprise).post("/appeals", {"text": POWER, "contact_phone": "13800000000"})
    assert answer.status_code == 201, answer.content
    filed = answer.json()
    assert (filed["state"], filed["category"], filed["department"], filed["lamp"]) == (
        "assigned", "用电", "供电公司", "green",
    )  # fmt: skip
    assert filed["accept_due_at"] == "2026-11-24T03:30:00Z"
    path = f"/appeals/{filed['reference']}"

    assert api(stranger).get(path).status_code == 404
    assert api(stranger).post(f"{path}/accept").status_code == 404
    assert api(None).get(path).status_code == 401
    refused = api(enterprise).post(f"{path}/resolve", {"outcome": "solved", "answer": "x"})
    assert (refused.status_code, refused.json()["code"]) == (403, "appeal.not_yours")
    early = api(officer).post(f"{path}/resolve", {"outcome": "solved", "answer": "x"})
    assert (early.status_code, early.json()["code"]) == (409, "appeal.wrong_move")

    assert api(officer).post(f"{path}/accept").json()["state"] == "in_progress"
    again = api(officer).post(f"{path}/accept")
    assert (again.status_code, again.json()["code"]) == (409, "appeal.already_accepted")
    assert api(officer).post(f"{path}/contact", {"how": "电话"}).status_code == 200
    assert api(officer).post(f"{path}/note", {"text": "已派人现场勘测。"}).status_code == 200
    done = api(officer).post(
        f"{path}/resolve", {"outcome": "solved", "answer": "已增容到 800 千伏安。"}
    )
    assert done.json()["state"] == "resolved", done.content

    bad = api(enterprise).post(
        f"{path}/confirm", {"verdict": "solved", "speed": 6, "attitude": 5, "result": 5}
    )
    assert bad.status_code == 422
    closed = api(enterprise).post(
        f"{path}/confirm", {"verdict": "solved", "speed": 4, "attitude": 5, "result": 5}
    )
    assert (closed.status_code, closed.json()["state"], closed.json()["lamp"]) == (
        200,
        "closed",
        None,
    )

    story = api(enterprise).get(f"{path}/timeline").json()
    assert [e["verb"] for e in reversed(story)] == [
        "appeal.submitted", "appeal.accepted", "appeal.contacted", "appeal.progress_noted",
        "appeal.resolved", "appeal.confirmed",
    ]  # fmt: skip
    assert "速度 4 分" in story[0]["text"]
    sealed = api(officer).get(f"{path}/timeline").json()
    assert (sealed[0]["title"], sealed[0]["text"]) == ("已评价，销号", "")


def test_the_same_key_makes_one_appeal(api, enterprise, tuesday):
    one = api(enterprise).post("/appeals", {"text": POWER}, **{"Idempotency-Key": "k1"})
    two = api(enterprise).post("/appeals", {"text": POWER}, **{"Idempotency-Key": "k1"})
    assert one.json()["reference"] == two.json()["reference"]
    assert Appeal.objects.count() == 1


def test_silence_is_called_back_and_closed_as_unrated(
    enterprise, works, officer, coordinator, tuesday
):
    appeal = actions.file_appeal(works, text=POWER, by=enterprise)
    actions.perform(Act.ACCEPT, appeal, by=officer)
    actions.perform(Act.RESOLVE, appeal, outcome="solved", answer="办好了", by=officer)
    with standing_at(datetime(2026, 12, 1, 1, 31, tzinfo=UTC)):
        tick()
        assert CallBack.objects.get(appeal=appeal).done_at is None
        actions.perform(Act.CALL_BACK, appeal, reached=False, note="无人接听", by=coordinator)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.verdict) == (State.CLOSED, "")


def test_alarms_climb_with_the_clock(enterprise, works, officer, tuesday):
    appeal = actions.file_appeal(works, text=POWER, by=enterprise)
    seen = []
    for days in range(8):
        with standing_at(tuesday + timedelta(days=days)):
            while tick():
                pass
        appeal.refresh_from_db()
        seen.append(appeal.alarm)
    assert seen == [0, 2, 3, 3, 4, 4, 4, 4]
    assert appeal.for_meeting


def test_a_street_is_that_of_the_enterprise_and_its_appeals_are_the_districts(
    enterprise, works, tuesday
):
    works.region_id = "410303010"
    works.save()
    text = "请街道办事处协调一下门口巷子里的居民堵路"
    street = Category.objects.create(
        code="street", name="街道事务", lead=Department.objects.get(code="xg-street")
    )
    forget_directory()
    appeal = actions.file_appeal(works, text=text, category=street, by=enterprise)
    assert (appeal.lead.code, appeal.region_id) == ("xg-street-hongshan", "410303")
    assert appeal.reference.startswith("XG")
