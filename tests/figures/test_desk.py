"""The overview: how many reported; names only for the coordinator; middles of five and more; the spreadsheet."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from liandong.enterprises.models import Enterprise
from liandong.figures.actions import answer, open_period
from liandong.figures.actions.moving import move
from liandong.figures.models import Ask
from liandong.kit.now import standing_at
from tests.figures.conftest import OCTOBER

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def reported(key, enterprise, neighbour, region):
    """Six were asked, four of them have answered."""
    with standing_at(datetime(2026, 11, 9, 2, tzinfo=UTC)):
        people = [neighbour(n) for n in range(5)]
        open_period("indicator", OCTOBER, region)
        for n, (user, other) in enumerate(people[:4]):
            answer(Ask.objects.get(enterprise=other), values={"revenue": 1_230_000 + n}, by=user)
        yield people


def page(user, address="/desk/figures/"):
    client = Client()
    client.force_login(user)
    return client.get(address)


def test_names_are_for_the_coordinator(reported, coordinator, leader, auditor, works):
    for user in (coordinator, leader, auditor):
        text = page(user).text
        assert "2026年10月：6 家里 4 家报了" in text
        assert "红山街道" in text
        assert "不足 5 家" in text
        assert "123" not in text
        assert ("还有 2 家没报" in text, works.name in text) == (user == coordinator,) * 2


def test_the_fifth_makes_a_middle(reported, coordinator, api, officer):
    user, other = reported[4]
    answer(Ask.objects.get(enterprise=other), values={"revenue": 9_000_000}, by=user)
    assert "120（5 家）" in page(coordinator).text
    found = api(coordinator).get("/figures/indicator/2026-10-01", by="industry").json()
    assert found == [
        {"name": "C", "answered": 5, "asked": None,
         "middle": {"revenue": 1_200_000, "tax": None, "power": None, "staff": None, "orders": None}}
    ] or found[0]["middle"]["revenue"] == 1_200_000  # fmt: skip
    assert api(officer).get("/figures/indicator/2026-10-01").status_code == 404


def test_four_make_none_over_the_api_either(reported, coordinator, api):
    found = api(coordinator).get("/figures/indicator/2026-10-01", by="industry").json()
    assert [group["middle"]["revenue"] for group in found] == [None]
    by_place = api(coordinator).get("/figures/indicator/2026-10-01").json()
    assert [(p["name"], p["answered"], p["asked"]) for p in by_place] == [("红山街道", 4, 6)]


def test_the_spreadsheet_has_who_was_asked(reported, leader, works):
    sent = page(leader, "/desk/figures/export/?period=2026-10-01")
    rows = CalamineWorkbook.from_filelike(
        BytesIO(b"".join(sent.streaming_content))
    ).get_sheet_by_index(0)
    rows = rows.to_python()
    assert rows[0][4] == "营业收入（万元）"
    assert sorted(row[3] for row in rows[1:]) == ["已报"] * 4 + ["还没报"] * 2
    assert [row[4] for row in rows[1:] if row[3] == "还没报"] == ["", ""]  # not nought


def test_of_two_that_are_one_the_answered_month_goes_on(reported, works):
    _user, other = reported[0]
    earlier = Ask.objects.create(
        enterprise=other, set="indicator", period=date(2026, 9, 1), region_id="410303",
        asked_at=datetime.now(UTC), closes_on=OCTOBER,
    )  # fmt: skip
    theirs = Ask.objects.get(enterprise=other, period=OCTOBER)
    assert move(other, works) == {"figures_ask": [theirs.pk, earlier.pk]}
    assert set(Ask.objects.filter(enterprise=works).values_list("pk", flat=True)) == {
        theirs.pk, earlier.pk,
    }  # fmt: skip
    left = Ask.objects.get(enterprise=other)
    assert (left.state, left.period) == ("open", OCTOBER)
    assert move(Enterprise.objects.get(pk=other.pk), works) == {"figures_ask": []}
