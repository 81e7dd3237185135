"""Pictures of every main page, for docs/screenshots: `make screenshots` starts the sample district and takes them.

Not part of `make test`: the pictures carry the day's dates and would change with every run.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import CHROMIUM

OUT = Path("docs/screenshots")
SIZES = {"phone": (390, 844), "desktop": (1440, 900)}
PAGES = {  # who, which page, on what; a function finds what has no fixed address
    "sign-in": ("", "/accounts/login/", ("phone", "desktop")),
    "home": ("enterprise", "/", ("phone", "desktop")),
    "appeal-new": ("enterprise", "/appeals/new/", ("phone", "desktop")),
    "appeals": ("enterprise", "/appeals/", ("phone",)),
    "appeal": ("enterprise", r"^/appeals/[A-Z]{2}\d{8}-\d+/$", ("phone", "desktop")),
    "rate": ("enterprise", r"^/appeals/[A-Z]{2}\d{8}-\d+/rate/$", ("phone",)),
    "notices": ("enterprise", "/notices/", ("phone",)),
    "me": ("enterprise", "/me/", ("phone",)),
    "desk": ("officer", r"^/desk/appeals/[A-Z]{2}\d{8}-\d+/", ("phone", "desktop")),
    "today": ("coordinator", "/desk/today/", ("phone", "desktop")),
    "promises": ("coordinator", "/desk/promises/", ("desktop",)),
    "routing": ("coordinator", "/desk/routing/", ("desktop",)),
    "enterprise": ("coordinator", "/desk/enterprises/91410303YY000001XT/", ("phone", "desktop")),
    "enterprise-own": ("enterprise", "/enterprise/", ("phone",)),
    "hotline": ("clerk", "/hotline/", ("desktop",)),
    "enterprises": ("coordinator", "/desk/enterprises/", ("phone", "desktop")),
    "import": ("coordinator", "/desk/enterprises/import/", ("phone", "desktop")),
    "claims": ("coordinator", "/desk/enterprises/waiting/", ("phone", "desktop")),
    "duplicates": ("coordinator", "/desk/enterprises/duplicates/", ("phone", "desktop")),
    "register": ("enterprise", "/me/enterprise/", ("phone", "desktop")),
    "figures": ("coordinator", "/desk/figures/", ("phone", "desktop")),
    "figures-own": ("enterprise", "/enterprise/figures/", ("phone", "desktop")),
    "needs": ("coordinator", "/desk/needs/", ("phone", "desktop")),
    "visits": ("coordinator", "/desk/visits/", ("phone", "desktop")),
    "calendar": ("enterprise", "/enterprise/calendar/", ("phone", "desktop")),
    "key-list": ("coordinator", "/desk/key/", ("phone", "desktop")),
    "liaison": ("officer", "/liaison/", ("phone", "desktop")),
    "risks": ("coordinator", "/desk/risks/", ("phone", "desktop")),
    "journal": ("auditor", "/journal/", ("desktop",)),
    "back-office": ("admin", "/admin/", ("desktop",)),
    "gallery": ("", "/gallery/", ("desktop",)),
}
SEARCHED = {
    "appeal": "/", "rate": "/", "desk": "/desk/",
}  # fmt: skip


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of a sample district: LIANDONG_SITE, or one that is started for the pictures."""
    if given := os.environ.get("LIANDONG_SITE"):
        yield given
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        command = [Path(sys.executable).parent / "liandong", "up", "--demo", "--port", str(port)]
        environment = {
            k: v for k, v in os.environ.items() if not k.startswith(("LIANDONG", "DATABASE"))
        }
        running = subprocess.Popen([*command, "--data", f"{folder}/data"], env=environment)
        address = f"http://127.0.0.1:{port}"
        for _ in range(300):
            time.sleep(1)
            try:
                urllib.request.urlopen(f"{address}/api/v1/readyz", timeout=2)
                break
            except OSError:
                continue
        yield address
        running.send_signal(signal.SIGINT)
        running.wait(30)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def sign_in(page: Page, who: str) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", who)
    page.fill("input[name=password]", "liandong-demo")
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/" not in url)


def address_of(page: Page, name: str, address: str) -> str:
    """Return a page's address; one that is a pattern is the first such link of the page it is searched on."""
    if not address.startswith("^"):
        return address
    page.goto(SEARCHED[name])
    links = [a.get_attribute("href") or "" for a in page.query_selector_all("a[href]")]
    return next(link for link in links if re.match(address, link))


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize(
    ("name", "size"), [(name, size) for name, (_, _, sizes) in PAGES.items() for size in sizes]
)
def test_take(chromium: Browser, site: str, name: str, size: str, look: str) -> None:
    who, address, _ = PAGES[name]
    width, height = SIZES[size]
    context = chromium.new_context(
        base_url=site,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": width, "height": height},
        color_scheme=look,
    )
    page = context.new_page()
    if who:
        sign_in(page, who)
    answer = page.goto(address_of(page, name, address))
    assert answer is not None
    assert answer.status == 200
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
        "wider than the screen"
    )
    OUT.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=OUT / f"{name}-{size}-{look}.png")
    context.close()
