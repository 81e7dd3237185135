"""What a phone says while an appeal is written: files, voice, and what gives away who writes."""

import pytest
from PIL import Image
from playwright.sync_api import expect

TEXT = "厂区自来水压不够，二楼磨床的冷却水上不来，已经三天了，请帮忙看看供水管网。"


def test_files_of_a_draft_are_to_be_chosen_again_and_that_is_said(enterprise, hold, tmp_path):
    picture = tmp_path / "压力表.jpg"
    Image.new("RGB", (64, 48), "#468").save(picture)
    page = hold(enterprise)
    page.goto("/appeals/new/")
    page.get_by_label("遇到什么难处").fill(TEXT)
    page.locator("input[type=file]").first.set_input_files(picture)
    expect(page.get_by_text("草稿已存")).to_be_visible()
    again = page.get_by_text("上次选的照片和文件没有存下来")
    expect(again).to_have_count(0)
    page.reload()
    expect(page.get_by_label("遇到什么难处")).to_have_value(TEXT)
    expect(again).to_be_visible()
    page.locator("input[type=file]").first.set_input_files(picture)
    expect(again).to_have_count(0)


@pytest.mark.parametrize(
    ("error", "words"), [("network", "这台设备没法听写"), ("not-allowed", "话筒没有允许")]
)
def test_where_nobody_listens_it_is_said(error, words, enterprise, hold):
    page = hold(enterprise)
    page.add_init_script(
        """window.webkitSpeechRecognition = window.SpeechRecognition = class extends EventTarget {
             start() { setTimeout(() => {
               this.dispatchEvent(Object.assign(new Event("error"), {error: "ERROR"}));
               this.dispatchEvent(new Event("end")); }); }
             stop() {} abort() {} };""".replace("ERROR", error)
    )
    page.goto("/appeals/new/")
    page.get_by_role("button", name="说话").click()
    expect(page.locator("#toasts .error")).to_contain_text(words)
    expect(page.get_by_role("button", name="说话")).to_have_attribute("aria-pressed", "false")


def test_ones_own_name_in_a_hidden_appeal_is_pointed_out_at_the_switch(enterprise, works, hold):
    page = hold(enterprise)
    page.goto("/appeals/new/")
    page.get_by_label("遇到什么难处").fill(f"{works.name}{TEXT}")
    expect(page.locator("#suggestion")).to_contain_text("自来水公司")
    page.get_by_label("匿名交办").check()
    expect(page.locator("#told")).to_contain_text(works.name)
    page.get_by_label("匿名交办").uncheck()
    expect(page.locator("#told")).to_be_empty()
