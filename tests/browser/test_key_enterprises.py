"""The list of key enterprises and risk signals in a real browser: weighed, decided, closed; axe finds nothing."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from liandong.enterprises.actions import record
from liandong.enterprises.models import Enterprise
from liandong.keylists import actions
from liandong.keylists.rules.terms import Terms
from liandong.kit.codes import make_uscc
from liandong.liaison.actions import set_liaisons
from liandong.risks.actions import find_signals
from liandong.risks.models import Signal
from tests.browser.axe import violations

PHONE, WIDE = {"width": 390, "height": 844}, {"width": 1440, "height": 900}


@pytest.fixture
def proposed(works, coordinator):
    """One pays most tax, another grows fastest; there is one place."""
    Enterprise.objects.filter(pk=works.pk).update(is_verified=True)
    young = Enterprise.objects.create(
        uscc=make_uscc(7), name="洛阳示例软件有限公司（示例）", region_id="410303", is_verified=True
    )
    year_end = date(2025, 12, 31)
    for firm, tax, before in ((works, 9_000_000, 9_000_000), (young, 100_000, 10_000)):
        facts = {"tax": tax, "tax_last_year": before}
        record(firm, source="tax", on=year_end, facts=facts, by=None)
    terms = Terms(size=1, first=1, second=0, tax=60, growth=20, prospects=20)
    return actions.propose(works.region, 2026, terms=terms, by=coordinator)


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_coordinator_weighs_anew_sees_who_comes_and_decides(
    proposed, works, coordinator, hold, size, scheme
):
    page = hold(coordinator, size=size, scheme=scheme)
    page.goto("/desk/key/")
    expect(page.locator("h1")).to_contain_text("拟列 1 家")
    expect(page.locator(".kl-table").first).to_contain_text("轴承")
    assert violations(page) == []
    page.get_by_role("link", name=re.compile("轴承")).first.click()
    expect(page.locator(".kl-part").first).to_contain_text("2 家里排第 1")
    assert violations(page) == []
    page.go_back()
    page.get_by_role("link", name="改权重").click()
    for name, value in (("tax", "10"), ("growth", "80"), ("prospects", "15")):
        page.fill(f"[name={name}]", value)
    page.get_by_role("button", name="看谁进谁出").click()
    expect(page.get_by_role("alert")).to_contain_text("105 分")
    expect(page.locator("[name=tax]")).to_have_value("10")
    page.fill("[name=prospects]", "10")
    page.get_by_role("button", name="看谁进谁出").click()
    expect(page.locator("#coming")).to_contain_text("软件")
    expect(page.locator("#going")).to_contain_text("轴承")
    assert violations(page) == []
    assert "csrf" not in page.url
    page.fill("[name=tax]", "")
    page.fill("[name=growth]", "79.5")
    page.get_by_role("button", name="看谁进谁出").click()
    expect(page.locator(".ld-error")).to_have_count(2)
    expect(page.locator("#coming")).to_have_count(0)
    expect(page.get_by_role("button", name="保存")).to_have_count(0)
    page.fill("[name=tax]", "10")
    page.fill("[name=growth]", "80")
    page.get_by_role("button", name="看谁进谁出").click()
    page.fill("[name=tax]", "80")
    page.fill("[name=growth]", "10")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_contain_text("还没有保存")
    expect(page.locator("#coming")).to_contain_text("新进 0 家")
    page.fill("[name=tax]", "10")
    page.fill("[name=growth]", "80")
    page.get_by_role("button", name="看谁进谁出").click()
    expect(page.locator("#coming")).to_contain_text("软件")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".kl-table").first).to_contain_text("软件")
    page.get_by_role("link", name="定下名单").click()
    expect(page.locator("#coming")).to_contain_text("软件")
    assert violations(page) == []
    page.get_by_role("button", name="定下名单").click()
    expect(page.locator("h1")).to_contain_text("重点企业：1 家")
    assert list(Enterprise.objects.filter(is_key=True)) == [
        Enterprise.objects.get(name__contains="软件")
    ]
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "desktop"])
def test_a_liaison_closes_a_signal_with_what_was_done(works, officer, coordinator, hold, size):
    set_liaisons(works, [officer], first=officer, by=coordinator)
    record(works, source="tax", on=date(2026, 10, 31), facts={"tax_owed": 200_000}, by=None)
    find_signals()
    page = hold(officer, size=size)
    page.goto("/desk/risks/")
    assert violations(page) == []
    page.get_by_role("link", name=re.compile("还欠税 20 万元")).click()
    assert violations(page) == []
    page.fill("[name=note]", "好了")
    page.get_by_label("已帮助解决").check()
    page.get_by_role("button", name="处理完了").click()
    expect(page.get_by_role("alert")).to_contain_text("至少 8 个字")
    expect(page.locator("[name=note]")).to_have_value("好了")
    page.fill("[name=note]", "上门问过，财务漏报，已陪同补缴")
    page.get_by_role("button", name="处理完了").click()
    expect(page.locator("h1")).to_contain_text("没有等处理的")
    assert Signal.objects.get().outcome == "helped"
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
