"""What each chair sees and does: the desk, the coordinator's page, the phone, the API, notices, exports."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from liandong.enterprises.models import Enterprise, Sheet
from liandong.kit.codes import make_uscc
from liandong.kit.now import standing_at
from liandong.visits import actions
from liandong.visits.models import Visit
from tests.conftest import TUESDAY
from tests.visits.conftest import MONDAY

REASON = "变压器昨晚跳闸，要到现场看"


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def given(**more):
    return {
        "kind": "visit", "on": MONDAY.isoformat(), "purpose": "看增容方案", "host": "officer",
        "free": "", "reason": "",
    } | more  # fmt: skip


@pytest.fixture
def new(works):
    return f"/desk/visits/new/?enterprise={works.uscc}"


def test_an_officer_finds_plans_and_sees_it_in_the_week(works, officer, power, new, tuesday):
    client = browser(officer)
    page = client.get("/desk/visits/new/", {"q": "轴承"})
    assert [one.pk for one, _budget in page.context["hits"]] == [works.pk]
    page = client.get(new)
    assert page.context["form"]["on"].value() == date(2026, 11, 25)
    answer = client.post(new, given(department=power.pk))
    visit = Visit.objects.get()
    assert answer["Location"] == f"/desk/visits/{visit.reference}/"
    (day,) = client.get("/desk/visits/?week=2026-12-02").context["days"]
    assert (day[0], day[1][0].visit) == (MONDAY, visit)
    assert client.get("/desk/visits/?week=2026-12-07").context["days"] == []
    assert client.get("/desk/visits/?week=2026-12-02&kind=call").context["days"] == []
    assert client.get("/desk/visits/?week=2026-12-02&mine=1").context["count"] == 1


def test_what_was_typed_stays_when_it_is_refused(officer, power, new, full):
    full()
    client = browser(officer)
    answer = client.post(new, given(department=power.pk))
    assert answer.status_code == 422
    assert "额度 6 次" in str(answer.context["form"].errors["reason"])
    assert answer.context["form"]["purpose"].value() == "看增容方案"
    assert client.post(new, given(department=power.pk, reason=REASON)).status_code == 302
    assert Visit.objects.filter(state="waiting").count() == 1


def test_going_along_from_the_form(officer, power, new, plan, housing, housing_officer):
    other = plan(on=date(2026, 12, 2), department=housing, host=housing_officer, by=housing_officer)
    client = browser(officer)
    page = client.get(f"{new}&on=2026-12-01")
    assert [line.visit for line in page.context["together"]] == [other]
    client.post(new, given(department=power.pk, into=other.reference))
    mine = Visit.objects.exclude(pk=other.pk).get()
    assert (mine.state, mine.joined, mine.on) == ("joined", other, other.on)


@pytest.mark.parametrize(
    ("act", "typed", "state"),
    [
        ("cancel", {"note": "停电"}, "cancelled"),
        ("move", {"on": "2026-12-03"}, "planned"),
        ("done", {}, "planned"),
    ],
)
def test_acts_on_the_page(officer, plan, act, typed, state):
    visit = plan()
    answer = browser(officer).post(f"/desk/visits/{visit.reference}/{act}/", typed)
    assert answer.status_code == (422 if act == "done" else 302)
    assert Visit.objects.get().state == state


def test_another_office_looks_and_changes_nothing(housing_officer, plan):
    visit = plan()
    client = browser(housing_officer)
    page = client.get(f"/desk/visits/{visit.reference}/")
    assert (page.status_code, page.context["own"]) == (200, False)
    answer = client.post(f"/desk/visits/{visit.reference}/cancel/", {"note": ""})
    assert answer.status_code == 422
    assert "只有安排这次的部门和协调员可以改" in answer.content.decode()


def test_the_coordinator_sees_the_quarter_and_decides(coordinator, plan, full):
    full()
    visit = plan(reason=REASON)
    client = browser(coordinator)
    page = client.get("/desk/visits/consents/")
    ((line, budget, others),) = page.context["asked"]
    assert (line.visit, budget.spent, len(others)) == (visit, 7, 6)
    assert page.context["my_desk"]["rail"][-1] is not None
    client.post(
        f"/desk/visits/{visit.reference}/consent/", {"note": "", "next": "/desk/visits/consents/"}
    )
    assert Visit.objects.get(pk=visit.pk).state == "planned"


def test_a_week_is_made_one_by_one_button(coordinator, plan):
    one, two = plan(), plan(on=date(2026, 12, 2), kind="call")
    client = browser(coordinator)
    named = {"visit": [one.reference, two.reference], "on": "2026-12-02"}
    client.post("/desk/visits/together/", named | {"visit": [one.reference]})
    assert Visit.objects.filter(state="joined").count() == 0  # not what is proposed
    client.post("/desk/visits/together/", named)
    assert set(Visit.objects.values_list("state", "on")) == {
        ("planned", date(2026, 12, 2)), ("joined", date(2026, 12, 2)),
    }  # fmt: skip


def test_the_enterprise_sees_who_comes_and_what_ends(works, enterprise, stranger, plan, officer):
    Sheet.objects.update_or_create(
        enterprise=works,
        defaults={"facts": {"high_tech_until": ["2026-12-19", "science", "2026-01-01", None]}},
    )
    visit = plan()
    page = browser(enterprise).get("/enterprise/calendar/")
    assert [line.visit for line in page.context["coming"]] == [visit]
    ((soon, left),) = page.context["soon"]
    assert (soon.title, left) == ("高新技术企业有效期至", 25)
    assert browser(stranger).get("/enterprise/calendar/").context["coming"] == []
    assert browser(officer).get("/enterprise/calendar/").status_code == 404
    with standing_at(TUESDAY.replace(day=30)):
        actions.finish_visit(visit, happened=True, by=officer)
        page = browser(enterprise).get("/enterprise/calendar/")
    assert (page.context["coming"], page.context["count"]) == ([], 1)


def test_what_does_not_count_says_why_and_the_number_agrees(
    works, enterprise, officer, power, plan
):
    done = {"purpose": "看用电", "department": power, "host": officer, "by": officer}
    actions.record_done(works, kind="visit", on=date(2026, 11, 10), **done)
    actions.record_done(works, kind="call", on=date(2026, 9, 30), **done)
    actions.record_done(works, kind="visit", on=date(2026, 11, 11), free="invited", **done)
    plan(), plan(on=date(2027, 1, 4)), plan(kind="inspection", unannounced=True)
    page = browser(enterprise).get("/enterprise/calendar/")
    said = [line.free for line in page.context["coming"] + page.context["past"]]
    assert said == ["", "不在这一季度", "企业自己请的", "", "不在这一季度"]
    assert page.context["budget"].spent == said.count("") == 2
    text = page.content.decode()
    assert text.count("不计：") == 3
    assert "今年来过 2 次" in text
    assert "电话 1 次" in text


def test_an_unannounced_inspection_is_known_only_when_it_has_been(
    works, enterprise, officer, plan, api, full
):
    secret = plan(kind="inspection", unannounced=True, purpose="突击检查")
    waits = None
    client, mine = browser(enterprise), api(enterprise)
    address = f"/enterprises/{works.uscc}/visits"
    days = {"from": "2026-10-01", "to": "2026-12-31"}

    def told():
        return (
            "突击检查" in client.get("/enterprise/calendar/").content.decode(),
            [v["reference"] for v in mine.get(address, **days).json()["items"]],
        )

    assert told() == (False, [])
    assert api(officer).get(address, **days).json()["items"][0]["unannounced"] is True
    assert api(enterprise).post(f"/visits/{secret.reference}/cancel", {}).status_code == 404
    full(left=1)
    waits = plan(reason=REASON)
    assert waits.reference not in told()[1]
    with standing_at(TUESDAY.replace(day=30)):
        actions.finish_visit(secret, happened=True, by=officer)
        assert told()[0] is True
        assert secret.reference in told()[1]


def test_the_export_has_the_quarter_that_one_reads(officer, clerk, plan):
    plan(), plan(on=date(2026, 12, 20)), plan(on=date(2027, 1, 4))
    answer = browser(officer).get("/desk/visits/export/?week=2026-11-30")
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == ["2026-11-30", "2026-12-20"]
    assert browser(clerk).get("/desk/visits/export/").status_code == 404


def test_what_each_chair_sees_on_the_enterprises_page(
    works, plan, officer, housing_officer, head, coordinator, leader, auditor, clerk
):
    plan(purpose="看增容方案")
    address = f"/desk/enterprises/{works.uscc}/side/"
    seen = {
        user.username: "走访和检查" in browser(user).get(address).content.decode()
        for user in (officer, housing_officer, head, coordinator, leader, auditor, clerk)
    }
    assert seen.pop("clerk") is False
    assert set(seen.values()) == {True}


def test_other_systems_put_theirs_here(
    works, officer, housing_officer, enterprise, power, api, tuesday
):
    address = f"/enterprises/{works.uscc}/visits"
    body = {"kind": "inspection", "on": "2026-12-01", "purpose": "年检", "department": power.code}
    made = api(officer).post(address, body)
    assert (made.status_code, made.json()["state"]) == (201, "planned")
    reference = made.json()["reference"]
    assert made["Location"] == f"/api/v1/visits/{reference}"
    assert api(officer).get(f"/visits/{reference}").json() == made.json()
    assert api(enterprise).get(f"/visits/{reference}").status_code == 404
    wrong = api(housing_officer).post(address, body)
    assert (wrong.status_code, wrong.json()["code"]) == (403, "visit.not_yours")
    late = api(officer).post(address, body | {"on": "2026-11-01"})
    assert (late.status_code, late.json()["code"]) == (409, "visit.past")
    moved = api(officer).post(f"/visits/{reference}/move", {"on": "2026-12-02"})
    assert moved.json()["on"] == "2026-12-02"
    assert api(officer).post(f"/visits/{reference}/finish", {}).status_code == 409
    assert [v["reference"] for v in api(officer).get("/visits", week="2026-12-01").json()] == [
        reference
    ]
    done = api(officer).post(address, body | {"on": "2026-11-20", "done": True})
    assert done.json()["state"] == "done"
    assert api(officer).get(address).json()["spent"] == 2
    assert api(officer).post(f"/visits/{reference}/cancel", {"note": "x"}).status_code == 200


def test_strangers_and_the_hotline_have_no_calendar(works, stranger, clerk, plan, api):
    visit = plan()
    for user in (stranger, clerk):
        assert browser(user).get("/desk/visits/").status_code == 404
        assert browser(user).get(f"/desk/visits/{visit.reference}/").status_code == 404
        assert api(user).get("/visits").status_code == 404
    assert api(stranger).get(f"/enterprises/{works.uscc}/visits").status_code == 404
    assert api(clerk).get(f"/enterprises/{works.uscc}/visits").status_code == 404


def test_pages_cost_the_same_for_one_and_for_several(coordinator, officer, plan, full, enterprise):
    first = plan()
    pages = {
        coordinator: ("/desk/visits/consents/", "/desk/visits/?week=2026-11-30"),
        officer: (f"/desk/visits/{first.reference}/", "/desk/visits/?week=2026-11-30"),
        enterprise: ("/enterprise/calendar/",),
    }
    plan(on=date(2026, 12, 1), kind="call")
    full(left=2)
    plan(reason=REASON)
    few = {a: queries_of(browser(u), a) for u, them in pages.items() for a in them}
    for n in range(3):
        other = Enterprise.objects.create(
            uscc=make_uscc(50 + n), name=f"另一家 {n}", region_id="410303"
        )
        for day in range(7):
            plan(enterprise=other, on=MONDAY + timedelta(days=day % 4), reason=REASON)
        plan(kind="survey", free="invited")
    many = {a: queries_of(browser(u), a) for u, them in pages.items() for a in them}
    assert many == few
