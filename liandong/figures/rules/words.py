"""Periods as people say them."""

from datetime import date

from django.utils.translation import gettext as _

from liandong.figures.enums import Set


def quarter_number(period: date) -> int:
    """Return which quarter of the year a day is in."""
    return (period.month + 2) // 3


def month_words(month: date) -> str:
    """Return a month with its year: 2026年10月."""
    return _("%(year)s年%(month)s月") % {"year": month.year, "month": month.month}


def short_month(month: date) -> str:
    """Return a month of a period that says its year: 10月."""
    return _("%(month)s月") % {"month": month.month}


def period_words(asked: str, period: date) -> str:
    """Return a period: 2026年10月, 2027年第1季度."""
    if asked == Set.INDICATOR:
        return month_words(period)
    return _("%(year)s年第%(quarter)s季度") % {
        "year": period.year,
        "quarter": quarter_number(period),
    }


def title_of(asked: str, period: date) -> str:
    """Return what is asked for: 10月的数, 第1季度要用多少."""
    if asked == Set.INDICATOR:
        return _("%(month)s月的数") % {"month": period.month}
    return _("第%(quarter)s季度要用多少") % {"quarter": quarter_number(period)}
