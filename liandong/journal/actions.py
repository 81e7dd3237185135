"""Verbs of the journal: record."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Model

from liandong.journal.models import Entry
from liandong.kit.now import now

SYSTEM = "system"


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
    in one order; two that race for one number are refused by the database.
    """
    entry = Entry(
        verb=verb, subject=name_of(on), actor=name_of(by), office=office, at=at or now(), data=data
    )
    entry.save(force_insert=True)
    transaction.on_commit(wake)
    return entry


def wake() -> None:
    """Wake whoever waits for new entries; outside the transaction, where NOTIFY costs no one a lock."""
    with connection.cursor() as cursor:
        cursor.execute("NOTIFY journal")
