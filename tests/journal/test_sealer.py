"""What was committed is sealed, in order, by one sealer, and a late commit is never passed over."""

import threading
import time
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, transaction

from liandong.accounts.models import User
from liandong.journal import clock
from liandong.journal.actions import record
from liandong.journal.clock import Sealer, run_sealer, seal_now
from liandong.journal.models import Entry, Seal
from liandong.journal.queries import verify_journal
from liandong.kit.merkle import GENESIS, chain, merkle_root

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture(autouse=True)
def _alone(transactional_db: None) -> None:
    """Wait while another process's tests hold a long transaction (the sample district): the sealer would."""
    until = time.monotonic() + 240
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE backend_xid IS NOT NULL"
                " AND datname <> current_database() AND xact_start < now() - interval '1 second'"
            )
            if not cursor.fetchone()[0]:
                return
            time.sleep(0.2)


@pytest.fixture
def other(transactional_db: None) -> Iterator[psycopg.Connection]:
    """Somebody else's connection, in a transaction of its own."""
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory")
    with psycopg.connect(**parameters) as line:
        yield line
        line.rollback()


INSERT = """INSERT INTO journal_entry (subject, verb, actor, office, at, data)
    VALUES (%s, 'x', 's', '', now(), '{}')"""


def write(number: int = 1) -> list[Entry]:
    person, _new = User.objects.get_or_create(username="p")
    with transaction.atomic():
        return [record("thing.done", on=person, by=None, n=n) for n in range(number)]


def settled(sealer: Sealer, seconds: float = 20) -> list[int]:
    """Tick until something has been sealed and nothing is left; return what each part held.

    Transactions of other databases on the same server are waited for as well, so ticks are not counted.
    """
    parts: list[int] = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if some := sealer.tick():
            parts.append(some)
        elif parts and sealer.mark is None:
            return parts
        time.sleep(0.01)
    return parts


def sealed() -> list[tuple[int, int, int]]:
    return list(Seal.objects.order_by("pk").values_list("first_id", "last_id", "count"))


def test_seals_hold_the_roots_of_what_they_cover():
    first, second = write(3), write(2)
    assert seal_now() == 5
    (third,) = write()
    assert seal_now() == 1
    one, two = Seal.objects.order_by("pk")
    root = merkle_root([bytes(e.hash) for e in [*first, *second]])
    assert (bytes(one.root), one.first_id, one.last_id, one.count) == (root, 1, 5, 5)
    assert bytes(one.chained) == chain(GENESIS, root, 1, 5, 5)
    root = merkle_root([bytes(third.hash)])
    assert bytes(two.chained) == chain(bytes(one.chained), root, 6, 6, 1)
    assert seal_now() == 0


def test_nothing_is_sealed_at_the_tick_that_marks_it():
    sealer = Sealer()
    write()
    assert sealer.tick() == 0
    assert settled(sealer) == [1]


def test_what_commits_late_is_waited_for(other):
    other.execute(INSERT, ["late:1"])  # has drawn an id, has not committed
    write(2)
    sealer = Sealer()
    assert [sealer.tick(), sealer.tick(), sealer.tick()] == [0, 0, 0]
    with pytest.raises(TimeoutError):
        seal_now(patience=0.1)
    other.commit()
    assert settled(sealer) == [3]
    assert sealed() == [(1, 3, 3)]
    assert verify_journal().ok


def test_a_transaction_that_is_the_newest_of_all_is_waited_for_too(other):
    """Its number is not below the snapshot's xmax, which follows the newest *ended* one."""
    write()
    seal_now()
    other.execute(INSERT, ["late:1"])
    sealer = Sealer()
    assert [sealer.tick(), sealer.tick()] == [0, 0]
    other.commit()
    assert settled(sealer) == [1]
    assert verify_journal().unsealed == 0


def test_what_is_rolled_back_leaves_a_gap_and_no_harm(other):
    other.execute(INSERT, ["gone:1"])
    other.rollback()
    assert seal_now() == 0
    write()
    assert (seal_now(), sealed()) == (1, [(1, 2, 1)])
    assert verify_journal().ok


def test_a_reader_does_not_hold_up_the_sealer(other):
    other.execute("SELECT 1")
    write()
    assert seal_now() == 1


def test_while_one_seals_others_give_way(other):
    write()
    other.execute("SELECT pg_advisory_xact_lock(%s)", [clock.LOCK])
    assert (seal_now(), sealed()) == (0, [])
    other.rollback()
    assert seal_now() == 1


def test_a_long_backlog_is_sealed_in_parts(monkeypatch):
    monkeypatch.setattr(clock, "AT_MOST", 4)
    write(10)
    assert seal_now() == 10
    assert sealed() == [(1, 4, 4), (5, 8, 4), (9, 10, 2)]
    write(9)
    sealer = Sealer()
    assert settled(sealer) == [4, 4, 1]
    assert verify_journal().ok


def test_sealing_goes_on_where_an_earlier_process_ended():
    write(2)
    Sealer().tick()
    write(2)
    assert settled(Sealer()) == [4]


def test_the_sealer_runs_until_it_is_told_to_stop(monkeypatch):
    monkeypatch.setattr(clock, "EVERY_SECONDS", 0.02)
    stop = threading.Event()

    def run() -> None:
        try:
            run_sealer(stop)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    write(3)
    until = time.monotonic() + 20
    while sum(n for _first, _last, n in sealed()) < 3 and time.monotonic() < until:
        time.sleep(0.02)
    stop.set()
    thread.join(5)
    assert not thread.is_alive()
    assert sum(n for _first, _last, n in sealed()) == 3
    assert verify_journal().ok
