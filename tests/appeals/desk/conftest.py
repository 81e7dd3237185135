"""People at their desks, and a way to look at a page."""

import re

import pytest
from django.test import Client


@pytest.fixture
def at():
    """A browser of one person: `at(officer).get("/desk/")`; `htmx=True` asks for a part only."""

    def browse(user, *, htmx=False):
        client = Client(headers={"HX-Request": "true"} if htmx else {})
        client.force_login(user)
        return client

    return browse


@pytest.fixture
def text_of():
    """Return what a page says, without its tags."""

    def words(response):
        body = re.sub(r"<svg.*?</svg>|<head>.*?</head>", "", response.content.decode(), flags=re.S)
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))

    return words
