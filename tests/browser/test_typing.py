"""What is typed before a page's scripts are ready is heard all the same, once."""

from playwright.sync_api import expect

WIDE = {"width": 1440, "height": 900}


def late(page, path, fill, words):
    """Open a page whose scripts come late, and type before they do; return what was asked by then."""
    held, asked = [], []
    page.route("**/htmx.min.js", lambda route: held.append(route))
    page.on("request", lambda r: asked.append(r.url) if "hx-request" in r.headers else None)
    page.goto(path, wait_until="commit")
    page.fill(fill, words)
    expect(page.locator(fill)).to_have_value(words)
    assert (len(held), asked) == (1, [])
    held[0].continue_()
    page.unroute("**/htmx.min.js")
    return asked


def test_a_search_typed_before_the_page_listens_is_answered_once(
    works, stranger, coordinator, hold
):
    page = hold(coordinator, size=WIDE)
    asked = late(page, "/desk/enterprises/", "#q", "lyslzc")
    expect(page.locator("#items .dk-item")).to_have_count(1)
    page.wait_for_timeout(600)
    assert len(asked) == 1
    expect(page.locator("#q")).to_be_focused()
    page.goto("/desk/enterprises/?q=lyslzc")
    page.wait_for_timeout(600)
    assert len(asked) == 1


def test_the_hotline_finds_whom_was_typed_before(works, clerk, hold):
    page = hold(clerk, size=WIDE)
    late(page, "/hotline/", "#q", "轴承")
    expect(page.locator("#found, main")).to_contain_text(works.name)
