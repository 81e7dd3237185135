"""The list as a spreadsheet: what is on the screen, no formulas, no names that are kept back."""

from io import BytesIO
from zipfile import ZipFile

from liandong.appeals import actions

POWER = "厂区变压器容量不够，想申请用电增容，请供电公司办理"


def _sheet(answer):
    assert answer.status_code == 200
    assert ".xlsx" in answer["Content-Disposition"]
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()


def test_the_list_that_is_on_the_screen(works, enterprise, officer, power, tuesday, at):
    first = actions.file_appeal(works, text=POWER, by=enterprise)
    second = actions.file_appeal(works, text=f"{POWER}，已经两个月", by=enterprise)
    client = at(officer)
    sheet = _sheet(client.get("/desk/export.xlsx?view=department"))
    assert sheet.count("<row ") == 3
    sheet = _sheet(client.get("/desk/export.xlsx?view=department&q=两个月"))
    assert second.reference in sheet
    assert first.reference not in sheet


def test_what_was_picked(works, enterprise, officer, power, stranger, tuesday, at):
    made = [actions.file_appeal(works, text=f"{POWER} {n}", by=enterprise) for n in range(3)]
    picked = {"reference": [made[0].reference, made[2].reference]}
    sheet = _sheet(at(officer).post("/desk/export.xlsx?view=mine", picked))
    assert sheet.count("<row ") == 3
    assert made[1].reference not in sheet


def test_a_text_is_never_a_formula_or_a_link(works, enterprise, officer, power, tuesday, at):
    for text in (
        f'=HYPERLINK("http://x.example","{POWER}")',
        f"http://x.example {POWER}",
        f"@{POWER}",
    ):
        actions.file_appeal(works, text=text, title=text[:40], by=enterprise)
    sheet = _sheet(at(officer).get("/desk/export.xlsx?view=mine"))
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_a_name_that_is_kept_back_stays_so(
    works, enterprise, officer, coordinator, power, tuesday, at
):
    actions.file_appeal(works, text=POWER, confidential=True, by=enterprise)
    sheet = _sheet(at(officer).get("/desk/export.xlsx?view=mine"))
    assert "匿名企业" in sheet
    assert works.name not in sheet
    assert works.name in _sheet(at(coordinator).get("/desk/export.xlsx?view=all"))


def test_a_list_of_others_is_not_exported(works, enterprise, officer, stranger, power, tuesday, at):
    appeal = actions.file_appeal(works, text=POWER, by=enterprise)
    sheet = _sheet(
        at(officer).get("/desk/export.xlsx?view=all")
    )  # not theirs: their own first list
    assert sheet.count("<row ") == 2
    assert (
        at(stranger).post("/desk/export.xlsx", {"reference": appeal.reference}).status_code == 404
    )
