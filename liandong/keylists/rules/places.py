"""Who is on the list: by score as far as the size goes, with what was decided by hand."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from liandong.keylists.enums import Tier
from liandong.keylists.rules.terms import Terms


@dataclass(frozen=True)
class Moves:
    """Who comes onto a list, and who goes off it."""

    coming: list[int]
    going: list[int]


def tiers(
    order: Sequence[int], terms: Terms, added: Mapping[int, str], dropped: Collection[int]
) -> dict[int, str]:
    """Return the tier of each on the list: those added keep theirs and take a place, the rest go by score."""
    left = max(0, terms.size - len(added))
    scored = [pk for pk in order if pk not in added and pk not in dropped][:left]
    found = dict(added)
    for place, pk in enumerate(scored):
        if place < terms.first:
            found[pk] = Tier.A
        else:
            found[pk] = Tier.B if place < terms.first + terms.second else Tier.C
    return found


def moves(before: Collection[int], after: Sequence[int]) -> Moves:
    """Return who is new and who is gone, in the order of the two lists."""
    return Moves(
        coming=[pk for pk in after if pk not in before],
        going=[pk for pk in before if pk not in set(after)],
    )
