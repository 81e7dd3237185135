"""How a sentence of the table becomes what one reads: parts that apply, dates in words, one text message long."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from liandong.kit.working_time import SHANGHAI

LONGEST, LONGEST_ELSEWHERE = 60, 140  # characters in Chinese, in other languages
_NAME = re.compile(r"%\((\w+)\)s")
# What may be cut when a sentence is too long, in this order; each keeps so many characters.
_ELASTIC = (
    ("title", 12), ("text", 16), ("reason", 10), ("turn_to", 10), ("enterprise", 8), ("title", 4),
)  # fmt: skip


@lru_cache(maxsize=1024)
def _parts(pattern: str) -> tuple[tuple[str, tuple[str, ...], bool], ...]:
    """Return a pattern's parts: words, the names in them, and whether they stand between bars."""
    return tuple(
        (part, tuple(_NAME.findall(part)), bool(place % 2))
        for place, part in enumerate(pattern.split("|"))
    )


def names_in(pattern: str) -> set[str]:
    """Return what a pattern speaks of."""
    return {name for _part, names, _optional in _parts(pattern) for name in names}


def sentence(pattern: str, facts: Mapping[str, str]) -> str:
    """Return a sentence with its facts filled in, no longer than its language allows.

    `pattern` is one of the table's: a part between bars whose facts are not all there is left out; a
    fact missing elsewhere is left blank.
    """
    kept = [
        (part, names)
        for part, names, optional in _parts(pattern)
        if not optional or all(facts.get(name) for name in names)
    ]
    shape = "".join(part for part, _names in kept)
    values = {name: facts.get(name, "") for _part, names in kept for name in names}
    said = shape % values
    longest = LONGEST if (get_language() or "zh").startswith("zh") else LONGEST_ELSEWHERE
    for name, least in _ELASTIC:
        excess = len(said) - longest
        if excess <= 0:
            break
        if name in values:
            values[name] = cut(values[name], max(least, len(values[name]) - excess))
            said = shape % values
    return cut(said, longest)


def cut(text: str, length: int) -> str:
    """Return at most `length` characters; an ellipsis is the last of them when some are left out."""
    return text if len(text) <= length else text[: length - 1].rstrip("，、；： ") + "…"


def moment_words(value: Any) -> str:
    """Return a moment (ISO 8601, or a datetime) as one reads it: 11月26日 17:00; '' for none."""
    if not value:
        return ""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return date_format(moment.astimezone(SHANGHAI), _("n月j日 H:i"))


def day_name(day: date, today: date) -> str:
    """Return a day as one says it today, with its weekday: 今天 星期二, 11月2日 星期一."""
    near = {today: _("今天"), today - timedelta(days=1): _("昨天")}
    words = day_words(day) if day.year == today.year else date_format(day, "DATE_FORMAT")
    return _("%(day)s %(weekday)s") % {
        "day": near.get(day, words),
        "weekday": date_format(day, "l"),
    }


def day_words(value: Any) -> str:
    """Return a date (ISO 8601, or a date) as one reads it: 11月26日; '' for none."""
    if not value:
        return ""
    day = value if isinstance(value, date) else date.fromisoformat(str(value))
    return date_format(day, _("n月j日"))
