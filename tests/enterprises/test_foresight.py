"""A dry run says what the good rows would do; units are asked for, days of whole years doubted, sources told."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from config.command import tell_import
from liandong.accounts.actions import issue_token
from liandong.enterprises.actions import import_file, record
from liandong.enterprises.enums import UploadState
from liandong.enterprises.models import Enterprise, Report, Source, Upload, catalogue
from liandong.enterprises.rules.foresight import year_doubt
from liandong.enterprises.rules.headings import headings
from liandong.enterprises.rules.reading import reader
from liandong.enterprises.rules.values import parse
from liandong.kit.codes import make_uscc
from liandong.kit.refusals import Refused
from tests.enterprises.test_import import sheet
from tests.enterprises.test_upload_pages import bring, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
JUNE, MARCH, LAST_YEAR = date(2026, 6, 30), date(2026, 3, 31), date(2025, 12, 31)


@pytest.fixture
def client(coordinator, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client = Client()
    client.force_login(coordinator)
    return client


def test_what_the_good_rows_would_do_is_counted_and_shown(tmp_path, works):
    record(works, source="tax", on=MARCH, facts={"revenue": 3000, "tax": 500, "assets": 7}, by=None)
    record(works, source="statistics", on=JUNE, facts={"employees": 9}, by=None)
    new = make_uscc(800)
    path = sheet(
        tmp_path / "in.csv",
        [
            ["uscc", "name", "revenue", "tax", "employees", "assets", "profit"],
            [works.uscc, "", "4000", "500", "12", "", "1"],
            [new, "洛阳新厂有限公司", "1", "", "", "", ""],
            [new, "", "", "", "2", "", ""],
            [works.uscc, "", "", "", "", "700000", "3"],
            ["123", "坏码", "1", "", "", "", ""],
        ],
    )
    outcome = import_file(path, source="tax", on=JUNE, dry_run=True)
    seen = outcome.foresight
    assert (outcome.rows, outcome.imported, outcome.rejected, seen.new) == (5, 3, 2, 1)
    # the row that is asked about is refused whole: its profit is not counted
    assert seen.facts == {"new": 4, "changed": 1, "same": 1, "kept": 1, "asked": 1}
    assert [(s.row, s.name, s.before, s.said, s.keeper) for s in seen.samples] == [
        (2, "营业收入", "0.3 万元", "0.4 万元", ""), (2, "从业人员", "9 人", "12 人", "统计"),
    ]  # fmt: skip
    assert (seen.repeated, seen.twins) == (2, [(new, 3, 4), (works.uscc, 2, 5)])
    assert Report.objects.count() == 2
    assert not Enterprise.objects.filter(uscc=new).exists()
    taken = import_file(path, source="tax", on=JUNE)
    assert (taken.imported, taken.rejected) == (outcome.imported, outcome.rejected)
    assert taken.foresight is None


def test_a_code_that_comes_again_thousands_of_rows_later_is_the_same_new_enterprise(tmp_path):
    new = make_uscc(0)
    rows = [[make_uscc(n), f"洛阳第{n}号有限公司"] for n in range(1001)]
    path = sheet(tmp_path / "in.csv", [["uscc", "name"], *rows, [new, ""]])
    outcome = import_file(path, source="tax", on=JUNE, dry_run=True)
    assert (outcome.rejected, outcome.foresight.new) == (0, 1001)
    assert outcome.foresight.twins == [(new, 2, 1003)]


def test_no_sample_shows_what_is_personal(tmp_path, works):
    record(works, source="tax", on=MARCH, facts={"contact_phone": "13800000001"}, by=None)
    path = sheet(tmp_path / "in.csv", [["uscc", "contact_phone"], [works.uscc, "13800000002"]])
    seen = import_file(path, source="tax", on=JUNE, dry_run=True).foresight
    assert (seen.facts["changed"], seen.samples) == (1, [])


def test_two_new_rows_of_one_name_are_told_before_they_are_in(tmp_path):
    one, other = make_uscc(70), make_uscc(71)
    rows = [["uscc", "name"], [one, "洛阳甲乙有限公司"], [other, "洛阳甲乙有限责任公司"]]
    outcome = import_file(sheet(tmp_path / "in.csv", rows), source="tax", on=JUNE, dry_run=True)
    assert sorted((code, twin) for code, _name, twin in outcome.alike) == [
        (one, other),
        (other, one),
    ]


@pytest.mark.parametrize(
    ("title", "unit", "unsaid"),
    [
        ("营业收入（元）", "元", False), ("营业收入", "万元", True), ("用电量", "千瓦时", True),
        ("从业人员", "人", False), ("用地面积", "亩", False), ("revenue", "", False),
    ],
)  # fmt: skip
def test_a_heading_without_a_unit_leaves_it_open(title, unit, unsaid):
    kinds = catalogue().kinds
    read = headings([["信用代码", title], ["9", "1"]], kinds, workbook=False)
    assert (read.units[read.columns[1]], bool(read.unsaid)) == (unit, unsaid)


@pytest.mark.parametrize(("unit", "kept"), [("元", "0.1"), ("千元", "100"), ("亿元", "10000000")])
def test_the_unit_that_people_said_is_what_is_read_exactly(tmp_path, works, unit, kept):
    path = sheet(tmp_path / "in.csv", [["uscc", "营业收入"], [works.uscc, "0.1"]])
    outcome = import_file(path, source="tax", on=LAST_YEAR, units={"营业收入": unit})
    assert (outcome.unsaid, outcome.units) == ([], {"营业收入": unit})
    works.refresh_from_db()
    assert works.fact("revenue") == Decimal(kept)


@pytest.mark.parametrize("unit", ["", "元", "千元", "万元", "亿元"])
@pytest.mark.parametrize(
    "cell", ["12", "007", "999999999999", "1,200", "-5", "0.5万元", "很多", "²", 3, 2.5]
)
def test_a_column_is_read_as_each_of_its_cells(unit, cell):
    known = catalogue()
    for code in ("revenue", "employees", "high_tech", "founded", "profit"):
        kind = known.kinds[code]
        read = reader(kind, known, JUNE, unit)
        for _ in range(2):  # the second time from memory
            assert said(lambda k=kind: parse(k, cell, known, JUNE, unit=unit)) == said(
                lambda r=read: r(cell)
            )


def said(act):
    try:
        return act()
    except Refused as refused:
        return refused.message


def test_the_page_asks_for_the_unit_and_remembers_it(client, works):
    table = f"统一社会信用代码,营业收入\n{works.uscc},3000\n"
    url = bring(client, table, on="2025-12-31").url
    work()
    text = client.get(url).text
    assert "营业收入：表头没有写单位" in text
    assert "导入这 1 行" not in text
    refused = client.post(url, {"act": "take"})
    assert refused.status_code == 422
    assert "请先选定单位：营业收入" in refused.text
    fields = {"title": "营业收入", "code": "revenue"}
    client.post(url, {**fields, "unit": "千元"})
    work()
    text = client.get(url).text
    assert "<option selected>千元</option>" in text
    client.post(url, {"act": "take"})
    work()
    works.refresh_from_db()
    assert works.fact("revenue") == 3_000_000
    again = bring(client, table.replace("3000", "4000"), on="2025-12-31").url
    work()
    text = client.get(again).text
    assert "表头没有写单位" not in text
    for words in ("新企业", "改变", "300 万元", "400 万元", "改成表里的"):
        assert words in text


@pytest.mark.parametrize(
    ("on", "words", "end"),
    [
        (JUNE, "今年还没有过完", LAST_YEAR), (date(2025, 11, 30), "不是年末", LAST_YEAR),
        (date(2025, 2, 1), "不是年末", date(2024, 12, 31)), (LAST_YEAR, "", None),
    ],
)  # fmt: skip
def test_the_day_of_a_whole_years_figure_is_doubted(on, words, end):
    doubt, better = year_doubt(["营业收入"], on, date(2026, 11, 24))
    assert (words in doubt, bool(doubt), better) == (True, bool(words), end)
    assert year_doubt([], on, date(2026, 11, 24)) == ("", None)


def test_the_page_says_the_doubt_and_takes_the_better_day_or_a_confirmation(client, works):
    table = f"统一社会信用代码,营业收入（元）,从业人员\n{works.uscc},3000,5\n"
    url = bring(client, table).url
    work()
    text = client.get(url).text
    assert "今年还没有过完。营业收入按全年算" in text
    assert "日期没有错，导入这 1 行" in text
    client.cookies["django_language"] = "en"
    assert "This year is not over" in client.get(url).text
    del client.cookies["django_language"]
    assert client.post(url, {"on": "2030-12-31"}).status_code == 422
    assert client.post(url, {"on": "年底"}).status_code == 422
    client.post(url, {"on": "2025-12-31"})
    work()
    upload = Upload.objects.get()
    assert (upload.on, upload.state) == (LAST_YEAR, UploadState.LOOKED)
    assert "今年还没有过完" not in client.get(url).text
    staff = bring(client, f"统一社会信用代码,从业人员\n{works.uscc},5\n").url
    work()
    assert "按全年算" not in client.get(staff).text


def test_a_source_that_nobody_knows_is_trusted_least_and_told(tmp_path, works, client, coordinator):
    words = "来源“怪来源”不在目录里，按最低一级对待。"
    path = sheet(tmp_path / "in.csv", [["uscc", "employees"], [works.uscc, "5"]])
    for dry_run in (True, False, False):  # still so when it has been there before
        assert import_file(path, source="怪来源", on=JUNE, dry_run=dry_run).notes == [words]
    assert import_file(path, source="税务", on=MARCH).notes == []
    listed = Source.objects.filter(is_listed=True)
    assert Source.objects.get(code="怪来源").rank > max(s.rank for s in listed)
    page = client.get("/desk/enterprises/import/").text
    assert '<option value="tax"' in page
    assert "怪来源" not in page


def test_the_api_says_so_too(works, coordinator):
    bearer = {"Authorization": f"Bearer {issue_token(coordinator, label='x')}"}
    path = f"/api/v1/enterprises/{works.uscc}/facts"
    for source, notes in (("怪来源", ["来源“怪来源”不在目录里，按最低一级对待。"]), ("tax", [])):
        body = {"source": source, "on": "2026-06-30", "facts": {"employees": 5}}
        answer = Client().put(path, body, content_type="application/json", headers=bearer)
        assert (answer.status_code, answer.json()["notes"]) == (200, notes)


def test_the_command_says_what_would_become_and_ends_in_json(tmp_path, works, capsys):
    record(works, source="tax", on=MARCH, facts={"revenue": 3_000_000}, by=None)
    rows = [["信用代码", "营业收入"], [works.uscc, "400"], [works.uscc, "400"], ["123", "1"]]
    path = sheet(tmp_path / "in.csv", rows)
    with pytest.raises(SystemExit) as left:
        tell_import(import_file(path, source="怪来源", on=JUNE, dry_run=True))
    said = capsys.readouterr()
    for words in (
        "来源“怪来源”不在目录里", "今年还没有过完", "“营业收入”没有写单位，按万元读",
        "第 2 行 营业收入：300 万元 → 400 万元，仍以税务的为准", f"第 3 行与第 2 行是同一家：{works.uscc}",
        "第 4 行没有导入",
    ):  # fmt: skip
        assert words in said.err
    assert left.value.code == 1
    facts = {"new": 0, "changed": 0, "same": 0, "kept": 2, "asked": 0}
    assert json.loads(said.out.splitlines()[-1]) == {
        "rows": 3, "imported": 2, "rejected": 1, "new": 0, "facts": facts, "repeated": 1,
    }  # fmt: skip
    tell_import(import_file(sheet(tmp_path / "a.csv", rows[:2]), source="tax", on=LAST_YEAR))
    assert json.loads(capsys.readouterr().out) == {"rows": 1, "imported": 1, "rejected": 0}
