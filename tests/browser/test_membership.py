"""A newcomer's three steps on a phone: registers a new enterprise, claims one by a letter; axe finds nothing."""

import pytest
from playwright.sync_api import expect

from liandong.accounts.models import User
from liandong.enterprises import queries
from liandong.enterprises.actions import dispute, issue_claim_code, record
from liandong.enterprises.models import Enterprise
from liandong.kit.codes import make_uscc
from tests.browser.axe import violations
from tests.enterprises.test_facts import JUNE

WIDE = {"width": 1440, "height": 900}


@pytest.fixture
def newcomer(db):
    return User.objects.create(
        username="newcomer", name="新来的经办人", phone="13800000001", phone_verified=True
    )


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_newcomer_registers_in_three_steps_and_back_loses_nothing(newcomer, hold, script):
    page = hold(newcomer, script=script)
    page.goto("/me/enterprise/")
    page.get_by_label("统一社会信用代码或企业名称").fill(make_uscc(7))
    page.get_by_role("button", name="查一下").click()
    page.get_by_label("企业名称").fill("洛阳示例纺织有限公司（示例）")
    page.get_by_label("在哪个街道或园区").select_option("410303")
    if script:
        assert violations(page) == []
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_label("联系人")).to_have_value("新来的经办人")
    page.get_by_label("联系人").fill("老王")
    if script:
        assert violations(page) == []
    page.get_by_role("button", name="上一步").click()
    expect(page.get_by_label("企业名称")).to_have_value("洛阳示例纺织有限公司（示例）")
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_label("联系人")).to_have_value("老王")
    page.get_by_role("button", name="登记这家企业").click()
    expect(page.get_by_text("登记好了，现在就可以提诉求")).to_be_visible()
    assert queries.administrators_of(Enterprise.objects.get(uscc=make_uscc(7))) == [newcomer]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_newcomer_finds_theirs_by_name_and_claims_it_by_letter(
    newcomer, works, coordinator, hold, scheme
):
    facts = {"industry": "C3451", "contact_phone": "13912345678"}
    record(works, source="market", on=JUNE, facts=facts, by=None)
    code = issue_claim_code(works, by=coordinator)
    page = hold(newcomer, scheme=scheme)
    page.goto("/me/enterprise/")
    page.get_by_label("统一社会信用代码或企业名称").fill("示例轴承")
    page.get_by_role("button", name="查一下").click()
    assert violations(page) == []
    page.get_by_role("link", name=works.name).click()
    assert violations(page) == []
    page.get_by_role("link", name="对，是我们").click()
    expect(page.get_by_text("139****5678")).to_be_visible()
    page.get_by_label("验证码").fill("AAAA-AAAA")
    page.get_by_role("button", name="认领", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("还可以试 4 次")
    page.get_by_text("没有码，上传证明").click()
    assert violations(page) == []
    page.get_by_label("验证码").fill(code)
    page.get_by_role("button", name="认领", exact=True).click()
    expect(page.get_by_text("认领成功")).to_be_visible()
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_a_coordinator_decides_a_dispute(newcomer, works, enterprise, coordinator, hold):
    dispute(works, message="前任已离职", by=newcomer)
    page = hold(coordinator, size=WIDE)
    page.goto("/desk/enterprises/waiting/")
    page.get_by_text("决定由谁管理").click()
    page.get_by_label("换成申请人管").check()
    page.get_by_label("理由，双方都会看到").fill("核对过授权书")
    assert violations(page) == []
    page.get_by_role("button", name="就这样定").click()
    expect(page.get_by_text("双方都会收到您写的理由")).to_be_visible()
    assert queries.administrators_of(works) == [newcomer]
