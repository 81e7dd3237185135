"""An entry is numbered, linked and hashed by the database, and can never be changed or lost."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import (
    DatabaseError,
    IntegrityError,
    connection,
    connections,
    transaction,
)
from django.test.utils import CaptureQueriesContext

from liandong.accounts.models import User
from liandong.journal import actions
from liandong.journal.actions import name_of, record
from liandong.journal.models import Entry, Outbox, Seal
from liandong.journal.queries import entries_of

AT = datetime(2026, 11, 24, 1, 30, 0, 123456, tzinfo=UTC)


@pytest.fixture
def person(transactional_db: None) -> User:
    return User.objects.create(username="person")


def test_an_entry_comes_back_as_the_database_wrote_it(person):
    entry = record("thing.done", on=person, by=person, office="示例办", at=AT, text="办了", n=1.50)
    kept = Entry.objects.get()
    assert (entry.pk, entry.number, entry.hash) == (kept.pk, 1, kept.hash)
    assert (kept.subject, kept.verb, kept.actor, kept.office, kept.at, kept.data) == (
        f"accounts.user:{person.pk}", "thing.done", f"accounts.user:{person.pk}", "示例办", AT,
        {"text": "办了", "n": 1.5},
    )  # fmt: skip
    assert list(Outbox.objects.values_list("entry_id", "tries")) == [(entry.pk, 0)]


def test_recording_is_one_statement(person):
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        record("thing.done", on=person, by=None)
    assert [query["sql"].split()[0] for query in queries][:3] == ["BEGIN", "INSERT", "COMMIT"]
    assert Entry.objects.get().actor == "system"


def test_the_hash_can_be_recomputed_without_the_database(person):
    first = record("thing.done", on=person, by=None, at=AT, text="一")
    record("thing.done", on=person, by=person, at=AT, b=True, aa=[1, None], a={"x": "二"})
    second = entries_of(name_of(person)).get(number=2)
    micros = int(AT.timestamp()) * 1_000_000 + AT.microsecond
    # As PostgreSQL writes jsonb: shorter keys first, then by their bytes; a blank after : and ,
    data = {"a": {"x": "二"}, "b": True, "aa": [1, None]}
    line = [second.subject, 2, "thing.done", second.actor, "", micros, data]
    written = json.dumps(line, ensure_ascii=False)
    expected = hashlib.sha256(bytes(first.hash) + written.encode()).digest()
    assert (bytes(second.previous), bytes(second.hash)) == (bytes(first.hash), expected)


def test_entries_of_one_statement_stand_in_a_chain(transactional_db):
    insert = "INSERT INTO journal_entry (subject, verb, actor, office, at, data)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH one AS (
                {insert} VALUES ('a:1', 'x', 's', '', now(), '{{}}'), ('b:1', 'x', 's', '', now(), '{{}}'),
                    ('a:1', 'y', 's', '', now(), '{{}}') RETURNING id
            ), two AS (
                {insert} SELECT 'a:1', 'z', 's', '', now(), '{{}}' FROM one WHERE id = (SELECT min(id) FROM one)
                RETURNING id
            ) SELECT count(*) FROM two"""
        )
        assert cursor.fetchone() == (1,)
    chain = list(entries_of("a:1"))
    assert [(e.number, e.verb) for e in chain] == [(1, "x"), (2, "y"), (3, "z")]
    assert [bytes(e.previous) for e in chain] == [b"", *(bytes(e.hash) for e in chain[:-1])]
    assert sorted(Outbox.objects.values_list("pk", flat=True)) == sorted(
        Entry.objects.values_list("pk", flat=True)
    )


def test_what_is_forged_on_the_way_in_is_overwritten(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO journal_entry (id, subject, number, verb, actor, office, at, data, previous, hash)
            VALUES (1000000, 'a:1', 7, 'x', 's', '', now(), '{}', 'forged', 'forged')"""
        )
    entry = Entry.objects.get()
    assert (entry.number, bytes(entry.previous), len(entry.hash)) == (1, b"", 32)
    assert entry.pk != 1000000


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET verb = 'x'",
        "UPDATE journal_entry SET verb = 'x' WHERE false",
        "DELETE FROM journal_entry",
        "TRUNCATE journal_entry",
        "UPDATE journal_seal SET count = 0",
        "DELETE FROM journal_seal",
        "TRUNCATE journal_seal",
    ],
)
def test_the_database_refuses_to_change_or_lose_anything(person, statement):
    record("thing.done", on=person, by=None)
    with (
        pytest.raises(DatabaseError, match="is never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert (Entry.objects.count(), Seal.objects.count()) == (1, 0)


def test_two_that_race_for_one_number_are_refused(transactional_db):
    with transaction.atomic():
        record("thing.done", on=(person := User.objects.create(username="p")), by=None)

    def write() -> str:
        try:
            with transaction.atomic():
                record("thing.done", on=person, by=None)
        except IntegrityError:
            return "refused"
        finally:
            connections.close_all()
        return "written"

    with ThreadPoolExecutor(4) as pool:
        outcomes = [task.result() for task in [pool.submit(write) for _ in range(12)]]
    written = outcomes.count("written")
    assert written + outcomes.count("refused") == 12
    assert [e.number for e in entries_of(name_of(person))] == list(range(1, written + 2))


def test_a_process_wakes_others_at_most_once_in_a_while(transactional_db, monkeypatch):
    monkeypatch.setattr(actions, "_woken_at", -10.0)
    with CaptureQueriesContext(connection) as queries:
        for _ in range(5):
            actions.wake()
    assert [query["sql"] for query in queries] == ["NOTIFY journal"]
