"""The product on a test's own connection, and phones that somebody holds."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page

from liandong.theme import assets

ROOT = Path(__file__).resolve().parents[2]
PHONE = {"width": 390, "height": 844}


class _Patient(ThreadedWSGIServer):
    """Waits for the requests under way before it closes."""

    daemon_threads = False


class _Server(LiveServerThread):
    server_class = _Patient


@pytest.fixture
def address(
    chromium: Browser, db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The product on the test's own connection: what the browser does is undone with the test."""
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
def hold(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Hold a phone: `hold(enterprise)`; whatever a page complains about in its console fails the test."""
    contexts, complaints = [], []

    def up(
        user: Any,
        *,
        script: bool = True,
        scheme: str = "light",
        size: Any = PHONE,
        worker: str = "block",
    ) -> Page:
        client = Client()
        client.force_login(user)
        context = chromium.new_context(
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport=size,
            base_url=address,
            java_script_enabled=script,
            color_scheme=scheme,  # type: ignore[arg-type]
            service_workers=worker,  # type: ignore[arg-type]
        )
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        context.set_default_timeout(8000)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        contexts.append(context)
        return page

    yield up
    for context in contexts:
        context.close()
    expected = ("status of 422", "net::ERR_", "Failed to fetch")  # remarks on forms; no network
    assert [c for c in complaints if not any(e in c for e in expected)] == []
