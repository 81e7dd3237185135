"""The base in a real browser: search as one types, open, put right without losing anything; axe finds nothing."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from liandong.enterprises.actions import record
from tests.browser.axe import violations

WIDE = {"width": 1440, "height": 900}
JUNE = date(2026, 6, 30)


@pytest.fixture
def known(works):
    facts = {"industry": "C3451", "employees": 77, "revenue": 30_000_000, "contact": "王某某"}
    record(works, source="tax", on=JUNE, facts=facts, by=None)
    record(works, source="enterprise", on=date(2026, 9, 30), facts={"employees": 80}, by=None)
    return works


@pytest.mark.parametrize("size", [{"width": 390, "height": 844}, WIDE], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_found_opened_and_put_right(known, stranger, coordinator, hold, size, scheme):
    page = hold(coordinator, size=size, scheme=scheme)
    page.goto("/desk/enterprises/")
    expect(page.locator("#items .dk-item")).to_have_count(2)
    assert violations(page) == []
    page.fill("#q", "lyslzc")
    expect(page.locator("#items .dk-item")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"\?q=lyslzc"))
    page.locator("#items .dk-item").click()
    page.locator("#fact-revenue a").click()
    value = page.locator("#fact-revenue [name=value]")
    expect(value).to_be_focused()
    assert violations(page) == []
    value.fill("30000000")
    page.locator("#fact-revenue .ld-btn--main").click()
    asked = page.get_by_role("alert")
    expect(asked).to_contain_text("30,000,000 万元")
    expect(value).to_have_value("30000000")
    assert violations(page) == []
    value.fill("3100")
    page.locator("#fact-revenue select").select_option("tax")
    page.locator("#fact-revenue .ld-btn--main").click()
    expect(page.locator("#fact-revenue")).to_contain_text("已记下，现在用的就是这个数。")
    expect(page.locator("#case-side")).to_contain_text("3,100 万元")
    page.locator("#fact-contact form button").click()
    expect(page.locator("#fact-contact")).to_contain_text("已记入日志")
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_ones_own_is_put_right_in_two_touches(known, enterprise, hold, script):
    page = hold(enterprise, script=script)
    page.goto("/enterprise/")
    if script:
        assert violations(page) == []
    page.get_by_role("link", name="更正 从业人员").click()
    page.fill("[name=value]", "81")
    page.get_by_role("button", name="更正").click()
    expect(page.locator("#fact-employees")).to_contain_text("企业自报说 81 人，正在核对")
    if script:
        assert violations(page) == []


def test_what_is_missing_opens_and_nothing_moves_while_the_rest_arrives(known, coordinator, hold):
    page = hold(coordinator, size=WIDE)
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver((seen) => seen.getEntries().forEach((one) => moved += one.value))"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto(f"/desk/enterprises/{known.uscc}/")
    expect(page.locator("#case-side")).to_contain_text("谁替企业办事")
    expect(page.locator("#items .dk-item")).to_have_count(1)
    assert page.evaluate("moved") < 0.01
    expect(page.locator("#fact-court_debtor")).to_have_count(0)
    page.locator("#missing > summary").click()
    expect(page.locator("#fact-court_debtor")).to_be_visible()
    assert violations(page) == []
    page.locator("#fact-orders a").click()
    page.locator("#fact-orders [name=value]").fill("120")
    page.locator("#fact-orders select").select_option("enterprise")
    page.locator("#fact-orders .ld-btn--main").click()
    expect(page.locator("#fact-orders")).to_contain_text("已记下")
    expect(page.locator("#case-side")).to_contain_text("谁替企业办事")


def test_without_script_what_comes_later_is_behind_a_link(known, coordinator, hold):
    page = hold(coordinator, size=WIDE, script=False)
    page.goto(f"/desk/enterprises/{known.uscc}/")
    page.locator("#case-side a").click()
    expect(page.locator("#case-side")).to_contain_text("谁替企业办事")
    page.locator("#missing > summary").click()
    page.get_by_role("link", name="看缺哪几项").click()
    expect(page.locator("#fact-court_debtor")).to_be_visible()


def test_the_bottom_bar_marks_mine_on_ones_own_facts(known, enterprise, hold):
    page = hold(enterprise)
    page.goto("/enterprise/")
    expect(page.locator(".ph-bar [aria-current=page]")).to_have_text("我的")
