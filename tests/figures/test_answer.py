"""A month is asked once, filled in where it can be, answered, corrected, skipped; and when it is too late."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from liandong.enterprises.actions import record
from liandong.enterprises.models import Enterprise, Report
from liandong.figures.actions import answer, close_periods, open_period, remind, skip
from liandong.figures.models import Ask
from liandong.journal.models import Entry
from liandong.kit.now import standing_at
from liandong.kit.refusals import Refused
from tests.figures.conftest import OCTOBER

pytestmark = [pytest.mark.django_db]
FIGURES = {"revenue": "812", "tax": "31.5", "staff": "80", "orders": "2,400"}


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_nobody_is_asked_twice(month, region):
    assert open_period("indicator", OCTOBER, region) == 0
    assert Ask.objects.count() == 1
    assert Entry.objects.filter(verb="figures.opened").count() == 1
    assert (month.reference, str(month.closes_on), month.place, month.industry) == (
        f"BS202610-{month.enterprise.uscc}",
        "2026-11-16",
        "红山街道",
        "C3451",
    )  # fmt: skip  (the fifteenth is a Sunday)


def test_who_is_asked(key, enterprise, neighbour, region):
    """Key enterprises that are verified, in business, and have somebody to ask."""
    with standing_at(datetime(2026, 11, 9, 2, tzinfo=UTC)):
        _user, gone = neighbour(1)
        record(gone, source="market", on=OCTOBER, facts={"status": "closed_down"}, by=None)
        _user, unseen = neighbour(2)
        Enterprise.objects.filter(pk=unseen.pk).update(is_verified=False)
        neighbour(3)
        assert open_period("indicator", OCTOBER, region) == 2


def test_filled_in_answered_and_told_to_the_base(month, key, enterprise):
    record(key, source="power", on=date(2026, 10, 31), facts={"power_used": 56000}, by=None)
    page = signed_in(enterprise)
    assert "11月16日前提交，还有 4 项要您填" in page.get("/").text
    assert "还有 4 项要您填，别的都填好了。" in page.get("/enterprise/figures/").text
    assert "10月的数" in page.get("/").text
    assert "报数和走势" in page.get("/me/").text
    text = page.get(f"/enterprise/figures/{month.reference}/").text
    for words in (
        "供电已报，不用填",
        "56,000 千瓦时",
        "上次 77 人",
        "与上次一样",
        "11月16日前提交",
    ):
        assert words in text, words
    sent = page.post(f"/enterprise/figures/{month.reference}/", FIGURES)
    assert sent.status_code == 302
    month.refresh_from_db()
    assert month.values == {
        "revenue": 8_120_000, "tax": 315_000, "power": 56000, "staff": 80, "orders": 24_000_000,
    }  # fmt: skip
    assert month.sources == {"power": "power"}
    told = Report.objects.get(enterprise=key, source="enterprise")
    assert (told.on, told.facts) == (date(2026, 10, 31), {"employees": 80, "orders": 24_000_000})
    key = Enterprise.objects.get(pk=key.pk)
    assert (key.fact("revenue"), key.fact("employees")) == (None, 77)  # a month is no year
    assert "10月的数" not in page.get("/").text
    assert "812 万元" in page.get(f"/enterprise/figures/{month.reference}/").text


def test_what_is_known_of_the_month_is_not_asked_nor_overwritten(month, key, enterprise):
    """The enterprise has stated its orders as of the month's end; of September's figures none is October's."""
    Ask.objects.create(
        enterprise=key, region_id="410303", set="indicator", period=date(2026, 9, 1), by=enterprise,
        asked_at=month.asked_at, closes_on=OCTOBER, state="answered", answered_at=month.asked_at,
        values={"orders": 9_000_000, "staff": 79},
    )  # fmt: skip
    record(
        key, source="enterprise", on=date(2026, 10, 31), facts={"orders": 12_000_000}, by=enterprise
    )
    page = signed_in(enterprise)
    address = f"/enterprise/figures/{month.reference}/"
    text = page.get(address).text
    for words in ("您已报过，不用填", "1,200 万元", "上次 79 人"):
        assert words in text, words
    assert 'name="orders"' not in text
    assert 'value="79"' not in text  # not this month's until somebody says so
    copied = page.post(address, {"revenue": "5", "same": "staff"}).text
    assert ('value="79"' in copied, 'value="5"' in copied) == (True, True)
    month.refresh_from_db()
    assert month.state == "open"
    answer(month, values={"revenue": 5, "orders": 9_000_000}, by=enterprise)
    month.refresh_from_db()
    assert (month.values["orders"], month.values["staff"]) == (12_000_000, None)
    assert Report.objects.filter(source="enterprise").count() == 1


def test_answered_again_only_as_a_correction(month, enterprise):
    answer(month, values={"revenue": 5_000_000}, by=enterprise)
    with pytest.raises(Refused, match="请点“更正”"):
        answer(month, values={"revenue": 6_000_000}, by=enterprise)
    answer(month, values={"revenue": 6_000_000}, again=True, by=enterprise)
    entry = Entry.objects.get(verb="figures.corrected")
    assert entry.data["before"]["revenue"] == 5_000_000
    assert entry.data["values"]["revenue"] == 6_000_000


def test_nothing_at_all_and_what_does_not_fit_is_refused(month, enterprise):
    page = signed_in(enterprise)
    address = f"/enterprise/figures/{month.reference}/"
    answer_ = page.post(address, {"revenue": " "})
    assert (answer_.status_code, "请至少填一项" in answer_.text) == (422, True)
    answer_ = page.post(address, {"revenue": "很多", "tax": "一些"})
    assert "“很多”不是数字" in answer_.text
    assert "“一些”不是数字" in answer_.text  # all that is wrong, not the first
    for word in ("您的联系人", "区领导", "审计"):
        assert word in answer_.text, word
    assert 'value="很多"' in answer_.text
    with pytest.raises(Refused, match="没有"):
        answer(month, values={"profit": 1}, by=enterprise)


@pytest.mark.parametrize(
    ("typed", "words"),
    [("8120000", "会不会写成了元"), ("8000", "没有错就再点一次"), ("2", "没有错就再点一次")],
)
def test_a_figure_many_times_its_past_is_asked_about(month, key, enterprise, typed, words):
    Ask.objects.create(
        enterprise=key, region_id="410303", set="indicator", period=date(2026, 9, 1), by=enterprise,
        asked_at=month.asked_at, closes_on=OCTOBER, values={"revenue": 8_000_000}, state="answered",
        answered_at=month.asked_at,
    )  # fmt: skip
    page = signed_in(enterprise)
    address = f"/enterprise/figures/{month.reference}/"
    assert "上次 800 万元" in page.get(address).text
    asked = page.post(address, {"revenue": typed})
    assert asked.status_code == 422
    assert words in asked.text
    assert f'value="{typed}"' in asked.text
    assert page.post(address, {"revenue": typed, "sure": "on"}).status_code == 302


def test_nought_is_not_unknown(month, enterprise):
    answer(month, values={"revenue": 0, "tax": None}, by=enterprise)
    month.refresh_from_db()
    assert (month.values["revenue"], month.values["tax"]) == (0, None)


def test_a_late_answer_is_taken_until_the_next_month_is_asked(month, enterprise):
    with standing_at(datetime(2026, 11, 20, 2, tzinfo=UTC)):
        assert close_periods() == 1
        answer(month, values={"revenue": 1}, by=enterprise)
        assert Entry.objects.get(verb="figures.answered").data["late"] is True
    with standing_at(datetime(2026, 12, 1, 2, tzinfo=UTC)), pytest.raises(Refused, match="补报"):
        answer(month, values={"revenue": 2}, again=True, by=enterprise)


def test_skipped_three_times_rests_a_quarter(month, key, enterprise, region):
    skip(month, by=enterprise)
    for n in (11, 12):
        with standing_at(datetime(2026 + n // 12, n % 12 + 1, 9, 2, tzinfo=UTC)):
            assert open_period("indicator", date(2026, n, 1), region) == 1
            skip(Ask.objects.get(period=date(2026, n, 1)), by=enterprise)
    asked = []
    for n in (1, 2, 3, 4):
        with standing_at(datetime(2027, n + 1, 9, 2, tzinfo=UTC)):
            asked.append(open_period("indicator", date(2027, n, 1), region))
    assert asked == [0, 0, 0, 1]


def test_reminded_once(month, told, enterprise):
    assert (remind(month), remind(month)) == (True, False)
    assert "10月的数还没报，11月16日截止" in told()["enterprise"]


def test_a_stranger_finds_nothing(month, stranger, officer, coordinator):
    for user in (stranger, officer, coordinator):
        page = signed_in(user)
        for address in ("", "skip/"):
            assert page.post(f"/enterprise/figures/{month.reference}/{address}").status_code == 404
        assert page.get(f"/enterprise/figures/{month.reference}/").status_code == 404
    with pytest.raises(Refused) as why:
        answer(month, values={"revenue": 1}, by=stranger)
    assert why.value.code == "figures.not_yours"


@pytest.mark.parametrize(
    "reference", ["BS202613-{}", "BS202610-{}X", "YS2026Q5-{}", "10月", "BS202609-{}"]
)
def test_what_was_never_asked_is_not_there(month, enterprise, reference):
    page = signed_in(enterprise)
    code = month.enterprise.uscc
    assert page.get(f"/enterprise/figures/{reference.format(code)}/").status_code == 404
    assert page.get(f"/enterprise/figures/BS202610-{code}/").status_code == 200


def test_by_hand_only_the_coordinator_opens(key, enterprise, officer, coordinator, region):
    with standing_at(datetime(2026, 11, 9, 2, tzinfo=UTC)):
        with pytest.raises(Refused, match="协调员"):
            open_period("need", date(2027, 1, 1), region, by=officer)
        assert open_period("need", date(2027, 1, 1), region, by=coordinator) == 1
