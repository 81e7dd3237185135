"""Figures as a chart takes them: in the unit people type, or ten thousand times that when they are long."""

import math
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from liandong.enterprises.enums import FactType
from liandong.enterprises.rules.values import times_of
from liandong.figures.models import Item
from liandong.figures.rules.peers import rounded
from liandong.figures.rules.words import month_words

LONG = 100_000


def chart_of(item: Item, months: Iterable[tuple[date, float | None]]) -> dict[str, Any]:
    """Return points and unit of a chart; a month that is unknown has no point."""
    unit = float(times_of(item.kind, item.unit) or 1)
    known = [(month, figure / unit) for month, figure in months if figure is not None]
    word = item.unit
    if known and max(figure for _month, figure in known) >= LONG:
        known = [(month, figure / 10_000) for month, figure in known]
        word = (
            _("亿元")
            if item.type == FactType.MONEY and unit == 10_000
            else _("万%(unit)s") % {"unit": word}
        )
    known = [(month, rounded(figure, 3)) for month, figure in known]
    low, high = _ends([figure for _month, figure in known])
    points = [{"label": month_words(month), "value": f"{figure:g}"} for month, figure in known]
    title = _("%(name)s（%(unit)s）") % {"name": item.name, "unit": word} if word else item.name
    return {"points": points, "title": title, "unit": f" {word}", "low": low, "high": high}


def _ends(figures: list[float]) -> tuple[float, float]:
    """Return where a scale begins and ends, so that its ends and middle are short to write."""
    if not figures:
        return 0, 1
    least, most = min(figures), max(figures)
    step = 10 ** math.floor(math.log10((most - least) or most or 1))
    low, high = math.floor(least / step), math.ceil(most / step)
    if (high - low) % 2 or high == low:
        high += 1 + (high == low)
    return low * step, high * step
