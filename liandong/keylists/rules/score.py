"""The published score of key enterprises: places among those of the region, known parts only, each explained."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from liandong.keylists.rules.terms import GROWTH, GROWTHS, PARTS, PROSPECTS, RANKED, TAX, Terms

RANKED_FACTS = (TAX, *GROWTHS, RANKED)
Entry = Sequence[Any]  # value, source, day, … as the base keeps it
Facts = Mapping[str, Entry]


class Says(NamedTuple):
    """One fact that a part rests on: what it is, who said it as of when, its place or its points."""

    fact: str
    value: Any
    source: str
    on: str
    place: int | None = None
    of: int | None = None
    points: int | None = None


@dataclass(frozen=True)
class Part:
    """One part of a score: `p` of its weight, at most `top` once what is `missing` is known."""

    part: str
    weight: int
    p: float | None
    top: float
    says: tuple[Says, ...]
    missing: tuple[str, ...]

    @property
    def points(self) -> float:
        """What it adds to the score; what is unknown adds nothing."""
        return round((self.p or 0) * self.weight, 2)

    def kept(self) -> dict[str, Any]:
        """Return it as the list keeps it."""
        return {
            "part": self.part,
            "weight": self.weight,
            "points": None if self.p is None else self.points,
            "says": [list(one) for one in self.says],
            "missing": list(self.missing),
        }


@dataclass(frozen=True)
class Score:
    """An enterprise's score and the most it could be, with its parts."""

    score: float
    upper: float
    parts: tuple[Part, ...]


class Field:
    """One fact of all candidates, in order, so that each one's place can be told."""

    def __init__(self, values: Iterable[float]) -> None:
        self.values = sorted(values)

    def share(self, value: float) -> float:
        """Return what part of the others lies below; equal ones count half."""
        low, high = bisect_left(self.values, value), bisect_right(self.values, value)
        return (low + (high - low) / 2) / len(self.values)

    def place(self, value: float) -> int:
        """Return the place from the top, equal ones sharing the best."""
        return len(self.values) - bisect_right(self.values, value) + 1


def of_one_year(candidates: Mapping[int, Facts]) -> dict[int, dict[str, Entry]]:
    """Leave out of the facts that are ranked those of another year than most have: they tell nothing apart."""
    years = {
        code: Counter(facts[code][2][:4] for facts in candidates.values() if code in facts)
        for code in RANKED_FACTS
    }
    usual = {code: found.most_common(1)[0][0] for code, found in years.items() if found}
    return {
        pk: {c: e for c, e in facts.items() if c not in usual or e[2][:4] == usual[c]}
        for pk, facts in candidates.items()
    }


def scores(candidates: Mapping[int, Facts], terms: Terms) -> dict[int, Score]:
    """Return the score of each candidate among all of them."""
    known = of_one_year(candidates)
    fields = {
        code: Field(float(facts[code][0]) for facts in known.values() if code in facts)
        for code in RANKED_FACTS
    }
    return {pk: _score(facts, fields, terms) for pk, facts in known.items()}


def in_order(scored: Mapping[int, Score], codes: Mapping[int, str]) -> list[int]:
    """Return the candidates, best first: by score, by what it could be, then by their code."""
    return sorted(scored, key=lambda pk: (-scored[pk].score, -scored[pk].upper, codes[pk]))


def _score(facts: Facts, fields: Mapping[str, Field], terms: Terms) -> Score:
    parts = tuple(WORK[part](facts, fields, terms) for part in PARTS)
    return Score(
        score=round(sum(part.points for part in parts), 2),
        upper=round(sum(part.weight * part.top for part in parts), 2),
        parts=parts,
    )


def _said(code: str, facts: Facts, field: Field) -> Says:
    value, source, on = facts[code][:3]
    return Says(code, value, source, on, field.place(float(value)), len(field.values))


def _tax(facts: Facts, fields: Mapping[str, Field], terms: Terms) -> Part:
    if TAX not in facts:
        return Part(TAX, terms.tax, None, 1.0, (), (TAX,))
    p = fields[TAX].share(float(facts[TAX][0]))
    return Part(TAX, terms.tax, p, p, (_said(TAX, facts, fields[TAX]),), ())


def _growth(facts: Facts, fields: Mapping[str, Field], terms: Terms) -> Part:
    known = [code for code in GROWTHS if code in facts]
    missing = tuple(code for code in GROWTHS if code not in facts)
    if not known:
        return Part(GROWTH, terms.growth, None, 1.0, (), missing)
    shares = [fields[code].share(float(facts[code][0])) for code in known]
    p = sum(shares) / len(shares)
    top = max(p, (sum(shares) + len(missing)) / len(GROWTHS))
    return Part(
        GROWTH, terms.growth, p, top, tuple(_said(c, facts, fields[c]) for c in known), missing
    )


def _prospects(facts: Facts, fields: Mapping[str, Field], terms: Terms) -> Part:
    says, missing, got, open_ = [], [], 0.0, 0.0
    for code, points in terms.points.items():
        if not points:
            continue
        if code not in facts:
            missing.append(code)
            open_ += points
        elif code == RANKED:
            said = _said(code, facts, fields[code])
            earned = round(points * fields[code].share(float(facts[code][0])))
            says.append(said._replace(points=earned))
            got += earned
        elif facts[code][0]:
            value, source, on = facts[code][:3]
            says.append(Says(code, value, source, on, points=points))
            got += points
    if len(missing) == len([1 for points in terms.points.values() if points]):
        return Part(PROSPECTS, terms.prospects, None, 1.0, (), tuple(missing))
    p = min(1.0, got / 100)
    top = min(1.0, (got + open_) / 100)
    return Part(PROSPECTS, terms.prospects, p, top, tuple(says), tuple(missing))


WORK = {TAX: _tax, GROWTH: _growth, PROSPECTS: _prospects}
