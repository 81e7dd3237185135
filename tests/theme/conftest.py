"""A real browser on a running server, in which no page may complain."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from liandong.theme import assets

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def vendor() -> Path:
    """What pages load from packages, built; `make test` has fetched the packages."""
    if not (ROOT / "node_modules").exists():
        pytest.fail("node_modules is missing: run `make test`, or `npm ci` first.")
    assets.build(ROOT)
    return ROOT / assets.VENDOR


@pytest.fixture(scope="session")
def browser(chromium: Browser) -> Browser:
    """Debian's Chromium."""
    return chromium


@pytest.fixture
def site(
    vendor: Path, settings: Any, django_db_setup: None, django_db_blocker: Any
) -> Iterator[str]:
    """The address of the product, as in the demo.

    Not `live_server`: that empties the tables after each test, which the journal refuses. Nothing
    these tests do writes to the database.
    """
    settings.LIANDONG_DEMO = True
    with django_db_blocker.unblock():
        server = LiveServer("localhost")
        yield str(server.url)
        server.stop()


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Any) -> None:
    """Pages name static files as they are; nothing has been collected for a test."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def phone(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page 390 × 844 in Chinese; anything written to its console as an error fails the test.

    It has a service worker only where the test is marked so (`@pytest.mark.parametrize("phone",
    ["worker"], indirect=True)`): a worker takes requests out of the hands of a test that plays server.
    """
    context = browser.new_context(
        locale="zh-CN",
        viewport={"width": 390, "height": 844},
        base_url=site,
        service_workers="allow" if getattr(request, "param", "") == "worker" else "block",
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: (
            complaints.append(said.text)
            if said.type == "error" and "net::ERR_" not in said.text
            else None
        ),
    )
    yield page
    context.close()
    assert complaints == []
