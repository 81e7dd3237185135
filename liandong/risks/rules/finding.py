"""The rules: each looks at what is known of one enterprise, and says what it found or nothing.

Nothing is said where it does not hold and where it is not known. Each finding names what it rests on.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

Numbers = Mapping[str, float]
TROUBLES = ("court_debtor", "abnormal", "blacklisted")
STAFF = ("insured", "employees")


class Seen(NamedTuple):
    """One thing a finding rests on: a fact or a figure, its value, who said it, as of when."""

    what: str
    value: Any
    source: str
    on: str


@dataclass(frozen=True)
class Finding:
    """That a rule holds, as of when, and what it rests on."""

    as_of: date
    seen: tuple[Seen, ...]


class Said(NamedTuple):
    """What one source said of one fact as of a day."""

    fact: str
    value: Any
    source: str
    on: date


class Asked(NamedTuple):
    """What a rule may know of an appeal; confidential and withdrawn ones never come here."""

    reference: str
    category: str
    filed_on: date
    disputes: int
    disputed_on: date | None
    repeats: str | None


@dataclass
class Known:
    """All that the rules look at of one enterprise."""

    facts: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    revenue: Sequence[tuple[date, float | None]] = ()
    asked: list[Asked] = field(default_factory=list)


def power_falls(known: Known, numbers: Numbers, today: date) -> Finding | None:
    """Return that the last months' use of power fell by a share below the same months of last year."""
    months: dict[date, dict[str, float]] = defaultdict(dict)
    for one in known.said:
        if one.fact in {"power_used", "power_last_year"} and one.source == "power":
            months[one.on][one.fact] = float(one.value)
    whole = sorted((on for on, m in months.items() if len(m) == 2), reverse=True)
    last = whole[: int(numbers["months"])]
    if len(last) < numbers["months"] or (today - last[0]).days > 100:
        return None
    falls = [_fall(months[on]["power_used"], months[on]["power_last_year"]) for on in last]
    if any(fall is None or fall < numbers["share"] for fall in falls):
        return None
    seen = [
        Seen("power_fall", fall, "power", on.isoformat())
        for on, fall in zip(last, falls, strict=True)
    ]
    return Finding(last[0], tuple(reversed(seen)))


def revenue_falls(known: Known, numbers: Numbers, today: date) -> Finding | None:
    """Return that what an enterprise reported of its last months fell below the same months of last year."""
    by_month = {month: figure for month, figure in known.revenue if figure is not None}
    last = sorted(by_month, reverse=True)[: int(numbers["months"])]
    if len(last) < numbers["months"] or (today - last[0]).days > 100:
        return None
    seen = []
    for month in reversed(last):
        before = by_month.get(month.replace(year=month.year - 1))
        fall = None if before is None else _fall(by_month[month], before)
        if fall is None or fall < numbers["share"]:
            return None
        seen.append(Seen("revenue_fall", fall, "enterprise", month.isoformat()))
    return Finding(last[0], tuple(seen))


def tax_late(known: Known, numbers: Numbers, today: date) -> Finding | None:
    """Return that tax is owed."""
    owed = known.facts.get("tax_owed")
    if owed is None or float(owed[0]) < max(1, numbers["yuan"]):
        return None
    on = date.fromisoformat(owed[2])
    return Finding(on, (Seen("tax_owed", *owed[:3]),))


def layoffs(known: Known, numbers: Numbers, today: date) -> Finding | None:
    """Return that by one and the same source there are fewer people by a share and by a number within a year."""
    for fact in STAFF:
        by_source: dict[str, list[Said]] = defaultdict(list)
        for one in known.said:
            if one.fact == fact:
                by_source[one.source].append(one)
        for rows in by_source.values():
            rows.sort(key=lambda one: one.on)
            last = rows[-1]
            since = last.on - timedelta(days=int(numbers["days"]))
            earlier = [one for one in rows if since <= one.on < last.on]
            if not earlier or (today - last.on).days > 400:
                continue
            most = max(earlier, key=lambda one: float(one.value))
            gone = float(most.value) - float(last.value)
            fall = _fall(float(last.value), float(most.value))
            if fall is not None and fall >= numbers["share"] and gone >= numbers["people"]:
                seen = (Seen(*most[:3], most.on.isoformat()), Seen(*last[:3], last.on.isoformat()))
                return Finding(last.on, seen)
    return None


def repeated_appeals(known: Known, numbers: Numbers, today: date) -> Finding | None:
    """Return that several appeals of one category came within so many days, or one came back again and again."""
    since = today - timedelta(days=int(numbers["days"]))
    lately = [one for one in known.asked if one.filed_on >= since]
    by_category = Counter(one.category for one in lately).most_common(1)
    if by_category and by_category[0][1] >= numbers["count"]:
        return _of_appeals(
            "same_category", [one for one in lately if one.category == by_category[0][0]]
        )
    by_reference = {one.reference: one for one in known.asked}
    for one in lately:
        chain = [one]
        while (before := by_reference.get(chain[-1].repeats or "")) and before not in chain:
            chain.append(before)
        if len(chain) > numbers["chain"]:
            return _of_appeals("again", chain)
    return None


def reopened_appeals(known: Known, numbers: Numbers, today: date) -> Finding | None:
    """Return that an enterprise was not content with its answers so many times lately."""
    since = today - timedelta(days=int(numbers["days"]))
    disputed = [
        one for one in known.asked if one.disputes and (one.disputed_on or one.filed_on) >= since
    ]
    if sum(one.disputes for one in disputed) < numbers["count"]:
        return None
    seen = [
        Seen("disputed", one.disputes, one.reference, (one.disputed_on or one.filed_on).isoformat())
        for one in sorted(disputed, key=lambda one: one.filed_on)
    ]
    return Finding(max(one.disputed_on or one.filed_on for one in disputed), tuple(seen))


def trouble(known: Known, numbers: Numbers, today: date) -> Finding | None:
    """Return that a register says that the enterprise is in trouble, or not in business."""
    seen = [
        Seen(code, *known.facts[code][:3]) for code in TROUBLES if known.facts.get(code, [0])[0]
    ]
    status = known.facts.get("status")
    if status is not None and status[0] != "open":
        seen.append(Seen("status", *status[:3]))
    if not seen:
        return None
    return Finding(date.fromisoformat(max(one.on for one in seen)), tuple(seen))


RULES = {
    "power_falls": power_falls,
    "revenue_falls": revenue_falls,
    "tax_late": tax_late,
    "layoffs": layoffs,
    "repeated_appeals": repeated_appeals,
    "reopened_appeals": reopened_appeals,
    "trouble": trouble,
}


def is_raised(finding: Finding, closings: Iterable[tuple[date, str, date]], today: date) -> bool:
    """Return whether a finding becomes a signal, given the closings (as of, outcome, day) of its like.

    A closing holds until newer facts say it again; one that was wrong keeps the rule quiet for a year.
    """
    for as_of, outcome, closed_on in closings:
        if as_of >= finding.as_of:
            return False
        if outcome == "wrong" and (today - closed_on).days < 365:
            return False
    return True


def _fall(now: float, before: float) -> float | None:
    """Return by how many percent something has fallen; unknown where there was nothing."""
    return None if before <= 0 else round(100 * (1 - now / before), 1)


def _of_appeals(what: str, appeals: list[Asked]) -> Finding:
    rows = sorted(appeals, key=lambda one: one.filed_on)
    seen = tuple(Seen(what, one.category, one.reference, one.filed_on.isoformat()) for one in rows)
    return Finding(rows[-1].filed_on, seen)
