"""What runs behind the pages: telling what the journal holds, and sending it by outside channels."""

import json
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import structlog
from django.db import connection, connections
from procrastinate import JobContext
from procrastinate.contrib.django import app

from liandong.journal.actions import WAKE_SECONDS
from liandong.kit.now import now
from liandong.notices.actions.deliveries import TASK, deliver_now
from liandong.notices.actions.pruning import forget_old_notices
from liandong.notices.actions.telling import BATCH, Change, tell_waiting

POLL_SECONDS = 1.0  # what no NOTIFY has announced waits no longer than this
MANY, GATHER_SECONDS = 50, 0.5  # entries of a round after which the next waits, and how long
PAYLOAD_BYTES = 7900  # NOTIFY takes less than 8000
USERS_AT_ONCE = 500  # in one payload

log = structlog.get_logger("liandong.notices")


def run_outbox(stop: threading.Event) -> None:
    """Tell of each entry as soon as it is committed, until told to stop.

    Whoever writes calls `wake`, which keeps quiet for a moment after each NOTIFY: so we look twice. Where
    much comes in we let it gather: a round costs as much as telling of fifty entries.
    """
    with _listening("journal") as ears:
        while not stop.is_set():
            while tell_all() >= MANY:
                stop.wait(GATHER_SECONDS)
            if any(True for _ in ears.notifies(timeout=POLL_SECONDS, stop_after=1)):
                tell_all()
                stop.wait(WAKE_SECONDS)


def tell_all() -> int:
    """Tell of everything that waits and show it on live pages; return of how many entries."""
    total = 0
    while (told := tell_waiting()).entries:
        show_live(told.changes)
        total += told.entries
        if told.entries < BATCH:
            break
    return total


def show_live(changes: Iterable[Change]) -> None:
    """Announce changes to the process that holds the event streams, in one statement of its own."""
    payloads = list(_payloads(changes))
    if payloads:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify('live', p) FROM unnest(%s::text[]) AS p", [payloads])


def _payloads(changes: Iterable[Change]) -> Iterator[str]:
    """Pack changes into as few payloads as their size allows: `[{"s": subject, "v": verb, "u": ids}]`."""
    packed: list[str] = []
    size = 2
    for change in changes:
        for start in range(0, len(change.users), USERS_AT_ONCE):
            users = change.users[start : start + USERS_AT_ONCE]
            item = json.dumps(
                {"s": change.subject, "v": change.verb, "u": users}, separators=(",", ":")
            )
            if packed and size + len(item) + 1 > PAYLOAD_BYTES:
                yield f"[{','.join(packed)}]"
                packed, size = [], 2
            packed.append(item)
            size += len(item) + 1
    if packed:
        yield f"[{','.join(packed)}]"


@contextmanager
def _listening(channel: str) -> Iterator[psycopg.Connection[Any]]:
    """Open a connection of its own that listens."""
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    with psycopg.connect(**parameters, autocommit=True) as ears:
        ears.execute(f"LISTEN {channel}")
        yield ears


@app.task(name=TASK)
def deliver(delivery_id: int) -> None:
    """Try one delivery; a failed one has put down the next try itself."""
    try:
        deliver_now(delivery_id)
    finally:
        connections.close_all()  # a job's thread may never come again


@app.periodic(cron="*/5 * * * *")
@app.task(name="notices.revive", pass_context=True, queueing_lock="notices.revive")
async def revive(context: JobContext, timestamp: int) -> None:
    """Give back to the queue what a killed worker had in hand."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=60):
        log.warning("job.revived", job=job.id, task=job.task_name)
        await manager.retry_job(job)


@app.periodic(cron="40 19 * * *")  # UTC: twenty to four in the morning in China
@app.task(name="notices.forget_old", queueing_lock="notices.forget_old")
def forget_old(timestamp: int) -> None:
    """Delete old notices, in the small hours."""
    try:
        log.info("notices.forgotten", number=forget_old_notices(now()))
    finally:
        connections.close_all()
