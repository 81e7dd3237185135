"""The outbox is emptied as soon as something is committed, and live pages hear of it."""

import json
import threading
import time
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, transaction

from liandong.accounts.models import User
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import Enterprise, Member
from liandong.journal.actions import record
from liandong.journal.models import Outbox
from liandong.kit.codes import make_uscc
from liandong.notices import clock
from liandong.notices.actions.telling import Change
from liandong.notices.clock import PAYLOAD_BYTES, run_outbox, show_live, tell_all
from liandong.notices.models import Notice


@pytest.fixture
def ears(transactional_db: None) -> Iterator[psycopg.Connection]:
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory")
    with psycopg.connect(**parameters, autocommit=True) as line:
        line.execute("LISTEN live")
        yield line


@pytest.fixture
def works(transactional_db: None) -> Enterprise:
    works = Enterprise.objects.create(uscc=make_uscc(1), name="洛阳示例", region_id="410303")
    for name in ("one", "two"):
        user = User.objects.create(username=name)
        Member.objects.create(user=user, enterprise=works, role=MemberRole.ADMIN)
    return works


def ask(works: Enterprise) -> None:
    asker, _new = User.objects.get_or_create(username="asker")
    with transaction.atomic():
        record("join_request.asked", on=works, by=asker, request=1, name="某人")


def heard(ears: psycopg.Connection, seconds: float = 3.0) -> list[dict[str, object]]:
    return [
        change
        for notification in ears.notifies(timeout=seconds, stop_after=1)
        for change in json.loads(notification.payload)
    ]


def test_what_is_told_is_shown_on_live_pages(works, ears):
    ask(works)
    assert tell_all() == 1
    everybody = sorted(User.objects.values_list("pk", flat=True))
    assert heard(ears) == [
        {"s": f"enterprises.enterprise:{works.pk}", "v": "join_request.asked", "u": everybody}
    ]
    assert tell_all() == 0


def test_many_changes_are_packed_into_few_payloads(ears, monkeypatch):
    changes = [
        Change(f"appeal:XG20261124-{n:06}", "appeal.submitted", tuple(range(1000, 1001 + n % 50)))
        for n in range(200)
    ]
    changes.append(Change("appeal:XG-large", "appeal.noted", tuple(range(100000, 101200))))
    show_live(changes)
    payloads = [n.payload for n in ears.notifies(timeout=1)]
    assert len(payloads) < 12
    assert max(map(len, payloads)) <= PAYLOAD_BYTES
    back: dict[str, list[int]] = {}
    for change in (c for payload in payloads for c in json.loads(payload)):
        back.setdefault(change["s"], []).extend(change["u"])
    assert back == {change.subject: list(change.users) for change in changes}


def test_the_outbox_is_emptied_at_once_and_by_each_entry_once(works, ears, monkeypatch):
    monkeypatch.setattr(clock, "POLL_SECONDS", 5.0)  # so that only NOTIFY can be this quick
    stop = threading.Event()

    def run() -> None:
        try:
            run_outbox(stop)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    began = time.monotonic()
    ask(works)
    (change,) = heard(ears)
    assert time.monotonic() - began < 1
    assert change["v"] == "join_request.asked"
    for _ in range(20):  # quicker than a process may wake others
        ask(works)
    until = time.monotonic() + 3
    while Outbox.objects.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert time.monotonic() < until
    stop.set()
    ask(works)
    for thread in threads:
        thread.join(8)
    assert not any(thread.is_alive() for thread in threads)
    tell_all()
    assert Notice.objects.count() == 22 * 2
