"""What is filled in before an enterprise is asked, and what is asked about because it can hardly be."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from liandong.enterprises.rules.rights import OWN_SOURCE
from liandong.enterprises.rules.values import MUCH
from liandong.enterprises.rules.winning import claims_in

STRANGE = 5  # times the last figure, or a fifth of it


class Filled(NamedTuple):
    """A figure that stands in a form before anybody types: whose it is; `asked`: it may be changed."""

    value: Any
    source: str = ""
    asked: bool = True


def prefill(fact: str, end: str, facts: Mapping[str, list[Any]]) -> Filled:
    """Return what a form begins with: what is known of this very month is not asked again, all else is empty.

    `end` is the ISO day that the month ends on, `facts` what holds in the base. A department's figure of a day of
    the month, or what the enterprise has stated as of its end; figures of other months are no figures of this one.
    """
    for claim in claims_in(facts.get(fact) if fact else None):
        own = claim.source == OWN_SOURCE and claim.on == end
        if own or (claim.on[:7] == end[:7] and claim.source not in {OWN_SOURCE, "computed"}):
            return Filled(claim.value, claim.source, asked=False)
    return Filled(None)


def times(before: Any, after: Any) -> float | None:
    """Return how many times its past a figure is when that is strange; a fifth and less is 0.2 and less."""
    if not before or not after:
        return None
    ratio = float(after) / float(before)
    return ratio if ratio >= STRANGE or ratio <= 1 / STRANGE else None


def mixes_units(ratio: float) -> bool:
    """Return whether so many times looks like yuan written where ten thousands were asked."""
    return ratio >= MUCH / 2 or ratio <= 2 / MUCH
