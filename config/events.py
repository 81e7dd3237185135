"""The door for live pages: server-sent events over ASGI, in a small asynchronous process of its own.

`GET /events/` with the session cookie of the pages: the browser is told at once what changed of the
things that concern its person. `GET /healthz` says whether the database is listened to.
"""

import asyncio
import json
import os
import random
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

import psycopg
import structlog
from asgiref.sync import sync_to_async
from django import setup
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if not apps.ready:
    setup()

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections, connection
from django.http import HttpRequest

from liandong.notices.queries import unread_counts

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

HEARTBEAT_SECONDS = 15.0  # a comment, so that proxies keep the line and we notice a dead one
GATHER_SECONDS = 0.1  # between two messages: what changes meanwhile goes out together
STREAM_SECONDS = 600.0  # then the browser comes again, and is asked again who it is
RETRY_MILLISECONDS = 3000
MOST_STREAMS = 5000
MOST_STREAMS_OF_ONE = 12  # tabs of one person; the oldest gives way
MOST_PENDING = 500  # changes on one stream; a reader that slow starts anew

log = structlog.get_logger("liandong.events")


class Stream:
    """One open page of one person, and what it has not been told yet."""

    def __init__(self) -> None:
        self.pending: dict[str, str] = {}
        self.unread = 0
        self.news = asyncio.Event()
        self.ended = False

    def tell(self, subject: str, verb: str, unread: int) -> None:
        self.pending[subject] = verb
        self.unread = unread
        self.ended = self.ended or len(self.pending) > MOST_PENDING
        self.news.set()

    def end(self) -> None:
        self.ended = True
        self.news.set()

    async def chunks(self) -> Any:
        """Yield what is to be written, until the stream has lasted long enough."""
        until = time.monotonic() + STREAM_SECONDS * random.uniform(0.8, 1.2)  # noqa: S311
        yield f"retry: {RETRY_MILLISECONDS}\n\n"
        while not self.ended and time.monotonic() < until:
            try:
                await asyncio.wait_for(self.news.wait(), HEARTBEAT_SECONDS)
            except TimeoutError:
                yield ":\n\n"
                continue
            self.news.clear()
            if self.ended:
                return
            pending, self.pending = self.pending, {}
            yield "".join(
                _event({"subject": subject, "verb": verb, "unread": self.unread})
                for subject, verb in pending.items()
            )
            await asyncio.sleep(GATHER_SECONDS)


class Hub:
    """All open streams, fed by one connection that listens."""

    def __init__(self) -> None:
        self.streams: dict[int, list[Stream]] = defaultdict(list)
        self.listener: asyncio.Task[None] | None = None
        self.listens = False

    @property
    def count(self) -> int:
        return sum(map(len, self.streams.values()))

    def start(self) -> None:
        if self.listener is None or self.listener.done():
            self.listener = asyncio.create_task(self._listen())

    def open(self, user: int) -> Stream:
        stream, own = Stream(), self.streams[user]
        own.append(stream)
        if len(own) > MOST_STREAMS_OF_ONE:
            own.pop(0).end()
        return stream

    def close(self, user: int, stream: Stream) -> None:
        own = self.streams.get(user, [])
        if stream in own:
            own.remove(stream)
        if not own:
            self.streams.pop(user, None)

    async def tell(self, payload: str) -> None:
        """Pass one announcement on to the streams of those whom it concerns."""
        changes = json.loads(payload)
        here = self.streams.keys() & {user for change in changes for user in change["u"]}
        if not here:
            return
        unread = await _unread(here)
        for change in changes:
            for user in here.intersection(change["u"]):
                for stream in self.streams.get(user, ()):
                    stream.tell(change["s"], change["v"], unread.get(user, 0))

    async def _listen(self) -> None:
        """Listen for ever; when the line breaks, end all streams: they come again and look for themselves."""
        pause = 0.5
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    **_parameters(), autocommit=True
                ) as line:
                    await line.execute("LISTEN live")
                    self.listens, pause = True, 0.5
                    async for notification in line.notifies():
                        await self.tell(notification.payload)
            except (psycopg.Error, OSError, ValueError, KeyError):
                log.exception("events.line_broke")
            finally:
                self.listens = False
            for stream in [one for own in self.streams.values() for one in own]:
                stream.end()
            await asyncio.sleep(pause)
            pause = min(10.0, pause * 2)


hub = Hub()


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Answer one connection."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["type"] == "http":
        hub.start()
        match scope["method"], scope["path"]:
            case "GET" | "HEAD", "/healthz":
                await _answer(send, 200 if hub.listens else 503, "ok" if hub.listens else "down")
            case "GET", "/events/":
                await _stream(scope, receive, send)
            case _, "/healthz" | "/events/":
                await _answer(send, 405, "method not allowed", [(b"allow", b"GET")])
            case _:
                await _answer(send, 404, "not found")


async def _live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            hub.start()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            if hub.listener:
                hub.listener.cancel()
            await send({"type": "lifespan.shutdown.complete"})
            return


async def _stream(scope: Message, receive: Receive, send: Send) -> None:
    headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
    allow = _allow(headers)
    user = await _user_behind(headers.get(b"cookie", ""))
    if user is None:
        await _answer(send, 401, "sign in first", allow)
        return
    if hub.count >= MOST_STREAMS:
        await _answer(send, 503, "too many", [*allow, (b"retry-after", b"60")])
        return
    stream = hub.open(user)
    gone = asyncio.create_task(_wait_until_gone(receive, stream))
    try:
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [
                    (b"content-type", b"text/event-stream; charset=utf-8"),
                    (b"cache-control", b"no-store"),
                    (b"x-accel-buffering", b"no"),
                    *allow,
                ],
            }
        )
        async for chunk in stream.chunks():
            await send({"type": "http.response.body", "body": chunk.encode(), "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    except OSError:
        pass  # the browser has gone
    finally:
        gone.cancel()
        hub.close(user, stream)


async def _wait_until_gone(receive: Receive, stream: Stream) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()


def _allow(headers: dict[bytes, str]) -> list[tuple[bytes, bytes]]:
    """Return the headers that let a page of this host, on any port, read the stream with its cookie."""
    origin = headers.get(b"origin", "")
    try:
        same = origin and urlsplit(origin).hostname == urlsplit(f"//{headers[b'host']}").hostname
    except (KeyError, ValueError):
        same = False
    if not same:
        return [(b"vary", b"origin")]
    return [
        (b"vary", b"origin"),
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
    ]


async def _answer(
    send: Send, status: int, words: str, headers: Iterable[tuple[bytes, bytes]] = ()
) -> None:
    start = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": [*start, *headers]})
    await send({"type": "http.response.body", "body": f"{words}\n".encode()})


@sync_to_async
def _user_behind(cookie: str) -> int | None:
    """Return whose session a cookie is, if that person may still sign in."""
    try:
        morsel = SimpleCookie(cookie).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return None
    if morsel is None:
        return None
    close_old_connections()
    request = HttpRequest()
    request.session = SessionStore(morsel.value)
    user = get_user(request)
    return user.pk if user.is_authenticated and user.is_active else None


@sync_to_async
def _unread(users: Iterable[int]) -> dict[int, int]:
    close_old_connections()
    return unread_counts(users)


def _parameters() -> dict[str, Any]:
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    return parameters


def _event(data: dict[str, Any]) -> str:
    return f"event: changed\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
