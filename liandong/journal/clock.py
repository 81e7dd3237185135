"""Each second, what was committed to the journal is sealed under one Merkle root."""

import threading
import time
from typing import NamedTuple

import structlog
from django.db import connection, transaction

from liandong.journal.models import Entry, Seal
from liandong.kit.merkle import GENESIS, chain, merkle_root
from liandong.kit.now import now

EVERY_SECONDS = 1.0
AT_MOST = 100_000  # entries under one root
LOCK = 0x4A6F75726E616C  # "Journal": the number of the advisory lock that one sealer holds

log = structlog.get_logger("liandong.journal")


class Mark(NamedTuple):
    """Every entry up to `last_id` belongs to a transaction older than `before`."""

    last_id: int
    before: int


class Sealer:
    """Seals by what is visible, not by the last id: a transaction that commits late is never passed over.

    An entry's id is drawn after its transaction has got a number of its own (migration 0002). A mark
    notes the last id drawn, then takes a transaction number: whoever drew an id up to the mark has a
    smaller one. Once no transaction below the mark's number is running, each of those ids is
    there for all to see, or will never be. Marks live in memory: another cluster counts anew.
    """

    def __init__(self) -> None:
        self.mark: Mark | None = None

    def tick(self) -> int:
        """Seal what the last mark covers if it is settled, set the next mark; return how many were sealed."""
        sealed = 0
        if self.mark and self.mark.before <= _oldest_running():
            sealed = _seal_up_to(self.mark.last_id)
            if sealed < AT_MOST:
                self.mark = None
        if self.mark is None:
            self.mark = _set_mark()
        return sealed


def run_sealer(stop: threading.Event) -> None:
    """Seal each second until told to stop."""
    sealer = Sealer()
    while not stop.is_set():
        if sealer.tick() < AT_MOST:
            stop.wait(EVERY_SECONDS)


def seal_now(*, patience: float = 10.0) -> int:
    """Seal everything committed so far; return how many entries that were.

    Waits for transactions that began before, at most `patience` seconds; TimeoutError after that. Call
    it outside any transaction: one's own is running, too.
    """
    sealer, until, sealed = Sealer(), time.monotonic() + patience, 0
    sealer.mark = _set_mark()
    while (mark := sealer.mark) is not None:
        if mark.before <= _oldest_running():
            while (some := _seal_up_to(mark.last_id)) == AT_MOST:
                sealed += some
            return sealed + some
        if time.monotonic() > until:
            raise TimeoutError("a transaction that began before has not ended")
        time.sleep(0.01)
    return sealed


def _set_mark() -> Mark | None:
    """Note the last id, then, in a later statement, a transaction number above all that drew one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM journal_entry_ids"
        )
        (last_id,) = cursor.fetchone()
        cursor.execute("SELECT coalesce(max(last_id), 0) FROM journal_seal")
        if last_id <= cursor.fetchone()[0]:
            return None
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return Mark(last_id, cursor.fetchone()[0])


def _oldest_running() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        oldest: int = cursor.fetchone()[0]
        return oldest


@transaction.atomic
def _seal_up_to(last_id: int) -> int:
    """Seal at most `AT_MOST` entries after the last seal; return how many. One process does, others give way."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
    before = Seal.objects.order_by("-last_id").first()
    first_id = before.last_id + 1 if before else 1
    leaves = list(
        Entry.objects.filter(id__range=(first_id, last_id))
        .order_by("id")
        .values_list("id", "hash")[:AT_MOST]
    )
    if not leaves:
        return 0
    if len(leaves) == AT_MOST:
        last_id = leaves[-1][0]
    root = merkle_root([bytes(leaf) for _, leaf in leaves])
    previous = bytes(before.chained) if before else GENESIS
    Seal.objects.create(
        first_id=first_id,
        last_id=last_id,
        count=len(leaves),
        root=root,
        chained=chain(previous, root, first_id, last_id, len(leaves)),
        at=now(),
    )
    return len(leaves)
