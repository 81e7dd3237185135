"""One changed, lost or inserted entry anywhere is found, and the first is named."""

import pytest
from django.db import transaction

from liandong.accounts.models import User
from liandong.journal.actions import record
from liandong.journal.clock import seal_now
from liandong.journal.queries import Verdict, verify_journal
from tests.journal.committed import unguarded

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def story(transactional_db: None) -> list[str]:
    """Twelve entries about three things under two seals, and two that are not sealed yet; return the subjects."""
    people = [User.objects.create(username=name) for name in "abc"]
    for step in range(4):
        with transaction.atomic():
            for person in people:
                record("thing.done", on=person, by=person, step=step)
        if step in {1, 3}:
            seal_now()
    with transaction.atomic():
        for person in people[:2]:
            record("thing.done", on=person, by=None)
    return [f"accounts.user:{person.pk}" for person in people]


def tamper(statement: str, *parameters: object) -> str | None:
    """Do what an intruder with all rights would, and return what the check says."""
    with unguarded() as cursor:
        cursor.execute(statement, parameters)
    verdict = verify_journal()
    assert verdict.ok is (verdict.first_bad is None)
    return verdict.first_bad


REHASH = """
    UPDATE journal_entry SET hash =
        journal_hash(previous, subject, number, verb, actor, office, at, data) WHERE id = %s
"""


def test_what_was_left_alone_holds(story):
    assert verify_journal() == Verdict(ok=True, entries=14, seals=2, unsealed=2, first_bad=None)


def test_an_empty_journal_holds(transactional_db):
    assert verify_journal() == Verdict(ok=True, entries=0, seals=0, unsealed=0, first_bad=None)


@pytest.mark.parametrize(
    "column",
    ["verb = 'thing.other'", "actor = 'system'", "office = 'x'", "at = at + interval '1 microsecond'",
     """data = data || '{"step": 9}'""", "data = data - 'step'", "hash = sha256('x')"],
)  # fmt: skip
def test_a_changed_entry_is_named(story, column):
    said = tamper(f"UPDATE journal_entry SET {column} WHERE id = 5")
    assert said == f"第 5 条（{story[1]} 的第 2 条）与写入时不同，被改过。"


def test_the_first_of_several_faults_is_named(story):
    said = tamper("UPDATE journal_entry SET verb = 'thing.other' WHERE id IN (4, 9, 11)")
    assert said
    assert said.startswith("第 4 条")


def test_a_lost_entry_is_named(story):
    said = tamper("DELETE FROM journal_entry WHERE id = 5")
    assert said == f"{story[1]} 的第 2 条不见了，它应当在第 8 条（序号 3）之前。"


def test_the_lost_first_entry_of_a_thing_is_named(story):
    said = tamper("DELETE FROM journal_entry WHERE id = 2")
    assert said == f"{story[1]} 的第 1 条不见了，它应当在第 5 条（序号 2）之前。"


def test_the_newest_entry_of_a_thing_is_missed_when_it_was_sealed(story):
    said = tamper("DELETE FROM journal_entry WHERE id = 12")
    assert said == "第 2 个封存（第 7 至 12 条）：封存时有 6 条，现在只有 5 条，少了。"


def test_all_entries_of_a_thing_are_missed(story):
    said = tamper("DELETE FROM journal_entry WHERE subject = %s", story[2])
    assert said == "第 1 个封存（第 1 至 6 条）：封存时有 6 条，现在只有 4 条，少了。"


def test_an_entry_put_in_where_a_seal_has_passed_is_found(story):
    said = tamper(
        """INSERT INTO journal_entry (id, subject, number, verb, actor, office, at, data, previous, hash)
        SELECT 0, 'z:1', 1, 'x', 'y', '', now(), '{}', '',
            journal_hash('', 'z:1', 1, 'x', 'y', '', now(), '{}')"""
    )
    assert said == "第 1 个封存（第 1 至 6 条）：封存时有 6 条，现在有 7 条，有的是后来插进来的。"


def test_an_entry_put_in_between_breaks_the_chain(story):
    said = tamper(
        """INSERT INTO journal_entry (id, subject, number, verb, actor, office, at, data, previous, hash)
        SELECT 15, subject, 6, verb, actor, office, at, data, 'x',
            journal_hash('x', subject, 6, verb, actor, office, at, data) FROM journal_entry WHERE id = 13"""
    )
    assert said == (
        f"第 15 条（{story[0]} 的第 6 条）接不上前一条：前一条被换过，或这一条是插进来的。"
    )


def test_a_change_with_a_new_hash_breaks_the_link_of_the_next(story):
    with unguarded() as cursor:
        cursor.execute("UPDATE journal_entry SET verb = 'thing.other' WHERE id = 13")
        cursor.execute(REHASH, [13])
        cursor.execute("UPDATE journal_entry SET verb = 'thing.other' WHERE id = 1")
        cursor.execute(REHASH, [1])
    said = verify_journal().first_bad
    assert said == (
        f"第 4 条（{story[0]} 的第 2 条）接不上前一条：前一条被换过，或这一条是插进来的。"
    )


def test_a_change_with_all_hashes_made_anew_breaks_the_root(story):
    with unguarded() as cursor:
        cursor.execute("UPDATE journal_entry SET verb = 'thing.other' WHERE id = 12")
        cursor.execute(REHASH, [12])
    assert verify_journal().first_bad == (
        "第 2 个封存（第 7 至 12 条）：条数没变，但内容与封存时不同："
        "有的连同校验值一起被改过，或次序被换过。"
    )


def test_two_entries_that_changed_places_are_found(story):
    said = tamper(
        "UPDATE journal_entry SET id = CASE id WHEN 7 THEN -8 ELSE -7 END WHERE id IN (7, 8);"
        "UPDATE journal_entry SET id = -id WHERE id < 0"
    )
    assert said
    assert said.startswith("第 2 个封存（第 7 至 12 条）：条数没变")


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("DELETE FROM journal_seal WHERE last_id = 6",
         "第 1 个封存（第 7 至 12 条）：与前一个封存不相接，中间的封存不见了。"),
        ("UPDATE journal_seal SET root = sha256('x') WHERE last_id = 6",
         "第 1 个封存（第 1 至 6 条）：封存本身被改过。"),
        ("UPDATE journal_seal SET count = 7 WHERE last_id = 12",
         "第 2 个封存（第 7 至 12 条）：封存本身被改过。"),
    ],
)  # fmt: skip
def test_a_changed_or_lost_seal_is_found(story, statement, expected):
    assert tamper(statement) == expected


def test_the_check_sees_one_moment(story):
    """It runs in a transaction that reads only, and reads what its caller has written when inside one."""
    with transaction.atomic():
        record("thing.done", on=User.objects.get(username="a"), by=None)
        assert verify_journal().entries == 15
