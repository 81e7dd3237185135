"""An officer's day on a phone: a note written without a network, sent once; the enterprise agrees."""

import os
import re
from datetime import time, timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from liandong.appeals import actions as appeals
from liandong.appeals.models import Appeal
from liandong.departments.queries import today
from liandong.enterprises.models import Enterprise
from liandong.kit.codes import make_uscc
from liandong.liaison import actions
from liandong.liaison.models import Liaison, Note
from liandong.visits.actions import plan_visit
from tests.browser.axe import violations

TEXT = "变压器容量不够，新线开不起来，想增容到 800 千伏安。"
SEEN = os.environ.get("LIANDONG_SEEN")  # a folder for pictures to look at


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def picture(tmp_path) -> Path:
    path = tmp_path / "车间.jpg"
    Image.new("RGB", (640, 480), "#684").save(path)
    return path


def see(page, name):
    if SEEN:
        page.screenshot(path=f"{SEEN}/{name}.png", full_page=True)


@pytest.fixture
def visit(works, enterprise, officer, coordinator, power):
    Enterprise.objects.filter(pk=works.pk).update(
        contact_name="王厂长", contact_phone="13900000001", address="西工区唐宫路 21 号"
    )
    for number, name in (
        (21, "洛阳示例精密轴承有限公司（示例）"),
        (22, "洛阳示例机床附件厂（示例）"),
    ):
        other = Enterprise.objects.create(uscc=make_uscc(number), name=name, region_id="410303")
        actions.set_liaisons(other, [officer], first=officer, by=coordinator)
    Liaison.objects.update(since=today() - timedelta(days=255))
    actions.set_liaisons(works, [officer], first=officer, by=coordinator)
    appeals.file_appeal(works, text="自来水压不够，冷却水上不来", by=enterprise)
    return plan_visit(
        works, kind="visit", on=today(), at=time(14, 30), purpose="看看用电和招工", department=power,
        host=officer, by=officer,
    )  # fmt: skip


def test_a_note_without_a_network_is_sent_once_and_becomes_the_enterprises_appeal(
    visit, officer, enterprise, hold, picture
):
    page = hold(officer)
    page.goto("/liaison/")
    see(page, "day")
    page.get_by_text("写走访记录").click()
    page.context.set_offline(True)
    page.get_by_label("企业说了什么").fill(TEXT)
    page.get_by_text("有难处").click()
    page.locator("input[type=file]").first.set_input_files(picture)
    page.get_by_role("button", name="记好了").click()
    expect(page.locator("#toasts")).to_contain_text("没有网，草稿已存，连上就发")
    see(page, "day-offline")
    assert not Note.objects.exists()
    page.context.set_offline(False)
    page.wait_for_url(re.compile(r"/liaison/visits/ZF"))
    expect(page.locator("#main")).to_contain_text(TEXT)
    expect(page.get_by_alt_text("车间.jpg")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(k => /draft|queue/.test(k))") == []
    see(page, "visit")
    page.reload()
    note = Note.objects.get()
    assert (note.mood, note.photos.count()) == ("bad", 1)
    assert note.written_at < note.kept_at

    page.get_by_text("转成诉求").click()
    see(page, "raise")
    page.get_by_role("button", name="请企业同意").click()
    expect(page.locator("#main")).to_contain_text("等企业同意")
    assert not Appeal.objects.filter(text=TEXT).exists()
    see(page, "visit-asked")


def test_without_a_network_a_liaison_is_told_what_waits(visit, officer, hold):
    page = hold(officer, worker="allow")
    page.goto("/liaison/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto("/liaison/")  # by now the worker keeps it
    waits = page.get_by_text("已写，等连上网就发")
    page.get_by_text("写走访记录").click()
    expect(waits).to_be_hidden()
    page.context.set_offline(True)
    page.get_by_label("企业说了什么").fill(TEXT)
    page.get_by_role("button", name="记好了").click()
    expect(waits).to_be_visible()
    page.goto("/liaison/")
    expect(waits).to_be_visible()
    see(page, "day-waits")
    page.goto(f"/liaison/{visit.enterprise.uscc}/")
    expect(page.locator("#main")).to_contain_text("已写好 1 条记录，等连上网就发。")
    expect(page.get_by_role("link", name="今天走访")).to_be_visible()
    expect(page.get_by_label("遇到什么难处")).to_be_hidden()
    see(page, "not-kept")
    page.goto("/appeals/new/")
    expect(page.get_by_label("遇到什么难处")).to_be_visible()
    expect(page.get_by_role("link", name="今天走访")).to_be_hidden()
    page.goto("/desk/mine/")
    expect(page.locator("#main")).to_contain_text("工作台要连上网才能用")
    expect(page.locator("form")).to_have_count(0)
    see(page, "desk-no-network")
    page.context.set_offline(False)
    page.get_by_role("link", name="再试一次").click()
    expect(page).to_have_title(re.compile("待我处理|诉求"))


def test_before_one_goes_in(visit, officer, hold):
    page = hold(officer)
    page.goto("/liaison/")
    page.get_by_role("link", name="进门前看一眼").click()
    expect(page.locator("#main")).to_contain_text("自来水压不够")
    see(page, "enterprise")
    page.get_by_role("button", name="显示号码").click()
    expect(page.get_by_role("link", name="打电话")).to_have_attribute("href", "tel:13900000001")
    page.get_by_role("link", name="记一次联系").click()
    see(page, "contact")
    page.get_by_label("企业说了什么").fill("电话里说招到了三名数控工。")
    page.get_by_role("button", name="记好了").click()
    page.wait_for_url(re.compile(r"/liaison/visits/ZF"))
    expect(page.locator("#main")).to_contain_text("招到了三名数控工")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_liaisons_phone(scheme, visit, officer, hold):
    page = hold(officer, scheme=scheme)
    for address in (
        "/liaison/",
        f"/liaison/{visit.enterprise.uscc}/",
        f"/liaison/{visit.enterprise.uscc}/contact/",
        f"/liaison/visits/{visit.reference}/",
    ):
        page.goto(address)
        see(page, f"{scheme}-{address.strip('/').replace('/', '-')[:24]}")
        assert violations(page) == [], address


def test_the_enterprise_agrees_in_three_touches(visit, officer, enterprise, hold):
    note = actions.write_note(visit, text="说电不够用，新线开不起来。", by=officer)
    actions.raise_problem(note, text=TEXT, by=officer)
    page = hold(enterprise)
    page.goto("/")
    page.get_by_role("link", name=re.compile("去看看")).click()
    see(page, "problem")
    assert violations(page) == []
    page.get_by_role("button", name="同意，提交诉求").click()
    page.wait_for_url(re.compile(r"/appeals/XG"))
    assert Appeal.objects.filter(text=TEXT, channel="visit", filed_by=enterprise).exists()
    page.goto("/enterprise/liaisons/")
    see(page, "ours")
    expect(page.locator("#main")).to_contain_text("已提成诉求")
    assert violations(page) == []


def test_the_coordinator_sets_a_liaison_and_hands_over(
    visit, officer, housing_officer, coordinator, hold
):
    Enterprise.objects.filter(pk=visit.enterprise_id).update(is_key=True)
    page = hold(coordinator, size={"width": 1440, "height": 900})
    page.goto("/desk/liaison/")
    see(page, "desk")
    assert violations(page) == []
    row = page.get_by_role("row").filter(has_text="officer")
    row.get_by_role("link", name="交给别人").click()
    to = page.locator("input[role=combobox]#id_to")
    to.press_sequentially("hous")
    expect(page.get_by_role("option")).to_have_count(1)
    see(page, "desk-hand-over")
    assert violations(page) == []
    to.press("Enter")
    page.get_by_role("button", name="交接").click()
    expect(page.locator("#toasts")).to_contain_text("3 家已从officer交给housing")
    page.goto(f"/desk/enterprises/{visit.enterprise.uscc}/")
    expect(page.locator("#case-side")).to_contain_text("housing")
    see(page, "file")
    page.get_by_role("link", name="改一下").click()
    first = page.locator("input[role=combobox]#id_first")
    expect(first).to_have_value(re.compile("housing"))
    first.fill("没有这个人")
    expect(page.get_by_role("option")).to_have_text("没有找到")
    first.press("Tab")
    expect(first).to_have_value(re.compile("housing"))
    first.fill(str(officer.appointments.get().department.short))
    see(page, "choose")
    page.get_by_role("option", name=re.compile("officer")).click()
    expect(first).to_have_value(re.compile("officer"))
    page.get_by_role("button", name="定下").click()
    expect(page.locator("#toasts")).to_contain_text("已定下")


def test_without_script_a_liaison_is_chosen_from_a_plain_list(
    visit, housing_officer, coordinator, hold
):
    page = hold(coordinator, script=False)
    page.goto(f"/desk/liaison/{visit.enterprise.uscc}/")
    page.get_by_label("第一联系人").select_option("housing")
    page.get_by_role("button", name="定下").click()
    expect(page.locator("#toasts")).to_contain_text("已定下")
    assert Liaison.objects.get(enterprise=visit.enterprise, until=None).user == housing_officer
