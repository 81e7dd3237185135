"""Enterprises of one name: listed for the coordinator, put side by side, made one or said to be two."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liandong.appeals import actions as appeals
from liandong.enterprises.actions import keep_apart, record
from liandong.enterprises.models import Apart, BorneTwice, Enterprise, Member
from liandong.enterprises.queries import alike, duplicates_for
from liandong.journal.models import Entry
from liandong.kit.codes import make_uscc, provisional_code
from liandong.kit.refusals import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
JUNE = date(2026, 6, 30)
LIST = "/desk/enterprises/duplicates/"


@pytest.fixture
def client(coordinator):
    client = Client()
    client.force_login(coordinator)
    return client


def registered(number, name, region="410303", **more):
    return Enterprise.objects.create(uscc=make_uscc(number), name=name, region_id=region, **more)


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("洛阳示例轴承有限责任公司(示例)", True), ("洛阳示例轴承 有限公司示例", True),
        ("洛阳示例轴承有限公司（示例）一分公司", False), ("洛阳示例轴承股份有限公司（示例）", False),
        ("洛阳示例轴承有限公司", False),
    ],
)  # fmt: skip
def test_which_names_are_one(works, coordinator, name, same):
    other = registered(21, name)
    expected = [[works, other]] if same else []
    assert duplicates_for(coordinator) == expected
    assert [row[0] for row in alike([other.uscc], 9)] == ([other.uscc] if same else [])


def test_another_county_is_another_enterprise(works, coordinator):
    registered(21, works.name, region="410302")
    assert duplicates_for(coordinator) == []


def test_a_name_is_found_however_it_comes_to_be_borne_twice(works, coordinator):
    two = [
        Enterprise(uscc=make_uscc(n), name="洛阳同名机械有限公司", region_id="410303")
        for n in (31, 32)
    ]
    Enterprise.objects.bulk_create(two)
    assert duplicates_for(coordinator) == [two]
    other = registered(33, "洛阳别名机械有限公司")
    Enterprise.objects.filter(pk=other.pk).update(name=works.name)
    assert duplicates_for(coordinator) == [[works, other], two]
    Enterprise.objects.filter(pk=other.pk).update(region_id="410302")
    assert duplicates_for(coordinator) == [two]
    assert BorneTwice.objects.count() == 2


def test_whoever_has_a_code_and_is_verified_stays(works, coordinator):
    codeless = Enterprise.objects.create(
        uscc=provisional_code(JUNE, 1), name=works.name, region_id="410303"
    )
    seen = registered(21, works.name, is_verified=True)
    assert duplicates_for(coordinator) == [[seen, works, codeless]]


def test_two_side_by_side_then_one(client, works, enterprise, coordinator):
    twin = registered(21, works.name, address="周山路 1 号")
    Member.objects.create(user=enterprise, enterprise=twin, role="admin")
    appeals.file_appeal(twin, text="变压器容量不够，想申请用电增容", by=enterprise)
    record(works, source="enterprise", on=JUNE, facts={"employees": 77}, by=None)
    record(twin, source="tax", on=JUNE, facts={"employees": 80, "patents": 2}, by=None)
    assert f"{LIST}{twin.uscc}/{works.uscc}/" in client.get(LIST).text
    path = f"{LIST}{twin.uscc}/{works.uscc}/"
    text = client.get(path).text
    for words in (
        "两个数",
        "80 人",
        "77 人",
        "用这个",
        "其余",
        '诉求 <b class="num">1</b>',
        "周山路 1 号",
    ):
        assert words in text, words
    assert "都核验过" not in text
    assert Enterprise.objects.get(pk=twin.pk).merged_into is None
    assert Entry.objects.filter(verb="enterprise.merged").count() == 0
    bare = client.post(path, {"reason": ""})
    assert (bare.status_code, "这个字段是必填项" in bare.text) == (422, True)
    done = client.post(path, {"reason": "执照是同一张"})
    assert done.url == f"/desk/enterprises/{works.uscc}/"
    text = client.get(done.url).text
    assert f"{twin.uscc} 已并入" in text
    assert "80 人" in text
    old = client.get(f"/desk/enterprises/{twin.uscc}/", follow=True)
    assert old.redirect_chain[-1][0] == f"/desk/enterprises/{works.uscc}/"
    assert twin.uscc in client.get(f"/desk/enterprises/{twin.uscc}/side/").text
    assert "没有名称相同的企业" in client.get(LIST).text
    assert "已经并入" in client.get(path).text


def test_on_a_tie_the_page_says_that_the_kept_one_stays(client, works):
    twin = registered(21, "洛阳别家软件有限公司")
    for one, number in ((works, 77), (twin, 80)):
        record(one, source="tax", on=JUNE, facts={"name": one.name, "employees": number}, by=None)
    text = client.get(f"{LIST}{twin.uscc}/{works.uscc}/").text
    rows = [row.partition("</tr>")[0] for row in text.split("<tr>")[1:]]
    for kept, other in (
        (works.uscc, twin.uscc), (works.name, twin.name), ("77 人", "80 人"),
    ):  # fmt: skip
        beside = [row for row in rows if kept in row and other in row]
        assert beside
        for row in beside:
            assert row.count("用这个") == 1
            assert row.index(other) < row.index(kept) < row.index("用这个")
    region = next(row for row in rows if "所在辖区" in row)
    assert region.rindex(works.region.name) < region.index("用这个")


def test_two_verified_ones_need_a_tick(client, works):
    Enterprise.objects.filter(pk=works.pk).update(is_verified=True)
    twin = registered(21, works.name, is_verified=True)
    path = f"{LIST}{twin.uscc}/{works.uscc}/"
    assert "我确认是同一家" in client.get(path).text
    refused = client.post(path, {"reason": "换照"})
    assert refused.status_code == 422
    assert "两家都核验过、代码不同，真的是一家？请勾选确认并写理由。" in refused.text
    assert 'value="换照"' in refused.text
    assert client.post(path, {"reason": "换照", "sure": "on"}).status_code == 302


def test_two_that_are_two_are_not_asked_about_again(client, works, officer, coordinator):
    twin, third = registered(21, works.name), registered(22, works.name)
    path = f"{LIST}{twin.uscc}/{works.uscc}/"
    with pytest.raises(Refused):
        keep_apart(twin, works, by=officer)
    assert client.post(path, {"apart": "1"}).url == LIST
    assert duplicates_for(coordinator) == [[works, twin, third]]
    for one in (works, twin):
        keep_apart(third, one, by=coordinator)
        keep_apart(one, third, by=coordinator)
    assert Apart.objects.count() == 3
    assert duplicates_for(coordinator) == []
    assert alike([twin.uscc, third.uscc], 9) == []


def test_two_codes_that_somebody_typed(client, works):
    other = registered(21, "另一个名字")
    led = client.get(LIST, {"wrong": other.uscc.lower(), "into": works.uscc})
    assert led.url == f"{LIST}{other.uscc}/{works.uscc}/"
    for into in ("x", other.uscc):
        answer = client.get(LIST, {"wrong": other.uscc, "into": into})
        assert (answer.status_code, "请核对代码" in answer.text) == (422, True)


def test_to_others_there_are_no_such_pages(
    works, enterprise, officer, leader, auditor, coordinator
):
    elsewhere = registered(21, works.name, region="410302")
    for user in (enterprise, officer, leader, auditor):
        other = Client()
        other.force_login(user)
        assert other.get(LIST).status_code == 404
    own = Client()
    own.force_login(coordinator)
    for path in (f"{elsewhere.uscc}/{works.uscc}/", f"{works.uscc}/{works.uscc}/"):
        assert own.get(LIST + path).status_code == 404


def test_the_list_costs_the_same_for_few_and_for_many(client, works):
    registered(21, works.name)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for number in range(30, 40):
        registered(number, f"示例 {number // 2}")
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)
    assert len(many) == len(few)
