"""An enterprise is left in peace, in a real browser: planned, gone together, consented to, seen on the phone."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from liandong.departments.queries import today
from liandong.visits import actions
from liandong.visits.models import Visit
from tests.browser.axe import violations

WIDE = {"width": 1440, "height": 900}


@pytest.fixture
def day():
    """A day in the next week, so that nothing is over while the test runs."""
    return today() + timedelta(days=7 - today().weekday() + 1)


@pytest.fixture
def plan(works, housing, housing_officer, day):
    def act(**given):
        given = {
            "kind": "survey", "on": day, "purpose": "问职工住房", "department": housing,
            "host": housing_officer, "by": housing_officer,
        } | given  # fmt: skip
        return actions.plan_visit(works, **given)

    return act


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_officer_plans_sees_the_meter_and_goes_along(
    plan, works, officer, enterprise, hold, day, scheme
):
    other = plan()
    page = hold(officer, size=WIDE, scheme=scheme)
    page.goto("/desk/visits/")
    assert violations(page) == []
    page.get_by_role("link", name="安排一次").first.click()
    page.wait_for_url("**/visits/new/**")  # loaded: what is typed is heard
    page.fill("#find", "轴承")
    page.locator("#hits a").first.click()
    expect(page.locator("#quarter")).to_contain_text("1 / 6")
    page.fill("#id_on", day.isoformat())
    page.locator("#id_on").dispatch_event("change")
    page.get_by_text("和区住建局一起").click()
    page.fill("#id_purpose", "看配电房")
    assert violations(page) == []
    page.locator(".vs-form .ld-btn--main").click()
    expect(page.locator("#toasts")).to_contain_text("不占额度")
    expect(page.locator("#quarter")).to_contain_text("1 / 6")
    assert violations(page) == []
    assert Visit.objects.exclude(pk=other.pk).get().joined == other


def test_the_coordinator_consents_and_the_enterprise_sees_it(
    plan, works, coordinator, enterprise, hold, day
):
    for n in range(6):
        plan(on=day + timedelta(days=n // 6))
    plan(purpose="看漏雨的厂房", reason="昨晚屋顶漏雨，要马上去看")
    phone = hold(enterprise)
    phone.goto("/enterprise/calendar/")
    expect(phone.get_by_text("看漏雨的厂房")).to_have_count(0)
    assert violations(phone) == []
    page = hold(coordinator, size=WIDE)
    page.goto("/desk/visits/")
    page.get_by_role("link", name="1 次超出额度，等您决定").click()
    assert violations(page) == []
    page.get_by_role("button", name="同意去").click()
    expect(page.get_by_text("没有等您决定的")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("看漏雨的厂房")).to_be_visible()
    assert not phone.evaluate("document.documentElement.scrollWidth > innerWidth")
