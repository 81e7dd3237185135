"""People who have signed in, and the words of a page without its markup."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liandong.accounts.models import User


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    """Pages name static files as they are; nothing has been collected for a test."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def sign_in():
    """A browser in which somebody has signed in."""

    def enter(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return enter


@pytest.fixture
def phone(sign_in, enterprise):
    """The browser of the enterprise."""
    return sign_in(enterprise)


@pytest.fixture
def said():
    """The words of a page as they are read; without its messages unless the whole is asked for."""

    def words(response, whole=False) -> str:
        text = response.content.decode()
        if not whole and "<main" in text:
            text = text[text.index("<main") :].partition('id="toasts"')[0]
        return re.sub(
            r"\s+",
            " ",
            unescape(re.sub(r"<(script|style|template).*?</\1>|<[^>]+>", " ", text, flags=re.S)),
        )

    return words


@pytest.fixture
def toasts():
    """The messages on a page."""

    def shown(response) -> list[str]:
        part = response.content.decode().partition('id="toasts"')[2].partition("<template")[0]
        return [unescape(w) for w in re.findall(r"<span>(.*?)</span>", part, flags=re.S)]

    return shown


@pytest.fixture
def queries_of():
    """How many queries a page asks."""

    def count(client: Client, path: str) -> int:
        client.get(path)  # what a process remembers is known
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    return count
