"""For tests of what happens after a commit: real transactions, and a database that is clean again afterwards.

A test that Django rolls back commits nothing: nobody else sees its rows, no sealer may seal them, no
NOTIFY goes out. Django's own way to clean up after real commits would empty the reference data as well, and the
journal refuses it; so this takes its place, under its name: `live_server` and marks find it, too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, connections

OWN = (
    "accounts_user, enterprises_enterprise, journal_entry, journal_seal, journal_outbox, "
    "procrastinate_jobs, django_session, accounts_limit"
)


@contextmanager
def unguarded() -> Iterator[Any]:
    """Let a test do to the journal what its owner could do after taking the guard down."""
    with connection.cursor() as cursor:
        for table in ("journal_entry", "journal_seal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        for table in ("journal_entry", "journal_seal"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER journal_refuse")


@pytest.fixture
def transactional_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Commit for real, without people, enterprises and all that hangs on them before and afterwards."""
    with django_db_blocker.unblock():
        _empty()  # what loading the reference data wrote, and the numbers that rolled back tests took
        yield
        _empty()
        connections.close_all()


def _empty() -> None:
    with unguarded() as cursor:
        cursor.execute("ALTER TABLE enterprises_report DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {OWN} RESTART IDENTITY CASCADE")
        cursor.execute("ALTER TABLE enterprises_report ENABLE ALWAYS TRIGGER enterprises_refuse")
