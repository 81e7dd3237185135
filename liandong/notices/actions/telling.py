"""Take entries out of the outbox and tell everyone whom they concern, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F

from liandong.journal.models import Entry, Outbox
from liandong.kit.now import now
from liandong.notices.actions.deliveries import plan_deliveries
from liandong.notices.models import Notice
from liandong.notices.queries.batch import read_batch
from liandong.notices.rules.telling import MOST_TRIES

BATCH = 500

log = structlog.get_logger("liandong.notices")

# ARRAY: the rows to take are chosen once, whatever plan the database makes of the rest.
TAKE = """
    DELETE FROM journal_outbox WHERE entry_id = ANY (ARRAY(
        SELECT entry_id FROM journal_outbox WHERE tries < %s ORDER BY entry_id LIMIT %s
        FOR UPDATE SKIP LOCKED
    )) RETURNING entry_id
"""

ENTRIES = "SELECT * FROM journal_entry WHERE id = ANY(%s) ORDER BY id"

# Returned are those whose reader has an outside channel: hardly any.
WRITE = """
    WITH told AS (
        INSERT INTO notices_notice (user_id, entry_id, verb, subject, hat, facts, url, urgent, at)
        SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::jsonb[],
            %s::text[], %s::boolean[], %s::timestamptz[])
        RETURNING id, user_id
    ) SELECT id, user_id FROM told WHERE EXISTS (
        SELECT FROM notices_channeladdress c
        WHERE c.user_id = told.user_id AND c.is_on AND c.removed_at IS NULL
    ) ORDER BY id
"""


@dataclass(frozen=True)
class Change:
    """Something changed that these people may have on their screens."""

    subject: str
    verb: str
    users: tuple[int, ...]


@dataclass(frozen=True)
class Told:
    """What one round did: how many entries it took, and the changes to show on live pages."""

    entries: int
    changes: list[Change]


def tell_waiting(most: int = BATCH) -> Told:
    """Tell of the oldest entries that nobody was told of, at most `most`; each entry once.

    All in one transaction: taking an entry, the notices, the deliveries and their jobs. When that fails,
    each entry is tried alone; one that fails still is counted and, after `MOST_TRIES`, kept back for
    an administrator to see, so that it holds up no other.
    """
    try:
        with transaction.atomic():
            return _tell(_take(most))
    except (InterfaceError, OperationalError):
        raise
    except Exception:
        log.exception("notices.batch_failed")
    waiting = Outbox.objects.filter(tries__lt=MOST_TRIES).order_by("entry_id")
    rounds = [_tell_one(pk) for pk in list(waiting.values_list("pk", flat=True)[:most])]
    return Told(
        sum(told.entries for told in rounds),
        [change for told in rounds for change in told.changes],
    )


def forget_untold(before: datetime) -> int:
    """Drop what waits to be told and happened before a moment; return how much. For loading old data."""
    old = Entry.objects.filter(at__lt=before, pk__in=Outbox.objects.values("pk"))
    return Outbox.objects.filter(pk__in=old.values("pk")).delete()[0]


def retry_untold() -> int:
    """Try again to tell of what could not be told; return of how many entries."""
    return Outbox.objects.filter(tries__gte=MOST_TRIES).update(tries=0)


def _tell_one(entry_id: int) -> Told:
    try:
        with transaction.atomic():
            taken, _rows = Outbox.objects.filter(pk=entry_id).delete()
            return _tell([entry_id] if taken else [])
    except (InterfaceError, OperationalError):
        raise
    except Exception:
        log.exception("notices.entry_failed", entry=entry_id)
        Outbox.objects.filter(pk=entry_id).update(tries=F("tries") + 1)
        return Told(0, [])


def _take(most: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [MOST_TRIES, most])
        return [entry_id for (entry_id,) in cursor.fetchall()]


def _tell(entry_ids: Sequence[int]) -> Told:
    entries = list(Entry.objects.raw(ENTRIES, [list(entry_ids)]))
    if not entries:
        return Told(0, [])
    batch = read_batch(entries)
    rows: list[tuple[Any, ...]] = []
    changes: list[Change] = []
    for entry in entries:
        touched: dict[str, set[int]] = {entry.subject: batch.onlookers_of(entry)}
        for one in batch.words_of(entry):
            touched.setdefault(one.subject, set()).update(one.users)
            rows += [
                (
                    user,
                    entry.pk,
                    entry.verb,
                    one.subject,
                    one.hat,
                    one.facts,
                    one.url,
                    one.urgent,
                    entry.at,
                )
                for user in one.users
            ]
        changes += [
            Change(subject, entry.verb, tuple(sorted(users)))
            for subject, users in touched.items()
            if users
        ]
    _write(rows)
    return Told(len(entries), changes)


def _write(rows: list[tuple[Any, ...]]) -> None:
    """Write notices, all in one statement, and plan those that go outside as well."""
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [list(column) for column in zip(*rows, strict=True)])
        outside = [Notice(pk=pk, user_id=user) for pk, user in cursor.fetchall()]
    if outside:
        plan_deliveries(outside, now())
