"""The base at the desk: who opens which page, what it says, a fact stated, a covered one shown, an export."""

import zipfile
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from liandong.accounts.models import User
from liandong.appeals import actions as appeals
from liandong.departments.enums import Role
from liandong.departments.models import Appointment
from liandong.enterprises.actions import record
from liandong.enterprises.models import Enterprise, Report
from liandong.journal.models import Entry
from liandong.kit.codes import make_uscc

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
JUNE = date(2026, 6, 30)
POWER = "变压器容量不够，想申请用电增容"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def known(works):
    """An enterprise of which several sources speak, two of them differently."""
    record(
        works, source="tax", on=JUNE, by=None,
        facts={"industry": "C3451", "employees": 77, "revenue": 30_000_000, "founded": "2015-03-01",
               "contact_phone": "13812345678", "bank_account": "62220000111"},
    )  # fmt: skip
    record(works, source="enterprise", on=date(2026, 9, 30), facts={"employees": 80}, by=None)
    record(works, source="power", on=JUNE, facts={"power_used": 1_250_000}, by=None)
    works.refresh_from_db()
    return works


def page(user, works, path=""):
    return signed_in(user).get(f"/desk/enterprises/{works.uscc}/{path}")


def test_the_page_says_what_is_known_and_where_from(known, coordinator):
    text = page(coordinator, known).text
    for words in (
        known.name, "西工区", "通用设备制造业 › 轴承、齿轮和传动部件制造 › 滚动轴承制造",
        "小型", "成立 11 年", "3,000 万元", "1,250,000 千瓦时", "企业自报说 80 人", "2026-06-30", "138****5678",
    ):  # fmt: skip
        assert words in text, words
    beside = page(coordinator, known, "side/").text
    for words in ("3,000 万元", "市场监管部门", "西工区", "按国统字〔2017〕213号“工业”一行"):
        assert words in beside, words
    assert "13812345678" not in text
    assert "62220000111" not in text


def test_the_page_says_why_nothing_is_worked_out(known, coordinator):
    record(known, source="tax", on=date(2025, 12, 31), facts={"rd_spending": 900}, by=None)
    record(known, source="tax", on=date(2026, 6, 30), facts={"revenue": 9000}, by=None)
    said = "两项不是同一时期的数：2025年12月31日、2026年6月30日"
    assert said in page(coordinator, known).text
    assert said in page(coordinator, known, "facts/rd_ratio/").text


def test_what_each_reader_sees_differs(known, officer, auditor, leader, clerk):
    for user in (leader, auditor):
        text = page(user, known).text + page(user, known, "facts/contact_phone/").text
        assert "138****5678" in text
        assert "13812345678" not in text
    for user in (officer, clerk):
        text = page(user, known, "side/").text
        assert "3,000 万元" in text
        assert "5678" not in text
        assert "谁替企业办事" not in text


def test_to_a_stranger_there_is_no_such_page(known, enterprise, stranger, coordinator, officer):
    elsewhere = User.objects.create(username="elsewhere", name="elsewhere")
    Appointment.objects.create(user=elsewhere, role=Role.COORDINATOR, region_id="410302")
    for path in ("", "facts/employees/", "side/", "missing/"):
        for user in (enterprise, stranger, elsewhere):
            assert page(user, known, path).status_code == 404, (user, path)
    assert known.name not in signed_in(elsewhere).get("/desk/enterprises/").text
    assert signed_in(stranger).get("/desk/enterprises/").status_code == 404
    assert page(coordinator, known, "facts/bank_account/").status_code == 404
    assert page(coordinator, known, "facts/no_such/").status_code == 404
    assert page(officer, known, "facts/contact_phone/").status_code == 404
    assert signed_in(coordinator).get("/desk/enterprises/91410303YY0009999X/").status_code == 404
    assert (
        signed_in(officer).post(f"/desk/enterprises/{known.uscc}/facts/employees/").status_code
        == 404
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=轴承", True), ("q=lyslzc", True), ("q=YY000001", True), ("q=面粉厂", False), ("region=410303", True),
     ("region=410302", False), ("industry=C", True), ("industry=K", False), ("scale=small", True),
     ("scale=large", False), ("key=1", False), ("q=轴承&scale=small", True), ("after=x&scale=y&region=é", True),
     ("q=%00%27", False)],
)  # fmt: skip
def test_the_list_is_searched_and_narrowed(known, officer, query, found):
    answer = signed_in(officer).get(f"/desk/enterprises/?{query}")
    assert answer.status_code == 200
    assert (known.name in answer.text) is found


PART = {"HX-Request": "true"}


@pytest.mark.parametrize(
    ("path", "headers", "most"),
    [("", {}, 18), ("", PART, 6), ("missing/", PART, 6), ("side/", PART, 20)],
)
def test_a_page_takes_the_same_few_queries_for_few_and_for_many(
    known, coordinator, django_assert_num_queries, path, headers, most
):
    client, address = signed_in(coordinator), f"/desk/enterprises/{known.uscc}/{path}"
    client.get(address, headers=headers)
    with CaptureQueriesContext(connection) as few:
        client.get(address, headers=headers)
    assert len(few) <= most, len(few)
    for number in range(10, 40):
        Enterprise.objects.create(uscc=make_uscc(number), name=f"示例 {number}", region_id="410303")
    for day in range(20):
        record(
            known, source="tax", on=JUNE + timedelta(day), by=coordinator,
            facts={"employees": 100 + day, "profit": day, "patents": day},
        )  # fmt: skip
    with django_assert_num_queries(len(few)):
        client.get(address, headers=headers)


def test_what_is_not_seen_at_once_comes_later(known, coordinator, leader):
    client, address = signed_in(coordinator), f"/desk/enterprises/{known.uscc}/"
    text = client.get(address).text
    for words in (
        "看缺哪几项",
        "导入表格",
        f'hx-get="{address}missing/"',
        f'hx-get="{address}side/"',
    ):
        assert words in text, words
    for words in ("失信被执行人", "谁替企业办事", "信用代码怎么读"):
        assert words not in text, words
    missing = client.get(f"{address}missing/", headers=PART).text
    assert "失信被执行人" in missing
    assert "3,000 万元" not in missing
    assert "<html" not in missing
    assert (
        "失信被执行人" in client.get(f"{address}missing/").text
    )  # without script: the page with it
    assert "失信被执行人" in client.get(f"{address}facts/court_debtor/").text
    assert (
        "失信被执行人" not in page(leader, known, "missing/").text
    )  # who states nothing lacks nothing
    beside = client.get(f"{address}side/", headers=PART).text
    assert "谁替企业办事" in beside
    assert "<html" not in beside


def said(value, source="statistics", on="2026-10-31", **more):
    return {"value": value, "source": source, "on": on, **more}


def test_a_coordinator_puts_one_fact_right(known, coordinator):
    client, path = signed_in(coordinator), f"/desk/enterprises/{known.uscc}/facts/revenue/"
    opened = client.get(path).text
    assert 'value="3000"' in opened
    answer = client.post(path, said("3,100", source="tax"), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "已记下，现在用的就是这个数。" in answer.text
    assert "3,100 万元" in answer.text
    assert Enterprise.objects.get(pk=known.pk).fact("revenue") == 31_000_000
    history = client.get(path).text
    assert history.index("3,100 万元") < history.rindex("3,000 万元")


def test_a_worse_sources_number_is_kept_beside(known, coordinator):
    answer = signed_in(coordinator).post(
        f"/desk/enterprises/{known.uscc}/facts/revenue/", said("2,900", source="street")
    )
    assert "街道说 2,900 万元" in answer.text
    assert "税务 2026-06-30 的数仍在用" in answer.text


def test_ten_thousand_times_is_asked_in_words_with_both_figures(known, coordinator):
    client, path = signed_in(coordinator), f"/desk/enterprises/{known.uscc}/facts/revenue/"
    asked = client.post(path, said("30000000", source="tax"))
    assert asked.status_code == 422
    assert "您填的是 30,000,000 万元，现有的是 3,000 万元（税务，2026-06-30）" in asked.text
    assert 'value="30000000"' in asked.text
    assert client.post(path, said("30000000", source="tax", sure="on")).status_code == 200
    assert Enterprise.objects.get(pk=known.pk).fact("revenue") == 300_000_000_000


@pytest.mark.parametrize(
    ("code", "fields", "words"),
    [
        ("employees", said("很多"), "“很多”不是数字"), ("employees", said(""), "这个字段是必填项"),
        ("employees", said("-3"), "-3 超出了可能的范围，应在 0 至 3,000,000 人之间。"),
        ("employees", said("3.5"), "应是整数"),
        ("revenue", said("3 公里"), "单位“公里”不对"), ("founded", said("2026-02-31"), "不是日期"),
        ("employees", said("7", on="2030-01-01"), "截至日期还没有到"), ("employees", said("7", on="昨天"), "日期"),
        ("employees", said("7", source="nobody"), "nobody"), ("status", said("好"), "好"),
        ("revenue", said("-3"), "-3 超出了可能的范围，不能小于 0 万元。"),
        ("capacity_use", said("350"), "350 超出了可能的范围，应在 0 至 200 %之间。"),
        ("founded", said("1800-01-01"), "1800-01-01 太早了，不能早于 18"),
        ("industry", said("造飞船"), "不是国民经济行业分类"), ("contact_phone", said("12"), "请写手机号"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(
    known, coordinator, code, fields, words
):
    reports = Report.objects.count()
    answer = signed_in(coordinator).post(f"/desk/enterprises/{known.uscc}/facts/{code}/", fields)
    assert answer.status_code == 422
    assert words in answer.text
    if fields["value"] and code not in {"status", "founded"}:
        assert f'value="{fields["value"]}"' in answer.text
    assert Report.objects.count() == reports


def test_an_officer_states_what_the_department_is_the_source_of(known, officer):
    client, path = signed_in(officer), f"/desk/enterprises/{known.uscc}/facts"
    assert client.post(f"{path}/power_used/", said("130万", source="power")).status_code == 200
    assert Enterprise.objects.get(pk=known.pk).fact("power_used") == 1_300_000
    assert client.post(f"{path}/power_used/", said("1", source="tax")).status_code == 422
    assert client.post(f"{path}/revenue/", said("1", source="tax")).status_code == 404
    assert (
        "<form"
        not in client.get(f"{path}/revenue/").text.split('class="ef-more"')[1].split("</li>")[0]
    )


@pytest.mark.parametrize(
    ("role", "offered"),
    [("coordinator", {"statistics", "tax", "hr", "street", "enterprise"}), ("clerk", {"enterprise"}),
     ("officer", set()), ("housing_officer", set()), ("head", set()), ("leader", set()), ("auditor", set())],
)  # fmt: skip
def test_a_form_offers_the_sources_that_one_may_speak_for_and_no_other_is_taken(
    known, request, role, offered
):
    client = signed_in(request.getfixturevalue(role))
    path = f"/desk/enterprises/{known.uscc}/facts/employees/"
    text = client.get(path).text
    assert ('name="source"' in text) is bool(offered)
    for source in ("statistics", "tax", "hr", "street", "enterprise"):
        assert (f'value="{source}"' in text) is (source in offered), source
        status = client.post(path, said("81", source=source)).status_code
        assert status == (200 if source in offered else 422 if offered else 404), source
    told = Report.objects.filter(by=request.getfixturevalue(role), facts__employees=81)
    assert set(told.values_list("source_id", flat=True)) == offered


def test_nobody_states_what_is_computed(known, coordinator):
    client = signed_in(coordinator)
    path = f"/desk/enterprises/{known.uscc}/facts/scale/"
    assert "由系统按上面的数算出" in client.get(path).text
    assert client.post(path, said("large")).status_code == 404


def test_looking_at_a_covered_datum_is_written_down(known, coordinator, leader, officer, auditor):
    path = f"/desk/enterprises/{known.uscc}/facts/contact_phone/show/"
    client = signed_in(coordinator)
    shown = client.post(path)
    assert "13812345678" in shown.text
    assert "您看了联系电话，已记入日志。" in shown.text
    entry = Entry.objects.get(verb="enterprise.fact_shown")
    assert entry.data["fact"] == "contact_phone"
    assert "13812345678" not in client.get(f"/desk/enterprises/{known.uscc}/").text
    assert signed_in(officer).post(path).status_code == 404
    assert client.post(path.replace("contact_phone", "bank_account")).status_code == 404
    assert client.post(path.replace("contact_phone", "legal_representative")).status_code == 404
    assert Entry.objects.filter(verb="enterprise.fact_shown").count() == 1
    assert "13812345678" in signed_in(auditor).post(path).text
    looks = Entry.objects.filter(verb="enterprise.fact_shown", actor=f"accounts.user:{auditor.pk}")
    assert [look.data["fact"] for look in looks] == ["contact_phone"]


def test_appeals_stand_on_the_page_as_their_reader_may_see_them(
    known, enterprise, officer, housing_officer, coordinator
):
    appeal = appeals.file_appeal(known, text=POWER, by=enterprise)
    secret = appeals.file_appeal(known, text=POWER + "，请保密", confidential=True, by=enterprise)
    assert appeal.reference in page(officer, known, "side/").text
    assert secret.reference not in page(officer, known, "side/").text
    assert secret.reference in page(coordinator, known, "side/").text
    assert "没有您看得到的诉求" in page(housing_officer, known, "side/").text


def test_the_list_comes_as_a_spreadsheet_without_formulas(works, coordinator, tmp_path):
    Enterprise.objects.filter(pk=works.pk).update(name="=HYPERLINK(1)")
    spoken = {"revenue": 12_345_600, "contact_phone": "13812345678"}
    record(works, source="tax", on=JUNE, facts=spoken, by=None)
    answer = signed_in(coordinator).get("/desk/enterprises/export/?q=hyperlink")
    file = tmp_path / "out.xlsx"
    file.write_bytes(b"".join(answer.streaming_content))
    head, row = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    cells = dict(zip(head, row, strict=True))
    assert (cells["企业名称"], cells["营业收入（万元）"]) == ("=HYPERLINK(1)", 1234.56)
    assert "13812345678" not in row
    assert b"<f>" not in zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml")
