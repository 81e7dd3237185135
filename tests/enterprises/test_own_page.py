"""我的企业: own facts, what is missing, one put right in two touches."""

import re
from datetime import date

import pytest
from django.test import Client

from liandong.enterprises.actions import record
from liandong.enterprises.models import Enterprise, Report
from liandong.theme.context import bar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
JUNE = date(2026, 6, 30)


@pytest.fixture
def client(enterprise):
    client = Client()
    client.force_login(enterprise)
    return client


def said(value, on="2026-10-31", **more):
    return {"value": value, "source": "enterprise", "on": on, **more}


def test_own_facts_and_what_is_missing(client, works):
    record(
        works, source="tax", on=JUNE, facts={"revenue": 30_000_000, "bank_account": "6222"}, by=None
    )
    text = client.get("/enterprise/").text
    for words in (
        works.name,
        "3,000 万元",
        "税务",
        "2026-06-30",
        "6222",
        "更正 营业收入",
        "请您补几项",
    ):
        assert words in text, words
    assert "/enterprise/" in client.get("/me/").text


def test_only_what_an_enterprise_knows_best_is_asked_the_most_useful_first(client, works):
    text = client.get("/enterprise/").text
    asked = re.findall(r'href="/enterprise/(\w+)/"', text)
    assert asked[:3] == ["contact", "contact_phone", "main_product"]
    assert text.index("/enterprise/main_product/") < text.index("<details>")
    assert text.index("<details>") < text.index("/enterprise/employees/")
    for word in ("欠税", "失信被执行人", "经营异常名录", "纳税信用级别"):
        assert word not in text, word
    record(works, source="enterprise", on=JUNE, facts={"contact": "王某某"}, by=None)
    again = client.get("/enterprise/").text
    assert re.findall(r'href="/enterprise/(\w+)/"', again)[:3] == [
        "contact_phone",
        "main_product",
        "employees",
    ]
    assert (
        client.post("/enterprise/tax_owed/", said("0")).status_code == 302
    )  # to say it stays possible


@pytest.mark.parametrize(
    ("address", "here"),
    [("/", "首页"), ("/appeals/", "诉求"), ("/me/", "我的"), ("/enterprise/", "我的"), ("/notices/", "消息"),
     ("/enterprise/contact/x/", "我的")],
)  # fmt: skip
def test_the_bottom_bar_marks_where_one_is(address, here):
    assert [str(place["word"]) for place in bar(address) if place["here"]] == [here]


def test_only_those_who_act_for_an_enterprise_have_one(
    client, works, stranger, officer, coordinator
):
    record(works, source="tax", on=JUNE, facts={"revenue": 30_000_000}, by=None)
    for user in (officer, coordinator):
        other = Client()
        other.force_login(user)
        assert other.get("/enterprise/").status_code == 404
        assert other.post("/enterprise/revenue/", said("1")).status_code == 404
    theirs = Client()
    theirs.force_login(stranger)
    assert "3,000 万元" not in theirs.get("/enterprise/").text
    assert client.get("/enterprise/no_such/").status_code == 404
    assert client.post("/enterprise/scale/", said("large")).status_code == 404


def test_a_better_sources_number_stays_and_the_difference_is_shown(client, works):
    record(works, source="tax", on=JUNE, facts={"revenue": 30_000_000}, by=None)
    answer = client.post("/enterprise/revenue/", said("2,800"), follow=True)
    assert "税务 2026-06-30 的数仍在用，两个数都显示，等核对" in answer.text
    assert "企业自报说 2,800 万元，正在核对" in answer.text
    assert Enterprise.objects.get(pk=works.pk).fact("revenue") == 30_000_000


def test_what_nobody_better_has_said_holds(client, works, enterprise):
    assert client.post("/enterprise/orders/", said("120")).status_code == 302
    assert Enterprise.objects.get(pk=works.pk).fact("orders") == 1_200_000
    report = Report.objects.get(enterprise=works)
    assert (report.source_id, report.by) == ("enterprise", enterprise)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (said("一百"), "不是数字"), (said("1", on="2030-01-01"), "截至日期还没有到"),
        (said("1") | {"source": "tax"}, "tax"), (said("2000000"), "现有的是 120 万元"),
    ],
)  # fmt: skip
def test_bad_values_are_said_and_kept(client, works, fields, words):
    record(works, source="enterprise", on=JUNE, facts={"orders": 1_200_000}, by=None)
    answer = client.post("/enterprise/orders/", fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{fields["value"]}"' in answer.text
    assert Report.objects.count() == 1
