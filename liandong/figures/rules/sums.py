"""Needs added up without taking the unknown for nothing, and what is missing to meet them."""

from collections.abc import Iterable
from typing import NamedTuple


class Total(NamedTuple):
    """A sum of what is known; how many answered, of how many asked."""

    sum: float | None
    known: int
    asked: int


def total(figures: Iterable[float | None]) -> Total:
    """Return the sum of the known figures; None when none is known, which is not nought."""
    given = list(figures)
    known = [figure for figure in given if figure is not None]
    return Total(sum(known) if known else None, len(known), len(given))


def gap(need: float | None, supply: float | None) -> float | None:
    """Return by how much a need exceeds the supply, nought when it does not; None when either is unknown."""
    if need is None or supply is None:
        return None
    return max(need - supply, 0.0)
