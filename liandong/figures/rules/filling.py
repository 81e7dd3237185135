"""What is filled in before an enterprise is asked, and what is asked about because it can hardly be."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from liandong.enterprises.rules.rights import OWN_SOURCE
from liandong.enterprises.rules.values import MUCH

STRANGE = 5  # times the last figure, or a fifth of it


class Filled(NamedTuple):
    """A figure that stands in a form before anybody types: whose it is; `asked`: it may be changed."""

    value: Any
    source: str = ""
    asked: bool = True


def prefill(fact: str, month: str, facts: Mapping[str, list[Any]], last: Any) -> Filled:
    """Return what a form begins with, of what the base knows too: what moves slowly is worth a look, no typing.

    A department's figure of this month, which is not asked; else the last answer; else what the base has. `month`
    is the ISO month, `facts` what holds in the base. What the base does not know begins empty.
    """
    entry = facts.get(fact) if fact else None
    if entry and str(entry[2]).startswith(month) and entry[1] not in {OWN_SOURCE, "computed"}:
        return Filled(entry[0], str(entry[1]), asked=False)
    if not fact or last is not None:
        return Filled(last if fact else None)
    return Filled(entry[0], str(entry[1])) if entry else Filled(None)


def times(before: Any, after: Any) -> float | None:
    """Return how many times its past a figure is when that is strange; a fifth and less is 0.2 and less."""
    if not before or not after:
        return None
    ratio = float(after) / float(before)
    return ratio if ratio >= STRANGE or ratio <= 1 / STRANGE else None


def mixes_units(ratio: float) -> bool:
    """Return whether so many times looks like yuan written where ten thousands were asked."""
    return ratio >= MUCH / 2 or ratio <= 2 / MUCH
