"""Live pages: only whom it concerns, at once, through a real server; strangers and other origins stay out."""

import asyncio
import contextlib
import http.client
import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from psycopg.conninfo import make_conninfo

from config.events import _allow
from liandong.accounts.models import User
from liandong.notices.actions.telling import Change
from liandong.notices.clock import show_live
from liandong.notices.models import Notice
from tests.journal.committed import transactional_db

__all__ = ["transactional_db"]

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def started(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[psutil.Process]:
    """Start the events server on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with django_db_blocker.unblock():
        given = connection.settings_dict
    url = make_conninfo(
        dbname=given["NAME"], user=given["USER"], password=given["PASSWORD"] or None,
        host=given["HOST"] or None, port=given["PORT"] or None,
    )  # fmt: skip
    path = tmp_path_factory.mktemp("events") / "log"
    with path.open("wb") as log:
        process = psutil.Popen(
            [sys.executable, "-m", "config.web", "config.events:application", "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url, "LIANDONG_SECRET_KEY": settings.SECRET_KEY},
            stdout=log,
            stderr=log,
        )
    process.port = port
    try:
        until = time.monotonic() + 30
        while status(port, "/healthz") != 200:
            assert time.monotonic() < until, path.read_text()
            assert process.poll() is None, path.read_text()
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait(15)


@pytest.fixture
def server(transactional_db: None, started: Any) -> int:
    """Return the port of the running server."""
    port: int = started.port
    return port


def status(port: int, path: str, method: str = "GET", **headers: str) -> int:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with contextlib.closing(line):
        try:
            line.request(method, path, headers=headers)
            return line.getresponse().status
        except OSError:
            return 0


def cookie_of(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


@dataclass
class Page:
    """A browser's page that listens."""

    port: int
    cookie: str
    origin: str = ""
    head: dict[str, str] = field(default_factory=dict)

    def __enter__(self) -> "Page":
        self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        self.line.request("GET", "/events/", headers={"Cookie": self.cookie, "Origin": self.origin})
        self.answer = self.line.getresponse()
        self.head = {name.lower(): value for name, value in self.answer.getheaders()}
        assert self.answer.status == 200
        assert self.answer.readline() == b"retry: 3000\n"
        assert self.answer.readline() == b"\n"
        return self

    def __exit__(self, *args: object) -> None:
        self.line.close()

    def news(self) -> dict[str, object]:
        while (line := self.answer.readline()) != b"event: changed\n":
            assert line in {b":\n", b"\n"}, line
        data = json.loads(self.answer.readline().removeprefix(b"data: "))
        assert self.answer.readline() == b"\n"
        return dict(data)


def test_only_whom_it_concerns_is_told_and_at_once(server):
    one, two = (User.objects.create(username=name) for name in ("one", "two"))
    Notice.objects.create(
        user=one, entry_id=1, verb="x", subject="appeal:XG1", url="/",
        at="2026-11-24T01:30:00Z",
    )  # fmt: skip
    with Page(server, cookie_of(one)) as first, Page(server, cookie_of(two)) as second:
        began = time.monotonic()
        show_live([Change("appeal:XG1", "appeal.accepted", (one.pk, 10**9))])
        assert first.news() == {"subject": "appeal:XG1", "verb": "appeal.accepted", "unread": 1}
        assert time.monotonic() - began < 1
        show_live([Change("appeal:XG2", "appeal.noted", (one.pk, two.pk))])
        expected = {"subject": "appeal:XG2", "verb": "appeal.noted", "unread": 0}
        assert second.news() == expected
        assert first.news() == expected | {"unread": 1}


def test_who_has_not_signed_in_stays_out(server):
    person = User.objects.create(username="person")
    cookie = cookie_of(person)
    assert status(server, "/events/") == 401
    assert status(server, "/events/", Cookie=f"{settings.SESSION_COOKIE_NAME}=nobody") == 401
    assert status(server, "/events/", Cookie="broken=;;;\x80=") == 401
    assert status(server, "/events/", "POST", Cookie=cookie) == 405
    assert status(server, "/elsewhere/", Cookie=cookie) == 404
    person.is_active = False
    person.save(update_fields=["is_active"])
    assert status(server, "/events/", Cookie=cookie) == 401


def test_pages_of_the_same_host_may_read_from_another_port(server):
    person = User.objects.create(username="person")
    with Page(server, cookie_of(person), "http://127.0.0.1:8000") as page:
        assert page.head["content-type"] == "text/event-stream; charset=utf-8"
        assert page.head["access-control-allow-origin"] == "http://127.0.0.1:8000"
        assert page.head["access-control-allow-credentials"] == "true"
    with Page(server, cookie_of(person), "http://example.com:8000") as page:
        assert "access-control-allow-origin" not in page.head


@pytest.mark.parametrize(
    ("host", "origin", "allowed"),
    [
        ("qiye.example.cn", "https://qiye.example.cn", True),
        ("qiye.example.cn:8001", "https://qiye.example.cn", True),
        ("[::1]:8001", "http://[::1]:8000", True),
        ("qiye.example.cn", "https://qiye.example.cn.evil.example", False),
        ("qiye.example.cn", "null", False),
        ("qiye.example.cn", "https://[", False),
        ("qiye.example.cn", "", False),
    ],
)
def test_an_origin_is_allowed_by_its_host(host, origin, allowed):
    names = {name for name, _value in _allow({b"host": host, b"origin": origin})}
    assert (b"access-control-allow-origin" in names) is allowed


def test_a_broken_line_to_the_database_heals_and_pages_come_again(server):
    person = User.objects.create(username="person")
    with Page(server, cookie_of(person)) as page:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN live'"
            )
        assert page.answer.readline() == b""
    until = time.monotonic() + 10
    while status(server, "/healthz") != 200 and time.monotonic() < until:
        time.sleep(0.1)
    with Page(server, cookie_of(person)) as page:
        show_live([Change("appeal:XG1", "appeal.accepted", (person.pk,))])
        assert page.news()["subject"] == "appeal:XG1"


def test_a_thousand_idle_pages_are_no_burden(server, started):
    people = User.objects.bulk_create(User(username=f"p{n}") for n in range(250))
    cookies = [cookie_of(user) for user in people for _tab in range(4)]

    async def one(cookie: str, ready: asyncio.Semaphore) -> bytes:
        async with ready:
            reader, writer = await asyncio.open_connection("127.0.0.1", server)
            writer.write(
                f"GET /events/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n".encode()
            )
            await reader.readuntil(b"retry: 3000\n\n")
        opened.append(1)
        if len(opened) == len(cookies):
            await asyncio.to_thread(lambda: (show_live([change]), connection.close()))
        news = await asyncio.wait_for(reader.readuntil(b'"unread": 0}'), 30)
        writer.close()
        return news

    async def all_of_them() -> list[bytes]:
        ready = asyncio.Semaphore(50)
        return await asyncio.gather(*(one(cookie, ready) for cookie in cookies))

    opened: list[int] = []
    change = Change("appeal:XG1", "appeal.accepted", tuple(user.pk for user in people))
    began = time.monotonic()
    with ThreadPoolExecutor(1) as apart:  # beside a browser's loop, should one run here
        got = apart.submit(lambda: asyncio.run(all_of_them())).result()
    assert len(got) == 1000
    assert all(b"appeal:XG1" in news for news in got)
    assert time.monotonic() - began < 30
    processes = [started, *started.children(recursive=True)]
    assert sum(process.memory_info().rss for process in processes) < 300 * 2**20
