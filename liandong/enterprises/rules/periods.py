"""Computed facts that can't be told because what they follow from is of different periods."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from liandong.enterprises.rules.showing import Line


@dataclass(frozen=True)
class Untold(Line):
    """A computed fact on a page that has no value, and why."""

    why: str = ""


def of_other_periods(days: Sequence[str]) -> str:
    """Return why nothing is worked out from facts of these days."""
    words = [date_format(date.fromisoformat(day), _("Y年n月j日")) for day in days]
    return _("两项不是同一时期的数：%(days)s") % {"days": _("、").join(words)}
