"""Which of several statements about one fact holds, and which contradict it.

Of each source only its latest statement counts: the later day, on one day the later recorded. Among those,
what is more than `validity_days` older than the newest has expired; of the rest the best source's holds, of
equal sources the newest. Nothing here depends on the order in which statements arrive; only `join` prefers a side.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple


class Claim(NamedTuple):
    """One source's statement: the day it is true of and the number of its report."""

    value: Any
    source: str
    on: str  # ISO: compares as days do
    report: int | None


Rank = Callable[[str], int]


def claims_in(entry: Sequence[Any] | None) -> list[Claim]:
    """Return all statements that a sheet holds of one fact, the one that holds first."""
    if not entry:
        return []
    return [Claim(*entry[:4]), *(Claim(*other) for other in (entry[4] if len(entry) > 4 else ()))]


def entry_of(claims: Sequence[Claim]) -> list[Any]:
    """Return what a sheet keeps of statements, the one that holds first."""
    first, *others = claims
    return [*first, [list(other) for other in others]] if others else list(first)


def _recency(claim: Claim) -> tuple[str, int]:
    return claim.on, claim.report or 0


def add(claims: Iterable[Claim], new: Claim) -> list[Claim]:
    """Return the latest statement of each source after one more has come in."""
    known = list(claims)
    own = [claim for claim in known if claim.source == new.source]
    if any(_recency(claim) > _recency(new) for claim in own):
        return known
    return [*(claim for claim in known if claim.source != new.source), new]


def placed(
    entry: Sequence[Any], new: Sequence[Any], rank: Rank, validity_days: int
) -> Sequence[Any]:
    """Return what a sheet keeps of a fact after one more statement; the two of two sources are most often all."""
    if len(entry) > 4 and entry[1] == new[1] and (new[2], new[3] or 0) >= (entry[2], entry[3] or 0):
        # whose statement holds speaks again: it still holds, unless time has run out for somebody's
        others = entry[4]
        days = [new[2], *(other[2] for other in others)]
        if _day(max(days)) - _day(min(days)) <= validity_days and all(
            other[1] != new[1] for other in others
        ):
            return [*new, others]
    if len(entry) > 4 or entry[1] == new[1]:
        claims = add(claims_in(entry), Claim(*new))
        return entry_of(in_order(claims, rank, validity_days))
    apart = 0 if entry[2] == new[2] else _day(new[2]) - _day(entry[2])
    if abs(apart) > validity_days:
        holds = apart > 0
    else:
        trust = rank(new[1]) - rank(entry[1])
        order = trust, -apart, (entry[3] or 0) - (new[3] or 0)
        holds = order < (0, 0, 0)
    return [*new, [list(entry)]] if holds else [*entry, [list(new)]]


def join(kept: Sequence[Claim], other: Sequence[Claim]) -> list[Claim]:
    """Return the latest statements of each source about two enterprises that turn out to be one.

    Where a source has said two things of one day, what it said of the one that stays comes first; the other
    stands against it, without its report's number, until the source speaks anew.
    """
    joined = []
    for source in dict.fromkeys(claim.source for claim in (*kept, *other)):
        ours, theirs = ([c for c in side if c.source == source] for side in (kept, other))
        day = max(claim.on for claim in (*ours, *theirs))
        ours = [claim for claim in ours if claim.on == day]
        theirs = [claim for claim in theirs if claim.on == day]
        if ours:
            said = [claim.value for claim in ours]
            theirs = [c._replace(report=None) for c in theirs if c.value not in said]
        joined += [*ours, *theirs]
    return joined


def in_order(claims: Sequence[Claim], rank: Rank, validity_days: int) -> list[Claim]:
    """Return statements with the one that holds first; the others by trust, then by day."""
    if len(claims) < 2:
        return list(claims)
    newest = _day(max(claim.on for claim in claims))

    def place(claim: Claim) -> tuple[bool, int, int, int]:
        day = _day(claim.on)
        return newest - day > validity_days, rank(claim.source), -day, -(claim.report or 0)

    return sorted(claims, key=place)


def conflicts(ordered: Sequence[Claim], rank: Rank) -> list[Claim]:
    """Return the statements that contradict the one that holds and are not simply older and worse.

    One that is not older, or one of a better source that has expired.
    """
    if len(ordered) < 2:
        return []
    holds = ordered[0]
    best = rank(holds.source)
    return [
        claim
        for claim in ordered[1:]
        if claim.value != holds.value and (claim.on >= holds.on or rank(claim.source) < best)
    ]


@lru_cache(4096)
def _day(iso: str) -> int:
    return date.fromisoformat(iso).toordinal()
