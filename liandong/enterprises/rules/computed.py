"""Facts that follow from others: scale by the national table, ratios, growth; what is unknown stays so."""

import json
from bisect import bisect_right
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

DATA = Path(__file__).resolve().parent.parent / "data"
CLASSES = ("micro", "small", "medium", "large")
MEASURES = ("employees", "revenue", "assets")
LASTING = "site_area"  # stays as it is: goes with the figure of any whole year
DAY, MONTH, ANY = len("2026-06-30"), len("2026-06"), 0  # how much of two days must be the same
Values = Mapping[str, Any]


@cache
def scale_table() -> list[dict[str, Any]]:
    """Return the rows of 国统字〔2017〕213号: industry prefixes, and per measure the least of each class."""
    rows: list[dict[str, Any]] = json.loads((DATA / "scale.json").read_text("utf-8"))["rows"]
    return rows


@cache
def scale_row(industry: str) -> dict[str, Any] | None:
    """Return the row of an industry; None when the table has none, or the code is too short to tell."""
    return next(
        (r for r in scale_table() if any(industry.startswith(p) for p in r["industries"])), None
    )


def scale(facts: Values) -> str | None:
    """Return micro, small, medium or large: the lowest class that any of the row's measures falls in.

    All of a row's limits must be reached (否则下划一档), and one measure is enough for micro; so a micro
    measure settles it even while the others are unknown.
    """
    row = scale_row(facts.get("industry") or "")
    if row is None:
        return None
    measures = [m for m in MEASURES if m in row]
    known = [m for m in measures if facts.get(m) is not None]
    places = [bisect_right(row[m], facts[m]) for m in known]
    if 0 in places or (places and known == measures):
        return CLASSES[min(places)]
    return None


def age(facts: Values, today: date) -> int | None:
    """Return the full years since an enterprise was founded."""
    if not facts.get("founded"):
        return None
    founded = date.fromisoformat(facts["founded"])
    return today.year - founded.year - ((today.month, today.day) < (founded.month, founded.day))


class Rule(NamedTuple):
    """How one fact follows from others, from which, and what makes two days one period."""

    inputs: tuple[str, ...]
    work: Callable[[Values], Any]
    same: int = DAY

    def periods(self, days: Mapping[str, str]) -> list[str]:
        """Return the days of its facts where they are not of one period; none: they are, or not all are known."""
        told = {code: days[code] for code in self.inputs if code in days}
        if len(told) < len(self.inputs) or len({day[: self.same] for day in told.values()}) < 2:
            return []
        lasts = LASTING in told and told[self.inputs[0]].endswith("-12-31")
        return [] if lasts else list(told.values())


def ratio(of: str, to: str, digits: int = 6) -> Rule:
    """Return the rule for one fact as a part of another that is more than nothing."""

    def work(facts: Values) -> float | None:
        part, whole = facts.get(of), facts.get(to)
        return None if part is None or whole is None or whole <= 0 else round(part / whole, digits)

    return Rule((of, to), work)


def growth(now: str, before: str, same: int = DAY) -> Rule:
    """Return the rule for how much a fact has grown over what it was, which must be more than nothing.

    What it was is told as of the same day: the year before that day's.
    """
    share = ratio(now, before).work

    def work(facts: Values) -> float | None:
        part = share(facts)
        return None if part is None else round(part - 1, 6)

    return Rule((now, before), work, same)


RULES = {
    "scale": Rule(("industry", *MEASURES), scale, ANY),
    "revenue_growth": growth("revenue", "revenue_last_year"),
    "output_growth": growth("output", "output_last_year"),
    "tax_growth": growth("tax", "tax_last_year"),
    "power_growth": growth("power_used", "power_last_year", MONTH),
    "rd_ratio": ratio("rd_spending", "revenue"),
    "productivity": ratio("revenue", "employees", 2),
    "profit_margin": ratio("profit", "revenue"),
    "export_ratio": ratio("exports", "revenue"),
    "liability_ratio": ratio("liabilities", "assets"),
    "revenue_per_mu": ratio("revenue", "site_area", 2),
}
ALL_INPUTS = frozenset(code for rule in RULES.values() for code in rule.inputs)


def due(changed: AbstractSet[str]) -> list[str]:
    """Return which facts have to be worked out anew when some have changed."""
    return [code for code, rule in RULES.items() if not changed.isdisjoint(rule.inputs)]
