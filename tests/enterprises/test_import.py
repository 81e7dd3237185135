"""Taking in spreadsheets: headings as offices write them, bad rows set aside, nothing lost, no formulas."""

import csv
import subprocess
import sys
from datetime import date

import pytest
import xlsxwriter

from liandong.enterprises.actions import import_file
from liandong.enterprises.models import Batch, Enterprise, Report, Source, catalogue
from liandong.enterprises.rules.headings import headings
from liandong.journal.models import Entry
from liandong.kit.codes import make_uscc
from liandong.kit.refusals import Refused
from liandong.kit.tables import harmless

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
JUNE = date(2026, 6, 30)


def sheet(path, rows, encoding="utf-8-sig"):
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
def test_chinese_headings_and_units_in_the_encodings_that_offices_use(tmp_path, works, encoding):
    path = sheet(
        tmp_path / "表.csv",
        [
            ["2026 年上半年企业情况"],
            [
                "统一社会信用代码",
                "企业名称",
                "营业收入（万元）",
                "从业人员期末人数",
                "资产总计（亿元）",
                "备注",
            ],
            [works.uscc, works.name, "1,200", "30人", "0.5", "x"],
        ],
        encoding,
    )
    outcome = import_file(path, source="统计", on=JUNE)
    assert (outcome.rows, outcome.imported, outcome.ignored) == (1, 1, ["备注"])
    works = Enterprise.objects.get(pk=works.pk)
    assert [works.fact(c) for c in ("revenue", "employees", "assets")] == [
        12_000_000,
        30,
        50_000_000,
    ]
    assert Report.objects.get().source_id == "statistics"


def test_a_workbook_with_headings_over_headings(tmp_path, works):
    path = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet()
        page.merge_range(0, 0, 0, 7, "企业情况表  单位：千元")
        for column, words in (
            (0, "统一社会信用代码"),
            (1, "企业名称"),
            (6, "产能利用率"),
            (7, "成立日期"),
        ):
            page.merge_range(1, column, 2, column, words)
        page.merge_range(1, 2, 1, 3, "本年")
        page.merge_range(1, 4, 1, 5, "上年（万元）")
        for column, words in ((2, "营业收入"), (3, "利润总额"), (4, "营业收入"), (5, "纳税总额")):
            page.write(2, column, words)
        page.write_row(3, 0, [works.uscc, works.name, 1200, -5, 100, 7, 0.85])
        page.write_datetime(3, 7, date(2020, 1, 5))
    outcome = import_file(path, source="统计", on=JUNE)
    assert (outcome.imported, outcome.ignored) == (1, [])
    works = Enterprise.objects.get(pk=works.pk)
    assert {c: works.fact(c) for c in outcome.columns.values() if c not in {"uscc", "name"}} == {
        "revenue": 1_200_000, "profit": -5_000, "revenue_last_year": 1_000_000, "tax_last_year": 70_000,
        "capacity_use": 0.85, "founded": date(2020, 1, 5),
    }  # fmt: skip


def test_bad_rows_are_set_aside_with_the_reason_and_the_rest_goes_in(tmp_path, works):
    rows = [
        ["uscc", "name", "employees", "founded"],
        [works.uscc, "", "5", ""],
        [make_uscc(800), "=cmd|' /C calc'!A0", "-5", ""],
        ["", "", "", ""],
        [make_uscc(801), "坏日期", "5", "2024-02-31"],
        [make_uscc(802), "", "5", ""],
        ["123", "坏码", "5"],
    ]
    path, rejects = sheet(tmp_path / "in.csv", rows), tmp_path / "out.csv"
    outcome = import_file(path, source="一张表", on=JUNE, rejects=rejects)
    assert (outcome.rows, outcome.imported, outcome.rejected) == (5, 1, 4)
    assert [number for number, _why in outcome.reasons] == [3, 5, 6, 7]
    with rejects.open(encoding="utf-8-sig", newline="") as file:
        aside = list(csv.reader(file))
    assert [row[1] for row in aside] == ["name", "'=cmd|' /C calc'!A0", "坏日期", "", "坏码"]
    assert aside[1][2:] == ["-5", "", "从业人员：-5 超出了可能的范围，应在 0 至 3,000,000 人之间。"]
    assert [len(row) for row in aside] == [5] * 5
    batch = Batch.objects.get()
    assert (batch.rows, batch.imported, batch.rejected, batch.name) == (5, 1, 4, "in.csv")
    assert Entry.objects.filter(verb="facts.imported").count() == 1


def test_a_dry_run_says_the_same_and_keeps_nothing(tmp_path, works):
    rows = [["uscc", "name", "employees"], [make_uscc(800), "新厂", "5"], ["123", "坏码", "5"]]
    path = sheet(tmp_path / "in.csv", rows)
    outcome = import_file(path, source="没见过的来源", on=JUNE, dry_run=True)
    assert (outcome.rows, outcome.imported, outcome.rejected) == (2, 1, 1)
    kept = (Report, Batch, Source.objects.filter(name="没见过的来源"))
    assert [getattr(k, "objects", k).count() for k in kept] == [0, 0, 0]
    assert not Enterprise.objects.filter(name="新厂").exists()


def test_taking_the_same_file_in_again_keeps_nothing_twice(tmp_path, works):
    path = sheet(tmp_path / "in.csv", [["uscc", "employees"], [works.uscc, "5"]])
    for _ in range(2):
        assert import_file(path, source="一张表", on=JUNE).imported == 1
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "import.empty"), (b"name,employees\na,5\n", "import.no_codes"),
        (b"PK\x03\x04 not a workbook at all", "import.broken"),
        (b"uscc,name\n" + b"x" * 200_000, "import.broken"), (bytes(range(256)) * 20, "import.no_codes"),
    ],
)  # fmt: skip
def test_what_is_no_table_of_enterprises_is_refused_in_words(tmp_path, content, code):
    path = tmp_path / "in.xlsx"
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        import_file(path, source="一张表", on=JUNE)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("heading", "code", "unit"),
    [
        ("营收(元)", "revenue", "元"), ("营业收入/亿元", "revenue", "亿元"), ("revenue", "revenue", ""),
        ("营业收入", "revenue", "万元"),
        ("用电量（万千瓦时）", "power_used", "万千瓦时"), ("* 职 工 人 数", "employees", "人"),
        ("R&D经费", "rd_spending", "万元"), ("产能利用率(%)", "capacity_use", "%"),
    ],
)  # fmt: skip
def test_a_heading_names_fact_and_unit(heading, code, unit):
    read = headings([["信用代码", heading], ["9", "1"]], catalogue().kinds, workbook=False)
    assert (read.columns[1], read.units[code]) == (code, unit)


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-cmd", "@x", "\tx", "\rx"])
def test_no_cell_is_a_formula(cell):
    assert harmless(cell) == f"'{cell}"
    assert [harmless(c) for c in ("-5", "+3.5%", "x=1", None, 5)] == ["-5", "+3.5%", "x=1", "", "5"]


@pytest.mark.parametrize("command", ["--on 2026-02-31", "", "--on 2026-06-30 --sauce x"])
def test_the_command_says_what_is_wrong_with_its_usage(tmp_path, command):
    run = subprocess.run(
        [sys.executable, "-m", "config.command", "import-enterprises", "x.csv", "--source", "x", *command.split()],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
