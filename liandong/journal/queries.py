"""Reads of the journal: what happened to a thing, and whether the whole of it is still as it was written."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from liandong.journal.models import Entry, Seal
from liandong.kit.merkle import GENESIS, chain, merkle_root

CHANGED = """
SELECT id, subject, number FROM journal_entry
WHERE hash IS DISTINCT FROM journal_hash(previous, subject, number, verb, actor, office, at, data)
ORDER BY id LIMIT 1
"""
# Narrow on purpose: a million rows are sorted here. A lost entry lay somewhere after its predecessor.
BROKEN = """
SELECT id, subject, number, expected, place FROM (
    SELECT *, CASE WHEN number <> expected THEN coalesce(before_id, 0) + 1 ELSE id END AS place FROM (
        SELECT id, subject, number, previous, lag(id) OVER chain AS before_id,
            coalesce(lag(number) OVER chain, 0) + 1 AS expected,
            coalesce(lag(hash) OVER chain, '') AS before
        FROM journal_entry WINDOW chain AS (PARTITION BY subject ORDER BY number)
    ) AS links
    WHERE number <> expected OR previous <> before
) AS faults ORDER BY place, id LIMIT 1
"""


@dataclass(frozen=True)
class Verdict:
    """What a check of the whole journal found; `first_bad` is one sentence about the earliest fault."""

    ok: bool
    entries: int
    seals: int
    unsealed: int
    first_bad: str | None


class Fault(NamedTuple):
    """Where a fault lies: at an entry's id, or at the last id of a seal; what is wrong."""

    at: int
    what: str


def entries_of(subject: str) -> QuerySet[Entry]:
    """Return what happened to a thing, oldest first."""
    return Entry.objects.filter(subject=subject).order_by("number")


def latest_seals(count: int = 50) -> list[Seal]:
    """Return the newest seals, newest first."""
    return list(Seal.objects.order_by("-last_id")[:count])


def seals() -> Iterator[Seal]:
    """Return every seal, oldest first, without holding all of them."""
    return Seal.objects.order_by("last_id").iterator(chunk_size=2000)


def verify_journal() -> Verdict:
    """Recompute every hash, link, root and seal, as of one moment; name the first that is not as written.

    An entry that was changed, lost or put in between breaks its own hash, the link of the one after it,
    or the root of its seal; only what is not sealed yet can lose its newest line unseen.
    """
    with _one_moment():
        sealed, entries, unsealed, torn = _check_seals()
        faults = [fault for fault in (_check_hashes(), _check_links(), torn) if fault]
    first = min(faults, default=None, key=lambda fault: fault.at)
    return Verdict(not faults, entries, sealed, unsealed, first.what if first else None)


@contextmanager
def _one_moment() -> Iterator[None]:
    """Let all reads inside see the same; inside a caller's transaction they see what it sees."""
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _check_hashes() -> Fault | None:
    with connection.cursor() as cursor:
        cursor.execute(CHANGED)
        if not (row := cursor.fetchone()):
            return None
    id_, subject, number = row
    return Fault(
        id_,
        _("第 %(id)s 条（%(subject)s 的第 %(number)s 条）与写入时不同，被改过。")
        % {"id": id_, "subject": subject, "number": number},
    )


def _check_links() -> Fault | None:
    with connection.cursor() as cursor:
        cursor.execute(BROKEN)
        if not (row := cursor.fetchone()):
            return None
    id_, subject, number, expected, place = row
    if number != expected:
        said = _(
            "%(subject)s 的第 %(expected)s 条不见了，它应当在第 %(id)s 条（序号 %(number)s）之前。"
        )
    else:
        said = _(
            "第 %(id)s 条（%(subject)s 的第 %(number)s 条）接不上前一条：前一条被换过，或这一条是插进来的。"
        )
    return Fault(
        place, said % {"id": id_, "subject": subject, "number": number, "expected": expected}
    )


def _check_seals() -> tuple[int, int, int, Fault | None]:
    """Return how many seals, entries and unsealed entries there are, and the first seal that does not hold."""
    leaves = (
        (id_, bytes(digest))
        for id_, digest in Entry.objects.order_by("id").values_list("id", "hash").iterator(10_000)
    )
    waiting: tuple[int, bytes] | None = next(leaves, None)
    number = entries = 0
    previous, last_id, fault = GENESIS, 0, None
    for seal in seals():
        number += 1
        under: list[bytes] = []
        while waiting and waiting[0] <= seal.last_id:
            under.append(waiting[1])
            waiting = next(leaves, None)
        entries += len(under)
        if fault is None and (what := _torn(seal, under, previous, last_id)):
            fault = Fault(
                seal.last_id,
                _("第 %(number)s 个封存（第 %(first)s 至 %(last)s 条）：%(what)s")
                % {
                    "number": number,
                    "first": seal.first_id,
                    "last": seal.last_id,
                    "what": what,
                },
            )
        previous, last_id = bytes(seal.chained), seal.last_id
    unsealed = (1 if waiting else 0) + sum(1 for _leaf in leaves)
    return number, entries + unsealed, unsealed, fault


def _torn(seal: Seal, under: list[bytes], previous: bytes, last_id: int) -> str | None:
    """Return what is wrong with a seal, or None."""
    if seal.first_id != last_id + 1:
        return _("与前一个封存不相接，中间的封存不见了。")
    root = bytes(seal.root)
    if bytes(seal.chained) != chain(previous, root, seal.first_id, seal.last_id, seal.count):
        return _("封存本身被改过。")
    if len(under) < seal.count:
        return _("封存时有 %(then)s 条，现在只有 %(now)s 条，少了。") % {
            "then": seal.count,
            "now": len(under),
        }
    if len(under) > seal.count:
        return _("封存时有 %(then)s 条，现在有 %(now)s 条，有的是后来插进来的。") % {
            "then": seal.count,
            "now": len(under),
        }
    if merkle_root(under) != root:
        return _("条数没变，但内容与封存时不同：有的连同校验值一起被改过，或次序被换过。")
    return None
