"""One Chromium for all tests of a process: its driver cannot be started twice in one thread."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture(scope="session")
def chromium(django_db_setup: None) -> Iterator[Browser]:
    """Debian's Chromium, from the first test that asks for it to the end."""
    if not Path(CHROMIUM).exists():
        pytest.fail("Chromium is missing: install it with `apt-get install chromium`.")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright's loop runs in this thread
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()
        connections.close_all()  # opened beside playwright's loop, it is not the one that set up
