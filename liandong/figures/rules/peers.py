"""What may be said of many enterprises without telling of one: a middle that is nobody's figure."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

FEWEST = 5  # never fewer, whatever a region's terms say
DIGITS = 2
LEVELS = (5, 4, 3, 1)  # class, group, division, section of GB/T 4754


class Peers(NamedTuple):
    """The middle of an industry: its code, of how many enterprises, and the figure; None: too few."""

    industry: str
    of: int
    middle: float | None


def middle(figures: Iterable[float], fewest: int = FEWEST) -> float | None:
    """Return about the median: the mean of the middle three or four in two digits; None of too few.

    Several figures make it, so that it is nobody's, and one more or less hardly moves it.
    """
    known = sorted(figures)
    if len(known) < max(fewest, FEWEST):
        return None
    centre = len(known) // 2
    inner = known[centre - 1 : centre + 2] if len(known) % 2 else known[centre - 2 : centre + 2]
    return rounded(sum(inner) / len(inner))


def rounded(figure: float, digits: int = DIGITS) -> float:
    """Return a figure in so many digits."""
    if not figure:
        return 0.0
    return round(figure, digits - 1 - math.floor(math.log10(abs(figure))))


def peers_of(
    industry: str, others: Mapping[str, Sequence[float]], fewest: int = FEWEST
) -> Peers | None:
    """Return the middle of the narrowest industry with enough others; None when there is none.

    `others` are the figures of other enterprises by their industry.
    """
    for length in LEVELS:
        if len(industry) < length:
            continue
        within = industry[:length]
        known = [f for code, figures in others.items() if code.startswith(within) for f in figures]
        if (figure := middle(known, fewest)) is not None:
            return Peers(within, len(known), figure)
    return None


def by_section(
    rows: Iterable[tuple[str, float]], fewest: int, key: Callable[[str], str] = lambda c: c[:1]
) -> list[Peers]:
    """Return the middle of every industry, by default of every section; few are counted, not shown."""
    groups: dict[str, list[float]] = {}
    for code, figure in rows:
        groups.setdefault(key(code), []).append(figure)
    return [
        Peers(code, len(group), middle(group, fewest)) for code, group in sorted(groups.items())
    ]
