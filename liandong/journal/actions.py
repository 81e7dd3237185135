"""Verbs of the journal: record, wake."""

import time
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from psycopg.types.json import Jsonb

from liandong.journal.models import Entry
from liandong.kit.now import now

SYSTEM = "system"
WAKE_SECONDS = 0.1
_woken_at = 0.0

# Written out: every act writes one, and wording it anew takes longer than writing it.
INSERT = """
INSERT INTO journal_entry (subject, verb, actor, office, at, data) VALUES (%s, %s, %s, %s, %s, %s)
RETURNING id, number, previous, hash
"""


def name_of(thing: Model | None) -> str:
    """Return the name under which the journal files a thing, such as `accounts.user:12`.

    A thing with a reference is filed by it (`appeal:XG20261123-000042`), so that an export can be read.
    """
    if thing is None:
        return SYSTEM
    if reference := getattr(thing, "reference", None):
        return f"{thing._meta.model_name}:{reference}"
    return f"{thing._meta.label_lower}:{thing.pk}"


def record(
    verb: str,
    *,
    on: Model,
    by: Model | None,
    office: str = "",
    at: datetime | None = None,
    **data: object,
) -> Entry:
    """Write one line in the journal; call it inside the transaction that makes the change.

    `by=None` is the system. The thing's row must be locked by the caller, so that its entries stand
    in one order; two that race for one number are refused by the database. The entry comes back with
    its id, number and hash, as the database has set them.
    """
    entry = Entry(
        verb=verb,
        subject=name_of(on),
        actor=name_of(by),
        office=office,
        at=at or now(),
        data=data,
    )
    values: list[Any] = [
        entry.subject, entry.verb, entry.actor, entry.office, entry.at, Jsonb(entry.data),
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(INSERT, values)
        entry.id, entry.number, entry.previous, entry.hash = cursor.fetchone()
    entry._state.adding, entry._state.db = False, connection.alias
    transaction.on_commit(wake)
    return entry


def wake() -> None:
    """Wake whoever waits for new entries; call it after the commit, where NOTIFY holds up nobody.

    All commits with a NOTIFY of all databases queue up for one lock, so a process calls at most once in
    `WAKE_SECONDS`; the listener looks once more after that time, for what came meanwhile.
    """
    global _woken_at
    moment = time.monotonic()
    if moment - _woken_at < WAKE_SECONDS:
        return
    _woken_at = moment
    with connection.cursor() as cursor:
        cursor.execute("NOTIFY journal")
