"""Figures in a real browser: a month in four touches, needs said once, supply typed in; axe finds nothing."""

from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import expect

from liandong.departments.queries import today as today_there
from liandong.enterprises.actions import record
from liandong.enterprises.models import Enterprise
from liandong.figures.actions import open_period
from liandong.figures.models import Ask
from liandong.kit.now import standing_at
from tests.browser.axe import violations

WIDE = {"width": 1440, "height": 900}
SPRING = date(2027, 1, 1)


@pytest.fixture
def asked(works, enterprise, coordinator):
    """The sample enterprise is asked for last month and for the next quarter's needs."""
    Enterprise.objects.filter(pk=works.pk).update(is_key=True, is_verified=True)
    facts = {"town": "红山街道", "industry": "C3451", "employees": 77}
    record(works, source="statistics", on=date(2025, 12, 31), facts=facts, by=None)
    today = today_there()
    last = (today.replace(day=1) - date.resolution).replace(day=1)
    with standing_at(datetime(today.year, today.month, 1, 2, tzinfo=UTC)):
        open_period("indicator", last, "410303")
    Ask.objects.update(closes_on=today)
    return last


@pytest.mark.parametrize(("script", "scheme"), [(True, "light"), (True, "dark"), (False, "light")])
def test_a_month_is_reported_in_four_touches(asked, enterprise, hold, script, scheme):
    page = hold(enterprise, script=script, scheme=scheme)
    page.goto("/")
    page.get_by_role("link", name="核对提交").first.click()  # one
    expect(page.locator("#id_staff")).to_have_value("")
    page.get_by_role("button", name="职工与上次一样").click()
    expect(page.locator("#id_staff")).to_have_value("77")
    if script:
        assert violations(page) == []
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.fill("#id_revenue", "812")  # two
    page.fill("#id_tax", "31.5")  # three
    page.get_by_role("button", name="提交").click()  # four
    expect(page.get_by_text("收到，谢谢")).to_be_visible()
    expect(page.get_by_text("已报").first).to_be_visible()
    if script:
        assert violations(page) == []
    page.get_by_role("link", name="看看").click()
    expect(page.get_by_text("812 万元")).to_be_visible()
    page.get_by_role("link", name="更正").click()
    page.fill("#id_revenue", "815")
    page.get_by_role("button", name="更正").click()
    expect(page.get_by_text("已更正")).to_be_visible()
    assert Ask.objects.get().values["revenue"] == 8_150_000


def test_needs_are_said_and_the_supply_typed_in(
    works, enterprise, officer, coordinator, hold, asked
):
    with standing_at(datetime(2026, 12, 9, 2, tzinfo=UTC)):
        open_period("need", SPRING, "410303")
    Ask.objects.filter(set="need").update(closes_on=today_there())
    page = hold(enterprise)
    page.goto("/enterprise/figures/")
    page.get_by_role("link", name="填一下").click()
    assert violations(page) == []
    page.fill("[name=capacity-0]", "800")
    page.fill("[name=capacity-1]", "1000")
    page.get_by_text("没填的都不需要").click()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("收到，谢谢")).to_be_visible()
    assert Ask.objects.get(set="need").values["capacity"] == [800, 1000, 0]
    desk = hold(officer, size=WIDE)
    desk.goto("/desk/needs/")
    assert violations(desk) == []
    desk.fill("[name=supply-0]", "800")
    desk.fill("[name=supply-1]", "200")
    desk.get_by_role("button", name="保存").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("红山街道用电增容缺 800 千伏安")
    desk.locator("summary", has_text="红山街道").click()
    expect(desk.get_by_text(works.name)).to_be_visible()
    assert violations(desk) == []
    other = hold(coordinator, size=WIDE, scheme="dark")
    other.goto("/desk/needs/")
    expect(other.get_by_text("缺 800").first).to_be_visible()
    assert violations(other) == []
    other.get_by_role("link", name="企业报数").click()
    expect(other.get_by_role("heading", level=1)).to_contain_text("1 家里 0 家报了")
    assert violations(other) == []
