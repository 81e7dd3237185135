"""Writing the base out: what comes out goes in again unchanged, and no cell is a formula."""

import csv
import subprocess
import sys
import zipfile
from datetime import date

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from liandong.enterprises.actions import export_file, import_file, record
from liandong.enterprises.models import Enterprise, Sheet
from liandong.enterprises.pages import base
from liandong.journal.models import Entry
from liandong.kit.codes import make_uscc
from liandong.kit.refusals import Refused
from liandong.kit.tables import as_given, harmless

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
JUNE, JULY = date(2026, 6, 30), date(2026, 7, 31)
WICKED = ["=HYPERLINK(\"http://x\",\"a\")", "@SUM(A1)", "-2+3", "+1|cmd", "=1,\"2\"\n"]  # fmt: skip
SAID = {
    "region": "410303", "industry": "C3451", "founded": "1998-03-01", "revenue": 12_345_678.91,
    "profit": -5_000_000, "employees": 77, "rd_spending": 1, "high_tech": True, "capacity_use": 0.855,
}  # fmt: skip


@pytest.fixture
def spoken(works):
    record(works, source="statistics", on=JUNE, facts=SAID, by=None)
    secret = {"contact_phone": "13812345678", "bank_account": "62220000111"}
    record(works, source="tax", on=JUNE, facts=secret, by=None)
    for number, name in enumerate(WICKED, 40):
        Enterprise.objects.create(uscc=make_uscc(number), name=name, region_id="410303")
    return works


def held():
    return {
        sheet.pk: {code: entry[0] for code, entry in sheet.facts.items()}
        for sheet in Sheet.objects.all()
    }


def test_code_and_name_may_be_named_and_stand_there_once(tmp_path, spoken):
    path = tmp_path / "out.csv"
    export_file(path, facts=["name", "uscc", "employees"])
    title = path.read_text("utf-8-sig").splitlines()[0]
    assert title == "统一社会信用代码,企业名称,从业人员（人）"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_comes_out_goes_in_again_and_says_the_same(tmp_path, spoken, ending):
    path = tmp_path / f"out.{ending}"
    assert export_file(path) == 1 + len(WICKED)
    before = held()
    outcome = import_file(path, source="statistics", on=JULY)
    assert (outcome.rows, outcome.rejected, outcome.ignored) == (1 + len(WICKED), 0, [])
    after = held()
    assert after[spoken.pk] == before[spoken.pk] | {"name": spoken.name}
    assert len(after) == 1 + len(WICKED)
    assert Sheet.objects.get(pk=spoken.pk).facts["revenue"][2] == JULY.isoformat()
    names = Enterprise.objects.exclude(pk=spoken.pk).order_by("pk").values_list("name", flat=True)
    assert list(names) == [" ".join(name.split()) for name in WICKED]


def test_no_cell_of_a_file_is_a_formula_and_figures_stay_figures(tmp_path, spoken):
    book, text = tmp_path / "out.xlsx", tmp_path / "out.csv"
    for path in (book, text):
        export_file(path, facts=["利润总额", "revenue"])
    head, *rows = CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python()
    assert head[2:] == ["利润总额（万元）", "营业收入（万元）"]
    assert rows[0][2:] == [-500, 1234.567891]
    assert [row[1] for row in rows[1:]] == WICKED
    assert b"<f>" not in zipfile.ZipFile(book).read("xl/worksheets/sheet1.xml")
    with text.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[1][2:] == ["-500", "1234.567891"]
    assert all(line[1].startswith("'") for line in lines[2:])


@pytest.mark.parametrize("cell", [*WICKED, "\tx", "\rx", "-5", "'quoted", "x", "", "-1e-07"])
def test_what_was_made_harmless_is_read_as_it_was(cell):
    assert as_given(harmless(cell)) == cell
    assert not harmless(cell).startswith(("=", "+", "@", "\t", "\r"))


def test_personal_and_secret_data_never_leave(tmp_path, spoken):
    path = tmp_path / "out.csv"
    export_file(path)
    assert not {"13812345678", "62220000111"} & set(
        path.read_text("utf-8-sig").replace("\n", ",").split(",")
    )
    for word in ("bank_account", "contact_phone", "联系电话", "no_such"):
        with pytest.raises(Refused) as refused:
            export_file(path, facts=[word])
        assert word in refused.value.message


def test_one_region_and_no_merged_ones(tmp_path, spoken):
    away = Enterprise.objects.create(uscc=make_uscc(60), name="老城的", region_id="410302")
    gone = Enterprise.objects.get(uscc=make_uscc(40))
    gone.merged_into, gone.merged_at = away, "2026-11-01T00:00Z"
    gone.save()
    path = tmp_path / "out.csv"
    assert export_file(path, region="410302") == 1
    assert away.uscc in path.read_text("utf-8-sig")
    assert export_file(path, region="410303") == len(WICKED)
    with pytest.raises(Refused) as refused:
        export_file(path, region="999999")
    assert refused.value.code == "export.region"


def test_a_long_list_comes_as_csv_and_is_told_to_the_journal(spoken, coordinator, monkeypatch):
    client = Client()
    client.force_login(coordinator)
    monkeypatch.setattr(base, "MOST_EXPORTED", 3)
    answer = client.get("/desk/enterprises/export/?region=410303")
    lines = list(csv.reader(answer.getvalue().decode("utf-8-sig").splitlines()))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert ".csv" in answer["Content-Disposition"]
    assert lines[0][:3] == ["统一社会信用代码", "企业名称", "所在辖区"]
    assert lines[1][1] == spoken.name
    assert lines[2][1] == "'" + WICKED[0]
    short = client.get("/desk/enterprises/export/?q=hyperlink")
    assert "spreadsheetml" in short["Content-Type"]
    for close in short._resource_closers:  # not close(), which ends the test's own connection
        close()
    assert (
        "text/csv" in client.get("/desk/enterprises/export/?q=hyperlink&format=csv")["Content-Type"]
    )
    entries = Entry.objects.filter(verb="enterprises.exported").order_by("pk")
    assert [(e.data["rows"], e.data["filters"]) for e in entries[:2]] == [
        (1 + len(WICKED), {"region": "410303"}), (1, {"q": "hyperlink"}),
    ]  # fmt: skip
    assert entries[0].actor == f"accounts.user:{coordinator.pk}"


def test_the_command_needs_a_file():
    run = subprocess.run(
        [sys.executable, "-m", "config.command", "export-enterprises"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 2
    assert "FILE" in run.stderr
