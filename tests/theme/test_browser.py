"""In a real browser: the gallery is accessible, drafts survive, live pages follow, keys walk."""

import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

ROOT = Path(__file__).resolve().parents[2]


def violations(page: Page) -> list[Any]:
    """What axe finds on the page as it is."""
    # Evaluated, not added as a script: the policy of the page forbids that.
    page.evaluate((ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        (v["id"], v["help"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found["violations"]
    ]


@pytest.mark.parametrize("width", [390, 1440])
def test_the_gallery_is_accessible_and_fits(phone: Page, width: int) -> None:
    phone.set_viewport_size({"width": width, "height": 900})
    phone.goto("/gallery/")
    assert violations(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/", "/offline/"])
def test_entrance_pages_are_accessible(phone: Page, address: str, scheme: Any) -> None:
    phone.emulate_media(color_scheme=scheme)
    phone.goto(address)
    assert violations(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_dialog_opens_says_what_will_happen_and_closes(phone: Page) -> None:
    phone.goto("/gallery/")
    phone.get_by_role("button", name="打开对话框").first.click()
    dialog = phone.get_by_role("dialog")
    expect(dialog).to_contain_text("供电公司会收到，不再办理")
    dialog.get_by_role("button", name="先不").click()
    expect(dialog).to_be_hidden()


def test_a_menu_closes_with_escape_and_gives_the_focus_back(phone: Page) -> None:
    phone.goto("/gallery/")
    menu = phone.locator("details.ld-more").first
    menu.locator("summary").click()
    expect(menu.get_by_text("还差区住建局回报")).to_be_visible()
    phone.keyboard.press("Escape")
    expect(menu.get_by_text("还差区住建局回报")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


def test_chosen_files_are_shown_checked_and_can_be_removed(phone: Page) -> None:
    phone.goto("/gallery/")
    box = phone.locator("[data-upload]").first
    box.evaluate("box => { box.dataset.max = 1000; }")
    box.locator("input[type=file]").set_input_files(
        [
            {"name": "a.png", "mimeType": "image/png", "buffer": b"\x89PNG"},
            {"name": "b.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"},
            {"name": "c.pdf", "mimeType": "application/pdf", "buffer": b"x" * 2000},
        ]
    )
    expect(box.locator("li")).to_have_count(2)
    expect(phone.get_by_role("alert").filter(has_text="c.pdf")).to_contain_text(
        "文件太大，每个不超过 1 MB"
    )
    box.get_by_role("button", name="去掉 a.png").click()
    names = box.locator("input[type=file]").evaluate("i => [...i.files].map(f => f.name)")
    assert names == ["b.pdf"]


def test_a_key_that_does_not_answer_is_told_on_the_page(phone: Page) -> None:
    phone.goto("/accounts/login/")
    for name, words in [("NotAllowedError", "换个办法"), ("InvalidStateError", "已经加过了")]:
        phone.evaluate(
            """name => document.dispatchEvent(new CustomEvent("allauth.error", {cancelable: true,
               detail: {tags: ["mfa", "webauthn"], exception: new DOMException("", name)}}))""",
            name,
        )
        expect(phone.locator("#toasts .error")).to_have_count(1)
        expect(phone.locator("#toasts .error")).to_contain_text(words)


def test_a_reader_s_larger_letters_are_larger(phone: Page) -> None:
    phone.goto("/accounts/login/")
    letters = "getComputedStyle(document.querySelector('h1')).fontSize"
    assert phone.evaluate(letters) == "22px"
    phone.evaluate("document.documentElement.style.fontSize = '125%'")
    assert phone.evaluate(letters) == "27.5px"


def test_a_draft_survives_a_reload(phone: Page) -> None:
    phone.goto("/offline/")
    phone.get_by_label("遇到什么难处").fill("厂区自来水压不够")
    phone.wait_for_timeout(500)
    phone.reload()
    expect(phone.get_by_label("遇到什么难处")).to_have_value("厂区自来水压不够")


def test_without_a_network_it_is_kept_and_offered_when_back(phone: Page) -> None:
    phone.goto("/offline/")
    phone.get_by_label("遇到什么难处").fill("停电三天了")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="连上就提交").click()
    expect(phone.locator("#toasts")).to_contain_text("没有网，草稿已存，连上就发")
    queued = phone.evaluate(
        "Object.entries(localStorage).filter(([k]) => k.includes('.queue.')).map(([, v]) => JSON.parse(v))"
    )
    assert queued[0]["values"]["text"] == "停电三天了"
    assert queued[0]["values"]["key"]

    sent: list[str] = []
    phone.route("**/appeals/new/**", lambda route: _answer(route, sent))
    phone.context.set_offline(False)
    expect(phone).to_have_url(re.compile("/gallery/$"), timeout=5000)
    assert len(sent) == 1
    assert "停电三天了" in sent[0]
    left = phone.evaluate("Object.keys(localStorage).filter(k => /queue|draft/.test(k))")
    assert left == []


@pytest.mark.parametrize("phone", ["worker"], indirect=True)
def test_without_a_network_the_worker_shows_where_to_write(phone: Page) -> None:
    phone.goto("/accounts/login/")
    phone.evaluate("navigator.serviceWorker.ready")
    phone.reload()
    phone.context.set_offline(True)
    phone.goto("/appeals/")
    expect(phone.get_by_role("heading", name="现在没有网")).to_be_visible()
    expect(phone.get_by_label("遇到什么难处")).to_be_visible()
    assert phone.evaluate("getComputedStyle(document.querySelector('h1')).fontSize") == "22px"


def _answer(route: Any, sent: list[str]) -> None:
    """Play the server: a fresh form to GET, a redirect to POST."""
    if route.request.method == "GET":
        route.fulfill(
            body='<form><input name="csrfmiddlewaretoken" value="fresh"></form>',
            content_type="text/html",
        )
    else:
        sent.append(route.request.post_data or "")
        route.fulfill(status=302, headers={"Location": "/gallery/"})


def test_a_live_part_is_fetched_again_when_its_subject_changes(phone: Page) -> None:
    part = '<p id="part" data-live="appeal:XG1" hx-get="/part/" hx-trigger="changed">旧</p>'
    _play(phone, part + "<span data-unread></span>", {"/part/": "新的进展"})
    expect(phone.locator("#part")).to_have_text("新的进展")
    expect(phone.locator("[data-unread]")).to_have_text("3")


def test_a_live_part_without_an_address_comes_from_its_own_page(phone: Page) -> None:
    first = True

    def page_of_now(route: Any) -> None:
        nonlocal first
        text = "旧" if first else "新的进展"
        first = False
        _fulfil(_head(phone) + f'<p id="part" data-live="appeal:*">{text}</p>' + WORDS, route)

    phone.route("**/moving/", page_of_now)
    phone.route("**/events/", _change)
    phone.goto("/moving/")
    expect(phone.locator("#part")).to_have_text("新的进展")


def test_a_live_part_waits_while_somebody_types_in_it(phone: Page) -> None:
    part = (
        '<div id="part" data-live="appeal:XG1" hx-get="/part/" hx-trigger="changed">'
        '<textarea aria-label="话" autofocus></textarea></div>'
    )
    _play(phone, part, {"/part/": "新的进展"})
    phone.get_by_label("话").press_sequentially("还在写")
    phone.wait_for_timeout(700)
    expect(phone.get_by_label("话")).to_have_value("还在写")
    phone.get_by_label("话").blur()
    expect(phone.locator("#part")).to_have_text("新的进展")


WORDS = '<div id="toasts"></div><template id="words"></template>'


def _head(page: Page) -> str:
    """The head of a page of ours, with an address of events."""
    html = page.request.get("/offline/").text()
    return html.split("</head>")[0] + '<meta name="events-url" content="/events/"></head><body>'


def _change(route: Any) -> None:
    """Play the server of events: one change, then silence."""
    said = '{"subject": "appeal:XG1", "verb": "appeal.accepted", "unread": 3}'
    route.fulfill(
        body=f"retry: 60000\nevent: changed\ndata: {said}\n\n", content_type="text/event-stream"
    )


def _play(page: Page, body: str, parts: dict[str, str]) -> None:
    """Show a page of ours with `body` that hears of one change."""
    page.route("**/live/", partial(_fulfil, _head(page) + body + WORDS))
    page.route("**/events/", _change)
    for address, text in parts.items():
        page.route(f"**{address}", partial(_fulfil, text))
    page.goto("/live/")


def _fulfil(text: str, route: Any) -> None:
    route.fulfill(body=text, content_type="text/html")


def test_keys_walk_the_desks_list(phone: Page) -> None:
    _play(
        phone,
        '<form data-picked hidden><b data-count></b></form><input data-search aria-label="找">'
        '<section id="list"><a class="dk-item" href="#1" data-key="XG1">一</a>'
        '<a class="dk-item" href="#2" data-key="XG2">二</a></section>'
        '<script src="/static/theme/keys.js"></script>',
        {},
    )
    phone.keyboard.press("j")
    expect(phone.get_by_role("link", name="一")).to_be_focused()
    phone.keyboard.press("j")
    phone.keyboard.press("x")
    expect(phone.locator("form[data-picked] input")).to_have_value("XG2")
    expect(phone.locator("[data-count]")).to_have_text("1")
    phone.keyboard.press("/")
    expect(phone.get_by_label("找")).to_be_focused()
    phone.keyboard.type("jx")
    expect(phone.get_by_label("找")).to_have_value("jx")
