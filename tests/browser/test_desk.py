"""The desk in a real browser: keys, panes that keep their place, acts without losing what was typed."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import expect

from liandong.appeals import actions
from liandong.appeals.enums import Act, State
from liandong.appeals.models import Appeal, Remark
from liandong.theme import assets

ROOT = Path(__file__).resolve().parents[2]
POWER = "厂区变压器容量不够，想申请用电增容，请供电公司办理"
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


class _Patient(ThreadedWSGIServer):
    """Waits for the requests under way before it closes."""

    daemon_threads = False


class _Server(LiveServerThread):
    server_class = _Patient


@pytest.fixture
def site(chromium, db, settings, monkeypatch):
    """The product on the test's own connection: what the browser does is undone with the test.

    Not `live_server`: that empties the tables after each test, which the journal refuses.
    """
    if not (ROOT / "node_modules").exists():
        pytest.fail("node_modules is missing: run `make test`, or `npm ci` first.")
    assets.build(ROOT)
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.EVENTS_URL = ""
    connection = connections["default"]
    monkeypatch.setattr(connection, "close", lambda: None)  # the server's threads would
    connection.inc_thread_sharing()
    server = _Server("localhost", StaticFilesHandler, connections_override={"default": connection})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None
    yield f"http://localhost:{server.port}"
    server.terminate()
    connection.dec_thread_sharing()


@pytest.fixture
def sign_in(site):
    """Give a browser the session of somebody."""

    def give(context, user):
        client = Client()
        client.force_login(user)
        value = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": value, "url": site}])

    return give


@pytest.fixture
def sit(chromium, site, sign_in):
    """Sit down at a desk: `sit(officer)`; whatever complains in the console fails the test."""
    contexts, complaints = [], []

    def down(user, *, size=WIDE, script=True, scheme="light"):
        context = chromium.new_context(
            locale="zh-CN", viewport=size, base_url=site, java_script_enabled=script,
            color_scheme=scheme, service_workers="block",
        )  # fmt: skip
        sign_in(context, user)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        contexts.append(context)
        return page

    yield down
    for context in contexts:
        context.close()
    assert [c for c in complaints if "status of 422" not in c] == []


@pytest.fixture
def three(works, enterprise, officer):
    return [
        actions.file_appeal(works, text=f"{POWER}，第 {n} 件", by=enterprise) for n in (1, 2, 3)
    ]


def _axe(page):
    page.evaluate((ROOT / "node_modules/axe-core/axe.min.js").read_text())
    found = "axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))"
    return json.loads(page.evaluate(f"{found}.then(JSON.stringify)"))


def test_by_keyboard_from_the_list_to_a_signed_case(three, officer, sit):
    """j j Enter opens the second case beside the list, one press signs for it, the list says so."""
    page = sit(officer)
    page.goto("/desk/")
    expect(page.locator(".dk-item")).to_have_count(3)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#case h1")).to_have_text(three[1].title)
    expect(page).to_have_url(re.compile(three[1].reference))
    page.get_by_role("button", name="签收", exact=True).click()
    expect(page.locator("#toasts .ld-toast")).to_contain_text("签收")
    expect(page.locator("#case .next")).to_contain_text("先和企业联系上")
    expect(page.locator(f"#item-{three[1].reference}")).to_contain_text("记首次联系")
    expect(page.locator(".dk-item[aria-current=true]")).to_have_count(1)
    assert Appeal.objects.get(pk=three[1].pk).state == State.IN_PROGRESS


def test_what_was_typed_stays_through_an_error(three, officer, sit):
    actions.perform(Act.ACCEPT, three[0], by=officer)
    page = sit(officer)
    page.goto(f"/desk/appeals/{three[0].reference}/?view=mine")
    page.locator("#case-head .ld-more summary").click()
    page.locator("#case-head a.ld-act", has_text="请企业评价").click()
    answer = page.get_by_label("做了什么，或者为什么办不了")
    page.get_by_label("已解释说明").check()
    answer.fill("不在供电范围内")
    page.locator("#act-form button").click()
    expect(page.locator("#act-form")).to_contain_text("要写明依据")
    expect(answer).to_have_value("不在供电范围内")
    page.get_by_label("依据，以及还可以怎么办").fill("《供电营业规则》")
    page.locator("#act-form button").click()
    expect(page.locator("#case .next")).to_contain_text("等企业评价")
    expect(page.locator("#act form")).to_have_count(0)
    assert Appeal.objects.get(pk=three[0].pk).basis == "《供电营业规则》"


def test_a_session_that_ends_while_typing_loses_nothing(three, officer, sit, sign_in):
    actions.perform(Act.ACCEPT, three[0], by=officer)
    page = sit(officer)
    page.goto(f"/desk/appeals/{three[0].reference}/?view=mine")
    page.locator("#case-head .ld-more summary").click()
    page.get_by_role("link", name="记进展").click()
    page.get_by_label("内容", exact=True).fill("故障点找到了，今晚更换")
    page.wait_for_timeout(500)
    Session.objects.all().delete()
    page.locator("#act-form button").click()
    page.wait_for_url("**/accounts/login/**")
    sign_in(page.context, officer)
    page.goto(f"/appeals/{three[0].reference}/note/")
    expect(page.get_by_label("内容", exact=True)).to_have_value("故障点找到了，今晚更换")
    page.locator("#act-form button").click()
    expect(page.locator("#case-story")).to_contain_text("故障点找到了，今晚更换")
    page.goto(f"/appeals/{three[0].reference}/note/")
    expect(page.get_by_label("内容", exact=True)).to_have_value("")


def test_a_remark_is_one_line_and_enter(three, officer, sit):
    page = sit(officer)
    page.goto(f"/desk/appeals/{three[0].reference}/")
    page.get_by_label("写备注").fill("材料库有绝缘子")
    page.keyboard.press("Enter")
    expect(page.locator(".note")).to_contain_text("材料库有绝缘子")
    assert Remark.objects.count() == 1


def test_the_number_is_shown_in_its_place(works, enterprise, officer, sit):
    appeal = actions.file_appeal(works, text=POWER, contact_phone="13800000042", by=enterprise)
    page = sit(officer)
    page.goto(f"/desk/appeals/{appeal.reference}/")
    expect(page.locator("#case-story")).to_contain_text("138****0042")
    page.get_by_role("button", name="显示号码").click()
    expect(page.locator("#case-story")).to_contain_text("13800000042")


def test_picked_ones_can_be_merged(three, coordinator, sit):
    page = sit(coordinator)
    page.goto("/desk/all/")
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator(".dk-picked")).to_contain_text("已选 2 件")
    page.get_by_role("button", name="并案").click()
    expect(page.locator("#toasts")).to_contain_text("1 件并入")
    assert Appeal.objects.filter(state=State.MERGED).count() == 1


def test_a_narrow_screen_shows_the_list_or_the_case(three, officer, sit):
    page = sit(officer, size=NARROW)
    page.goto("/desk/")
    page.locator(".dk-item").first.click()
    expect(page.locator("#case h1")).to_be_visible()
    expect(page.locator("#list")).to_be_hidden()
    page.locator(".dk-back").click()
    expect(page.locator("#list")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_all_of_it_works_without_script(three, officer, sit):
    page = sit(officer, script=False)
    page.goto("/desk/")
    page.locator(".dk-item").first.click()
    page.get_by_role("button", name="签收", exact=True).click()
    expect(page.locator("#case .next")).to_contain_text("先和企业联系上")
    page.locator("#case-head .ld-more summary").click()
    page.get_by_role("link", name="记进展").click()
    page.get_by_label("内容", exact=True).fill("在办")
    page.locator("#act-form button").click()
    expect(page.locator("#case-story")).to_contain_text("在办")


def test_on_paper_it_is_a_form_of_its_own(three, officer, sit):
    page = sit(officer)
    page.goto(f"/desk/appeals/{three[0].reference}/")
    expect(page.locator(".sheet")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".sheet .title")).to_be_visible()
    for part in ("#case-head", "#list", ".dk-rail", ".cs-body"):
        expect(page.locator(part)).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_nothing_is_in_the_way_of_anyone(three, coordinator, officer, size, scheme, sit):
    """axe finds nothing, and no page is wider than the screen."""
    actions.perform(Act.ACCEPT, three[0], by=officer)
    reference = three[0].reference
    for who, paths in {
        officer: ["/desk/", f"/desk/appeals/{reference}/", f"/appeals/{reference}/resolve/"],
        coordinator: [
            "/desk/today/", "/desk/all/", "/desk/promises/", "/desk/routing/?text=停电",
            "/desk/today/?category=power",
        ],
    }.items():  # fmt: skip
        page = sit(who, size=size, scheme=scheme)
        for path in paths:
            page.goto(path)
            assert _axe(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path


def test_what_changes_elsewhere_comes_by_itself(three, works, enterprise, officer, head, sit):
    """The list and the case are fetched anew when told so; what is being typed stays."""
    actions.perform(Act.ACCEPT, three[0], by=officer)
    page = sit(officer)
    page.goto(f"/desk/appeals/{three[0].reference}/?view=mine")
    page.locator("#case-head .ld-more summary").click()
    page.locator("#case-head a.ld-act", has_text="企业马上看到").click()
    text = page.get_by_label("内容", exact=True)
    text.fill("正在查线路")
    fourth = actions.file_appeal(works, text=f"{POWER}，又来一件", by=enterprise)
    actions.perform(Act.NOTE, three[0], text="负责人已到现场", by=head)
    page.mouse.move(720, 5)
    page.evaluate("htmx.trigger(document.getElementById('items'), 'changed')")
    page.evaluate("htmx.trigger(document.getElementById('case-head'), 'changed')")
    expect(page.locator(f"#item-{fourth.reference}")).to_be_visible()
    expect(page.locator("#rail-items a[aria-current] .num")).to_have_text("4")
    expect(page.locator("#case-story")).to_contain_text("负责人已到现场")
    expect(text).to_have_value("正在查线路")
    expect(page.locator(".dk-item[aria-current=true]")).to_have_count(1)


def test_a_button_does_not_move_under_the_hand(three, officer, sit):
    page = sit(officer)
    page.goto("/desk/")
    page.locator(".dk-item").first.hover()
    page.evaluate("document.getElementById('items').firstElementChild.dataset.seen = 'yes'")
    page.evaluate("htmx.trigger(document.getElementById('items'), 'changed')")
    page.wait_for_timeout(300)
    assert page.locator("[data-seen]").count() == 1
    page.mouse.move(1200, 5)
    expect(page.locator("[data-seen]")).to_have_count(0)


def test_a_field_that_was_made_larger_does_not_break_the_policy(three, officer, sit):
    """Whoever drags a field larger gives it a style of its own; an answer must not carry that over."""
    actions.perform(Act.ACCEPT, three[0], by=officer)
    page = sit(officer)
    page.goto(f"/desk/appeals/{three[0].reference}/?view=mine")
    remark = page.locator("#remark")
    remark.evaluate("field => { field.style.height = '6rem'; }")
    remark.fill("等供电公司回话")
    remark.press("Enter")
    expect(page.locator("#case")).to_contain_text("等供电公司回话")
    expect(page.locator("#remark")).to_have_value("")


def test_a_question_mark_tells_the_keys(three, officer, sit):
    page = sit(officer)
    page.goto("/desk/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("在清单里往下、往上")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_promised_steps_are_rows_and_sent_as_lines(three, officer, sit):
    actions.perform(Act.ACCEPT, three[0], by=officer)
    page = sit(officer)
    page.goto(f"/appeals/{three[0].reference}/promise/")
    for n, (day, what) in enumerate((("2026-12-20", "完成勘测"), ("2026-12-30", "施工"))):
        row = page.locator(".step").nth(n)
        row.locator("[type=date]").fill(day)
        row.locator("[type=text]").fill(what)
        page.get_by_role("button", name="再加一步").click()
    page.get_by_role("button", name="去掉").nth(2).click()
    expect(page.locator("[name=steps]")).to_have_value("2026-12-20 完成勘测\n2026-12-30 施工")
