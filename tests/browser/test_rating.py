"""An enterprise says whether it is solved, on its phone."""

from playwright.sync_api import expect

from liandong.appeals.enums import State
from liandong.appeals.models import Appeal
from tests.browser.axe import violations
from tests.browser.test_enterprise import resolved

__all__ = ["resolved"]


def test_rated_with_three_touches(resolved, enterprise, hold):
    page = hold(enterprise)
    page.goto("/")
    page.get_by_role("link", name="去评价").click()
    expect(page.locator("[name=speed]").first).to_be_hidden()
    page.get_by_text("解决了", exact=True).click()
    page.locator("label:has([name=overall][value='5'])").click()
    page.get_by_role("button", name="提交评价").click()
    page.wait_for_url(f"**/appeals/{resolved.reference}/")
    expect(page.locator("#main")).to_contain_text("您说 解决了".replace(" ", ""))
    rated = Appeal.objects.get()
    assert (rated.state, rated.speed, rated.attitude, rated.result) == (State.CLOSED, 5, 5, 5)


def test_each_side_is_rated_apart_by_whoever_wants_to(resolved, enterprise, hold):
    page = hold(enterprise)
    page.goto(f"/appeals/{resolved.reference}/rate/")
    page.get_by_text("解决了", exact=True).click()
    page.get_by_text("速度、态度、结果分开打分").click()
    for name, stars in (("speed", 2), ("attitude", 5), ("result", 4)):
        page.locator(f"label:has([name={name}][value='{stars}'])").click()
    assert violations(page) == []
    page.get_by_role("button", name="提交评价").click()
    page.wait_for_url(f"**/appeals/{resolved.reference}/")
    rated = Appeal.objects.get()
    assert (rated.speed, rated.attitude, rated.result) == (2, 5, 4)


def test_not_solved_asks_how_to_go_on_and_sends_it_back(resolved, enterprise, hold):
    page = hold(enterprise)
    page.goto(f"/appeals/{resolved.reference}/rate/")
    expect(page.get_by_text("退回重办", exact=True)).to_be_hidden()
    page.get_by_text("没解决", exact=True).click()
    expect(page.get_by_text("退回重办", exact=True)).to_be_visible()
    expect(page.locator(".rates")).to_be_hidden()
    assert violations(page) == []
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_text("请填写“哪里没解决”。")).to_be_visible()
    page.get_by_label("哪里没解决").fill("还是跳闸")
    page.get_by_role("button", name="提交评价").click()
    page.wait_for_url(f"**/appeals/{resolved.reference}/")
    assert (Appeal.objects.get().state, Appeal.objects.get().disputes) == (State.IN_PROGRESS, 1)


def test_the_keyboard_reaches_the_stars(resolved, enterprise, hold):
    page = hold(enterprise)
    page.goto(f"/appeals/{resolved.reference}/rate/")
    page.locator("[name=verdict]").first.focus()
    page.keyboard.press("Space")
    page.locator("[name=overall]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/appeals/{resolved.reference}/")
    assert Appeal.objects.get().speed == 2
