"""An enterprise with a phone in its hand: from the first word to the last star."""

import re
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from PIL import Image
from playwright.sync_api import expect

from liandong.appeals import actions
from liandong.appeals.enums import Act, State
from liandong.appeals.models import Appeal, Draft
from tests.browser.axe import violations

TEXT = "厂区自来水压不够，二楼磨床的冷却水上不来，已经三天了，请帮忙看看供水管网。"
POWER = "厂区变压器容量不够，想申请用电增容，请供电公司办理"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def picture(tmp_path) -> Path:
    path = tmp_path / "压力表.jpg"
    Image.new("RGB", (640, 480), "#468").save(path)
    return path


@pytest.fixture
def resolved(works, enterprise, officer, power):
    appeal = actions.file_appeal(works, text=POWER, by=enterprise)
    assert appeal.lead == power
    actions.perform(Act.ACCEPT, appeal, by=officer)
    return actions.perform(
        Act.RESOLVE, appeal, outcome="solved", answer="已增容到 800 千伏安。", by=officer
    )


def test_filed_with_a_photo_in_a_few_touches(enterprise, hold, picture):
    page = hold(enterprise)
    page.goto("/")
    page.get_by_role("link", name="提诉求").last.click()
    page.get_by_label("遇到什么难处").press_sequentially(TEXT)
    expect(page.locator("#suggestion")).to_contain_text("自来水公司")
    expect(page.locator("#when")).to_contain_text("前签收")
    expect(page.locator(".marks mark").first).to_have_text("自来水")
    expect(page.get_by_text("草稿已存")).to_be_visible()
    page.locator("input[type=file]").first.set_input_files(picture)
    expect(page.get_by_alt_text("压力表.jpg")).to_be_visible()
    page.get_by_role("button", name="提交诉求").click()
    page.wait_for_url(re.compile(r"/appeals/XG\d{8}-\d{6}/"))
    appeal = Appeal.objects.get()
    expect(page.locator("#toasts")).to_contain_text(f"已收到，编号 {appeal.reference}")
    expect(page.locator("#main")).to_contain_text("自来水公司 应在")
    expect(page.get_by_alt_text("压力表.jpg")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(k => k.includes('draft'))") == []
    page.goto("/appeals/new/")
    expect(page.get_by_label("遇到什么难处")).to_have_value("")


def test_what_is_typed_before_the_page_listens_gets_its_suggestion(enterprise, hold):
    page = hold(enterprise)
    held = []
    page.route("**/vendor/htmx*.js", lambda route: held.append(route))
    page.goto("/appeals/new/", wait_until="commit")
    page.get_by_label("遇到什么难处").fill(TEXT)
    held[0].continue_()
    expect(page.locator("#suggestion")).to_contain_text("自来水公司")


def test_a_draft_of_this_device_gets_its_suggestion(enterprise, hold):
    page = hold(enterprise)
    page.route("**/draft/", lambda route: route.abort())
    page.goto("/appeals/new/")
    expect(page.get_by_text("草稿已存")).to_be_hidden()
    page.get_by_label("遇到什么难处").fill(TEXT)
    expect(page.get_by_text("草稿已存")).to_be_visible()
    page.reload()
    expect(page.get_by_label("遇到什么难处")).to_have_value(TEXT)
    expect(page.locator("#suggestion")).to_contain_text("自来水公司")
    expect(page.get_by_text("草稿已存")).to_be_hidden()


def test_a_file_that_is_not_taken_is_named_when_it_is_chosen(enterprise, hold, picture, tmp_path):
    lies = [tmp_path / "假的.jpg", tmp_path / "程序.jpg"]
    for path in lies:
        path.write_bytes(b"MZ\x90\x00 " + path.name.encode())
    page = hold(enterprise)
    page.goto("/appeals/new/")
    page.get_by_label("遇到什么难处").fill(TEXT)
    page.locator("input[type=file]").first.set_input_files([lies[0], picture, lies[1]])
    expect(page.get_by_role("alert").filter(has_text="“假的.jpg”没有传上")).to_contain_text(
        "不是照片"
    )
    expect(page.get_by_role("alert").filter(has_text="“程序.jpg”没有传上")).to_contain_text(
        "不是照片"
    )
    expect(page.locator(".ld-upload li")).to_have_count(1)
    expect(page.get_by_alt_text("压力表.jpg")).to_be_visible()
    expect(page.get_by_label("遇到什么难处")).to_have_value(TEXT)
    page.get_by_role("button", name="提交诉求").click()
    page.wait_for_url(re.compile(r"/appeals/XG"))
    assert Appeal.objects.get().attachments.count() == 1


def test_a_file_that_turns_out_broken_files_nothing_and_keeps_the_rest(
    enterprise, hold, picture, tmp_path
):
    torn = tmp_path / "半张.jpg"
    torn.write_bytes(picture.read_bytes()[:700])
    page = hold(enterprise)
    page.goto("/appeals/new/")
    page.get_by_label("遇到什么难处").fill(TEXT)
    page.locator("input[type=file]").first.set_input_files([torn, picture])
    page.get_by_role("button", name="提交诉求").click()
    expect(page.get_by_text("“半张.jpg”没有传上：这个文件打不开")).to_be_visible()
    expect(page.get_by_label("遇到什么难处")).to_have_value(TEXT)
    assert Appeal.objects.count() == 0
    page.get_by_role("button", name="去掉 半张.jpg").click()
    page.get_by_role("button", name="提交诉求").click()
    page.wait_for_url(re.compile(r"/appeals/XG"))
    assert Appeal.objects.get().attachments.count() == 1


def test_two_quick_touches_make_one_appeal(enterprise, hold):
    page = hold(enterprise)
    page.goto("/appeals/new/")
    page.get_by_label("遇到什么难处").fill(TEXT)
    page.get_by_role("button", name="提交诉求").dblclick()
    page.wait_for_url(re.compile(r"/appeals/XG"))
    assert Appeal.objects.count() == 1


def test_a_draft_survives_this_page_and_goes_on_elsewhere(enterprise, hold):
    page = hold(enterprise)
    page.goto("/appeals/new/")
    with page.expect_response("**/draft/"):
        page.get_by_label("遇到什么难处").fill("写到一半")
    page.reload()
    expect(page.get_by_label("遇到什么难处")).to_have_value("写到一半")
    other = hold(enterprise)
    other.goto("/appeals/new/")
    expect(other.get_by_label("遇到什么难处")).to_have_value("写到一半")
    with other.expect_response("**/draft/"):
        other.get_by_label("遇到什么难处").fill("写到一半，又写了一点")
    page.reload()
    expect(page.get_by_label("遇到什么难处")).to_have_value("写到一半，又写了一点")


def test_what_was_typed_without_a_network_is_newer_than_what_the_server_has(enterprise, hold):
    page = hold(enterprise)
    page.goto("/appeals/new/")
    with page.expect_response("**/draft/"):
        page.get_by_label("遇到什么难处").fill("有网时写的")
    page.route("**/draft/", lambda route: route.abort())
    page.wait_for_timeout(50)
    page.get_by_label("遇到什么难处").fill("断网后又写的")
    expect(page.get_by_text("草稿已存")).to_be_visible()
    with page.expect_event("requestfailed"):
        page.wait_for_timeout(1300)
    expect(page.locator("#toasts .ld-toast")).to_have_count(0)
    page.reload()
    expect(page.get_by_label("遇到什么难处")).to_have_value("断网后又写的")


def test_without_a_network_it_is_sent_when_it_is_back(enterprise, hold):
    page = hold(enterprise)
    page.goto("/appeals/new/")
    page.get_by_label("遇到什么难处").fill(TEXT)
    page.wait_for_timeout(500)
    page.context.set_offline(True)
    page.get_by_role("button", name="提交诉求").click()
    expect(page.locator("#toasts")).to_contain_text("没有网")
    page.context.set_offline(False)
    page.wait_for_url(re.compile(r"/appeals/XG"))
    assert Appeal.objects.get().text == TEXT


def test_a_session_that_ends_while_typing_loses_nothing(enterprise, hold):
    enterprise.set_password("a-good-password")
    enterprise.save()
    page = hold(enterprise)
    page.goto("/appeals/new/")
    page.get_by_label("遇到什么难处").fill(TEXT)
    page.wait_for_timeout(500)
    Session.objects.all().delete()
    with page.expect_response("**/suggest/"):
        page.get_by_label("遇到什么难处").press_sequentially("急")
    page.wait_for_timeout(500)
    expect(page.locator("#suggestion")).to_contain_text("自来水公司")
    expect(page.locator("#toasts .ld-toast")).to_have_count(0)
    page.get_by_role("button", name="提交诉求").click()
    page.wait_for_url(re.compile(r"/accounts/login/\?next=%2Fappeals%2Fnew%2F"))
    expect(page.get_by_text("登录过期了，您写的内容还在，登录后接着提交")).to_be_visible()
    page.locator("[name=login]").fill("enterprise")
    page.locator("[name=password]").fill("a-good-password")
    page.locator("form:has([name=login]) button").first.click()
    page.wait_for_url("**/appeals/new/")
    expect(page.get_by_label("遇到什么难处")).to_have_value(f"{TEXT}急")


def test_a_session_that_ends_asks_again_for_the_photo_that_was_chosen(enterprise, hold, picture):
    enterprise.set_password("a-good-password")
    enterprise.save()
    page = hold(enterprise)
    page.goto("/appeals/new/")
    page.get_by_label("遇到什么难处").fill(TEXT)
    page.locator("input[type=file]").first.set_input_files(picture)
    expect(page.get_by_alt_text("压力表.jpg")).to_be_visible()
    Session.objects.all().delete()
    page.get_by_role("button", name="提交诉求").click()
    page.wait_for_url(re.compile(r"/accounts/login/\?next=%2Fappeals%2Fnew%2F"))
    page.locator("[name=login]").fill("enterprise")
    page.locator("[name=password]").fill("a-good-password")
    page.locator("form:has([name=login]) button").first.click()
    page.wait_for_url("**/appeals/new/")
    expect(page.get_by_label("遇到什么难处")).to_have_value(TEXT)
    again = page.get_by_text("上次选的照片和文件没有存下来，请再选一次")
    expect(again).to_be_visible()
    page.locator("input[type=file]").first.set_input_files(picture)
    expect(again).to_have_count(0)
    page.get_by_role("button", name="提交诉求").click()
    page.wait_for_url(re.compile(r"/appeals/XG"))
    assert Appeal.objects.get().attachments.count() == 1


def test_a_wrong_number_keeps_text_and_files(enterprise, hold, picture):
    page = hold(enterprise)
    page.goto("/appeals/new/")
    page.get_by_label("遇到什么难处").fill(TEXT)
    page.locator("input[type=file]").first.set_input_files(picture)
    page.get_by_label("联系电话").fill("12345")
    page.get_by_role("button", name="提交诉求").click()
    expect(page.get_by_text("联系电话不对")).to_be_visible()
    expect(page.get_by_label("遇到什么难处")).to_have_value(TEXT)
    expect(page.get_by_alt_text("压力表.jpg")).to_be_visible()
    page.get_by_label("联系电话").fill("13800000042")
    page.get_by_role("button", name="提交诉求").click()
    page.wait_for_url(re.compile(r"/appeals/XG"))
    assert Appeal.objects.get().attachments.count() == 1


def test_danger_to_life_is_told_to_call_first(enterprise, hold):
    page = hold(enterprise)
    page.goto("/appeals/new/")
    page.get_by_label("遇到什么难处").fill("车间燃气泄漏，有人晕倒了")
    expect(page.get_by_role("alert")).to_contain_text("先打")
    assert violations(page) == []


def test_a_question_is_answered_and_the_clock_goes_on(works, enterprise, officer, hold):
    appeal = actions.file_appeal(works, text=POWER, by=enterprise)
    actions.perform(Act.ACCEPT, appeal, by=officer)
    actions.perform(Act.ASK, appeal, text="增容到多少千伏安？", by=officer)
    page = hold(enterprise)
    page.goto("/")
    expect(page.get_by_role("heading", name="一件事等您")).to_be_visible()
    page.get_by_role("link", name="去回答").click()
    page.get_by_label("您的回答").fill("800 千伏安")
    page.get_by_role("button", name="回答").click()
    expect(page.locator("#question")).to_have_count(0)
    expect(page.locator("#main")).to_contain_text("800 千伏安")
    assert Appeal.objects.get().paused_at is None


def test_urged_supplemented_and_withdrawn(works, enterprise, hold):
    appeal = actions.file_appeal(works, text=POWER, by=enterprise)
    page = hold(enterprise)
    page.goto(f"/appeals/{appeal.reference}/")
    page.get_by_role("button", name="催一下").click()
    expect(page.locator("#main")).to_contain_text("您催办")
    expect(page.get_by_role("button", name="催一下")).to_have_count(0)
    page.get_by_role("link", name="补充").click()
    page.locator("textarea").fill("三号车间也一样")
    page.get_by_role("button", name="补充").click()
    expect(page.locator("#main")).to_contain_text("三号车间也一样")
    page.get_by_role("link", name="撤回").click()
    page.locator("textarea").fill("自己解决了")
    page.get_by_role("button", name="撤回").click()
    expect(page.locator("#main")).to_contain_text("撤回了")


def test_without_script_a_form_is_a_form(enterprise, officer, hold):
    page = hold(enterprise, script=False)
    page.goto("/appeals/new/")
    page.locator("#text").fill(POWER)
    page.get_by_role("button", name="提交诉求").click()
    page.wait_for_url(re.compile(r"/appeals/XG"))
    appeal = Appeal.objects.get()
    actions.perform(Act.ACCEPT, appeal, by=officer)
    actions.perform(Act.RESOLVE, appeal, outcome="solved", answer="好了", by=officer)
    page.goto(f"/appeals/{appeal.reference}/rate/")
    page.get_by_text("部分解决", exact=True).click()
    page.locator("label:has([name=overall][value='4'])").click()
    page.get_by_role("button", name="提交评价").click()
    page.wait_for_url(f"**/appeals/{appeal.reference}/")
    assert (Appeal.objects.get().verdict, Appeal.objects.get().result) == ("partly", 4)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible_and_fits(
    resolved, works, enterprise, officer, coordinator, hold, scheme
):
    asked = actions.file_appeal(works, text=POWER, by=enterprise)
    actions.perform(Act.ACCEPT, asked, by=officer)
    actions.perform(Act.NOTE, asked, text="明天来装", by=officer)
    actions.perform(Act.ASK, asked, text="增容到多少？", by=officer)
    Draft.objects.create(user=enterprise, enterprise=works, fields={"text": TEXT})
    page = hold(enterprise, scheme=scheme)
    seen = {}
    for path in (
        "/",
        "/appeals/",
        "/appeals/?q=nothing",
        "/appeals/new/",
        f"/appeals/{asked.reference}/",
        f"/appeals/{asked.reference}/clock/",
        f"/appeals/{asked.reference}/withdraw/",
        f"/appeals/{resolved.reference}/rate/",
    ):
        for width in (390, 1440):
            page.set_viewport_size({"width": width, "height": 844})
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        seen[path] = violations(page)
    assert seen == {path: [] for path in seen}


def test_the_hotline_takes_a_call_down(works, clerk, hold):
    page = hold(clerk, size={"width": 1440, "height": 900})
    page.goto("/")
    page.get_by_label("企业名称或统一社会信用代码").fill("轴承")
    page.keyboard.press("Enter")
    page.get_by_label("对方说了什么").fill(POWER)
    expect(page.locator("#suggestion")).to_contain_text("供电公司")
    assert violations(page) == []
    page.get_by_label("联系人").fill("门卫")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("已登记 XG"))).to_be_visible()
    expect(page.locator("#main")).to_contain_text("供电公司 应在")
    assert violations(page) == []


def test_an_act_opened_by_a_link_ends_at_the_case(works, enterprise, officer, hold):
    appeal = actions.file_appeal(works, text=POWER, by=enterprise)
    page = hold(officer, size={"width": 1440, "height": 900})
    page.goto(f"/appeals/{appeal.reference}/accept/")
    page.locator("#act-form button.ld-btn--main").click()
    page.wait_for_url(f"**/desk/appeals/{appeal.reference}/**")
    assert Appeal.objects.get().state == State.IN_PROGRESS
