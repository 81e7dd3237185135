"""Needs added up by park and month; unknown is not nought; who supplies sees its own item and nothing else."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liandong.departments.queries import standing_of
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import Member
from liandong.enterprises.queries import catalogue, panels_of
from liandong.figures.actions import answer, open_period, promise_supply, tell_gaps
from liandong.figures.models import Ask, Item, Supply
from liandong.figures.queries import hooks, needs_desk_of, places_in_need, supplies
from liandong.figures.queries.panel import panel
from liandong.figures.rules.sums import gap, total
from liandong.journal.models import Entry
from liandong.kit.now import standing_at
from liandong.kit.refusals import Refused
from tests.figures.conftest import SPRING

pytestmark = [pytest.mark.django_db]
PAGE = "/desk/needs/?item=capacity"


@pytest.fixture
def quarter(key, enterprise, neighbour, region, coordinator):
    """Three in one street were asked: one needs power, one needs none, one cannot say; another street too."""
    people = [neighbour(1), neighbour(2), neighbour(3, town="邙岭路街道")]
    with standing_at(datetime(2026, 12, 9, 2, tzinfo=UTC)):
        open_period("need", SPRING, region)
        asks = {ask.enterprise_id: ask for ask in Ask.objects.all()}
        answer(
            asks[key.pk], values={"capacity": [500, 800, None], "labour": [3, 3, 3]}, by=enterprise
        )
        answer(asks[people[0][1].pk], values={"capacity": [0, 0, 0]}, by=people[0][0])
        yield asks


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_unknown_is_not_nought():
    assert total([None, 3.0, 0.0]) == (3.0, 2, 3)
    assert total([None, None]) == (None, 0, 2)
    assert (gap(800, 500), gap(300, 500), gap(800, None), gap(None, 500)) == (300, 0, None, None)


def test_added_up_by_place_and_month(quarter, coordinator, django_assert_num_queries):
    capacity = Item.objects.get(pk="capacity")
    desk = needs_desk_of(coordinator)
    with django_assert_num_queries(2):
        hongshan, mangling = places_in_need(desk, capacity, SPRING)
    assert (hongshan.name, hongshan.answered, hongshan.asked) == ("红山街道", 2, 3)
    assert [(m.need, m.supply, m.gap) for m in hongshan.months] == [
        (500, None, None), (800, None, None), (0, None, None),
    ]  # fmt: skip
    assert (mangling.name, mangling.months[0].need) == ("邙岭路街道", None)
    page = signed_in(coordinator).get(PAGE).text
    for words in ("红山街道", "供给没填", "不知道", "洛阳示例轴承有限公司", "2/3"):
        assert words in page, words
    assert "supply-0" not in page  # only who supplies types it


def test_a_figure_out_of_range_is_said_with_its_month(quarter, key, enterprise):
    page, ask = signed_in(enterprise), quarter[key.pk]
    sent = {"again": "1", "capacity-0": "5", "capacity-1": "-5", "capacity-2": "7"}
    refused = page.post(f"/enterprise/figures/{ask.reference}/", sent)
    assert refused.status_code == 422
    assert "用电增容（2月）：-5 超出了可能的范围" in refused.text
    refused = page.post(f"/enterprise/figures/{ask.reference}/", sent | {"capacity-1": "很多"})
    assert "用电增容（2月）：“很多”不是数字" in refused.text


def test_the_power_company_fills_in_what_it_can_give(quarter, officer, coordinator, told):
    page = signed_in(officer)
    told()
    sent = page.post(
        PAGE, {"region": "410303", "place": "红山街道", "supply-0": "600", "supply-1": "500"}
    )
    assert sent.status_code == 302
    assert Supply.objects.count() == 2  # of March nothing was said
    text = page.get(PAGE).text
    assert "红山街道用电增容缺 300 千伏安" in text
    assert "缺 300" in text
    assert "够" in text
    assert told()["coordinator"] == (
        "供电公司答复：红山街道用电增容能供给 1月 600 千伏安、2月 500 千伏安。"
    )
    page.post(PAGE, {"region": "410303", "place": "红山街道", "supply-0": "600", "supply-1": "500"})
    assert Entry.objects.filter(verb="supply.promised").count() == 1  # nothing new was said
    wrong = page.post(PAGE, {"region": "410303", "place": "红山街道", "supply-0": "很多"})
    assert (wrong.status_code, "“很多”不是数字" in wrong.text) == (422, True)
    assert 'value="很多"' in wrong.text


def test_who_supplies_sees_its_own_item_only(quarter, officer, housing_officer, clerk, key):
    page = signed_in(officer)
    text = page.get("/desk/needs/?item=labour").text
    assert "用电增容" in text
    assert "招工" not in text
    assert "要素保障" in text
    assert "企业报数" not in text
    assert page.get("/desk/figures/").status_code == 404
    for user in (housing_officer, clerk):
        other = signed_in(user)
        assert other.get("/desk/needs/").status_code == 404
        assert "要素保障" not in other.get("/desk/enterprises/").text
    with pytest.raises(Refused) as why:
        promise_supply(
            Item.objects.get(pk="labour"), region="410303", place="红山街道",
            amounts={SPRING: 3}, by=officer,
        )  # fmt: skip
    assert (why.value.code, why.value.message) == ("supply.not_yours", "只有人社可以填供给。")


def test_a_gap_is_told_to_who_supplies_once(quarter, officer, told, key):
    capacity = Item.objects.get(pk="capacity")
    with standing_at(datetime(2026, 12, 22, 2, tzinfo=UTC)):
        told()
        assert tell_gaps() == 0  # nobody has said what can be given; there is time for that
    with standing_at(datetime(2026, 12, 28, 2, tzinfo=UTC)):
        assert tell_gaps() == 2  # power and people
        assert told()["officer"] == "红山街道2月用电增容要 800 千伏安，请填能供给多少。"
        promise_supply(
            capacity, region="410303", place="红山街道",
            amounts={date(2027, 2, 1): 500}, by=officer,
        )  # fmt: skip
        assert (tell_gaps(), tell_gaps()) == (1, 0)
        assert told()["officer"] == "红山街道2月用电增容缺 300 千伏安，请看怎么补上。"


def test_what_each_sees_on_an_enterprises_page(
    quarter, key, enterprise, officer, housing_officer, coordinator, leader, auditor, clerk
):
    Member.objects.create(user=clerk, enterprise=key, role=MemberRole.MEMBER)
    seen = {}
    for user in (enterprise, officer, housing_officer, coordinator, leader, auditor, clerk):
        parts = [p for p in panels_of(user, key, datetime.now(UTC)) if "figures" in p.template]
        seen[user.username] = [n["name"] for p in parts for n in p.facts["needs"]]
    both = ["用电增容", "招工"]
    assert seen == {
        "enterprise": [], "officer": ["用电增容"], "housing": [], "coordinator": both,
        "leader": both, "auditor": both, "clerk": [],
    }  # fmt: skip


def test_the_page_and_the_rail_ask_little(
    quarter, key, coordinator, officer, django_assert_num_queries
):
    standing = standing_of(officer)
    supplies(standing)
    with django_assert_num_queries(0):
        assert hooks.needs_door(officer, standing, datetime.now(UTC)).label == "要素保障"
        assert hooks.figures_door(officer, standing, datetime.now(UTC)) is None
    catalogue()
    with django_assert_num_queries(3):
        panel(coordinator, key, datetime.now(UTC))


def test_as_many_queries_for_three_places_as_for_one(quarter, coordinator, neighbour, region):

    page = signed_in(coordinator)
    counts = []
    for n in range(2):
        page.get(PAGE)
        with CaptureQueriesContext(connection) as seen:
            assert page.get(PAGE).status_code == 200
        counts.append(len(seen))
        for m in range(4, 8):
            if n == 0:
                neighbour(m, town=f"{m}号街道")
        if n == 0:
            assert open_period("need", SPRING, region) == 4
    assert counts[0] == counts[1]


def test_over_the_api(quarter, api, officer, housing_officer, enterprise, stranger, key):
    given = {"region": "410303", "place": "红山街道", "amount": 700}
    done = api(officer).put("/needs/capacity/2027-01-01/supply", given)
    assert (done.status_code, done.json()["amount"]) == (200, 700)
    assert api(officer).put("/needs/labour/2027-01-01/supply", given).status_code == 404
    assert api(housing_officer).put("/needs/capacity/2027-01-01/supply", given).status_code == 404
    nowhere = api(officer).put("/needs/capacity/2027-01-01/supply", given | {"region": "410399"})
    assert nowhere.status_code == 409
    assert api(enterprise).get("/me/figures").json() == []  # answered
    address = f"/enterprises/{key.uscc}/figures/need/2027-01-01"
    again = api(enterprise).put(address, {"values": {"water": [1, 1, 1]}})
    assert (again.status_code, again.json()["code"]) == (409, "figures.answered")
    body = {"values": {"water": [100, 0, None]}, "again": True}
    assert api(enterprise).put(address, body).json()["values"]["water"] == [100, 0, None]
    assert api(stranger).put(address, body).status_code == 404
