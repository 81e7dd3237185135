"""Which category and which department an appeal belongs to, from rules that are data."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from math import exp

from liandong.language.clauses import consequence_spans, identity_spans, request_spans
from liandong.language.routing_rules import RoutingCategory, RoutingRule
from liandong.language.words import WordFinder, closed_up, fold, starts

__all__ = ["Reason", "Router", "RoutingCategory", "RoutingRule", "Suggestion", "compile_rules"]

# What a category keeps of its points for a department that does not lead it: a named alternate
# costs less than a department that only other words speak for.
ALTERNATE_COST = 1.0
STRANGER_COST = 3.0
# A second and third word of the same rule add to it, each this share; more add nothing.
REPEAT_SHARE = 0.3
REPEAT_LIMIT = 3
# A word counts less where a firm is described or a consequence is told, and more where something
# is asked for.
IDENTITY_FACTOR = 0.35
CONSEQUENCE_FACTOR = 0.6
REQUEST_FACTOR = 1.5
# A rule that names only a category speaks for the category's lead at this share of its points,
# less where the department follows from the matter; alternates get a little of all its points.
LEAD_SHARE = 0.5
SUBJECT_SHARE = 0.4
ALTERNATE_SHARE = 0.15
# What "none of these" scores, how far it may be believed to be the work of the department that
# takes the rest, and the temperature that turns points into probabilities.
NOTHING_SCORE = 3.0
NOTHING_TRUST = 0.2
TEMPERATURE = 1.5
KEYWORD_WEIGHT = 1.5
_DENIED_BEFORE = ("不是", "并非", "不涉及", "不属于")
_DENIED_AFTER = (
    "无关",
    "没有关系",
    "没关系",
    "没问题",
    "没有问题",
    "都正常",
    "一切正常",
)


@dataclass(frozen=True, slots=True)
class Reason:
    """A word of the text that spoke for a suggestion: `text[start:end]`, and the rule it is in."""

    word: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A department, the category it would take the appeal under, and how sure that is (0 to 1)."""

    category: str
    department: str
    confidence: float
    reasons: tuple[Reason, ...]


@dataclass(slots=True)
class _Evidence:
    """What the words of one text say, in points."""

    categories: dict[str, float] = field(default_factory=dict)
    departments: dict[str, float] = field(default_factory=dict)
    fired: list[tuple[RoutingRule, float, list[str]]] = field(default_factory=list)


class _Zones:
    """How much a word counts by where it stands in the text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._identity = identity_spans(text)
        self._consequence = consequence_spans(text)
        self._request = request_spans(text)
        self._denials = any(cue in text for cue in _DENIED_BEFORE + _DENIED_AFTER)
        self.plain = not (self._identity or self._consequence or self._request or self._denials)

    def factor(self, start: int, end: int) -> float:
        """More where something is asked for, less where a firm is described, 0 where denied."""
        if self._denials and _denied(self._text, start, end):
            return 0.0
        if any(first <= start and end <= last for first, last in self._identity):
            return IDENTITY_FACTOR
        if any(first <= start and end <= last for first, last in self._consequence):
            return CONSEQUENCE_FACTOR
        if any(first <= start < last for first, last in self._request):
            return REQUEST_FACTOR
        return 1.0


class Router:
    """Rules compiled for use: `suggest` answers in microseconds and never fails on any text."""

    def __init__(
        self, rules: Collection[RoutingRule], categories: Collection[RoutingCategory]
    ) -> None:
        """Use `compile_rules`, which checks and prepares the rules."""
        self._categories = {category.code: category for category in categories}
        self._led_by: dict[str, str] = {}
        for category in categories:
            if not category.by_subject:
                self._led_by.setdefault(category.department, category.code)
        self._rules = tuple(rules)
        self._rules_of: dict[str, list[int]] = {}
        for place, rule in enumerate(self._rules):
            for word in rule.words:
                self._rules_of.setdefault(word, []).append(place)
        conditions = {word for rule in self._rules for word in rule.with_words + rule.without_words}
        self._finder = WordFinder([*self._rules_of, *conditions])
        self._covers = self._covering()

    def _covering(self) -> dict[str, list[tuple[str, int, frozenset[int]]]]:
        """For each word the longer words around it, where in them it stands, and which of its
        rules still count there: those that the longer word's rules agree with."""
        covers: dict[str, list[tuple[str, int, frozenset[int]]]] = {}
        for longer, places in self._rules_of.items():
            around = [self._rules[place] for place in places]
            categories = {rule.category for rule in around if rule.category}
            departments = {rule.department for rule in around if rule.department}
            for shorter in self._finder.present(longer):
                if shorter == longer or shorter not in self._rules_of:
                    continue
                kept = frozenset(
                    place
                    for place in self._rules_of[shorter]
                    if longer not in self._rules[place].words
                    and (
                        self._rules[place].category in categories
                        or self._rules[place].department in departments
                    )
                )
                for offset in starts(longer, shorter):
                    covers.setdefault(shorter, []).append((longer, offset, kept))
        return covers

    def suggest(self, text: str, top: int = 3) -> list[Suggestion]:
        """The most likely departments, each once, best first; never empty.

        The points of all rules that hold are added up per department and per category, and a
        softmax over the departments gives the confidence. "None of these" is a candidate of its
        own, so that a text without evidence is *other* and unsure. The category told with a
        department is the one with most points, less a cost where another department leads it.
        """
        closed, places = closed_up(text)
        evidence = self._weigh(closed)
        other = self._categories["other"]
        shares = {
            department: exp(points / TEMPERATURE)
            for department, points in evidence.departments.items()
        }
        nothing = exp(NOTHING_SCORE / TEMPERATURE)
        total = sum(shares.values()) + nothing
        shares[other.department] = shares.get(other.department, 0.0) + nothing * NOTHING_TRUST
        found: list[Suggestion] = []
        for department in sorted(shares, key=lambda code: (-shares[code], code))[:top]:
            category = self._category_for(department, evidence)
            found.append(
                Suggestion(
                    category=category,
                    department=department,
                    confidence=round(shares[department] / total, 4),
                    reasons=self._reasons(closed, places, evidence, category, department),
                )
            )
        return found

    def _weigh(self, text: str) -> _Evidence:
        """Add up the points of every rule that holds in the closed-up text."""
        present = set(self._finder.present(text))
        zones = _Zones(text)
        hits: dict[int, dict[str, float]] = {}
        for word in present & self._rules_of.keys():
            for place, factor in self._counting(text, word, present, zones).items():
                hits.setdefault(place, {})[word] = factor
        evidence = _Evidence()
        for place, words in hits.items():
            rule = self._rules[place]
            if not (rule.category or rule.department):
                continue
            if rule.with_words and present.isdisjoint(rule.with_words):
                continue
            if rule.without_words and not present.isdisjoint(rule.without_words):
                continue
            repeats = min(len(words), REPEAT_LIMIT) - 1
            points = rule.weight * max(words.values()) * (1 + REPEAT_SHARE * repeats)
            self._credit(evidence, rule, points)
            evidence.fired.append((rule, points, list(words)))
        return evidence

    def _credit(self, evidence: _Evidence, rule: RoutingRule, points: float) -> None:
        """Give the rule's points to what it speaks for, and a share to who leads its category."""
        credits = evidence.departments
        if rule.department:
            credits[rule.department] = credits.get(rule.department, 0.0) + points
        if not rule.category:
            return
        evidence.categories[rule.category] = evidence.categories.get(rule.category, 0.0) + points
        category = self._categories[rule.category]
        if not rule.department:
            share = points * (SUBJECT_SHARE if category.by_subject else LEAD_SHARE)
            credits[category.department] = credits.get(category.department, 0.0) + share
        for alternate in category.alternates:
            credits[alternate] = credits.get(alternate, 0.0) + points * ALTERNATE_SHARE

    def _counting(self, text: str, word: str, present: set[str], zones: _Zones) -> dict[int, float]:
        """The rules for which this word counts, and how much: not where it is denied, nor where
        a longer word around it speaks for something else."""
        rules = self._rules_of[word]
        covers = [cover for cover in self._covers.get(word, ()) if cover[0] in present]
        if not covers and zones.plain:
            return dict.fromkeys(rules, 1.0)
        counting: dict[int, float] = {}
        for start in starts(text, word):
            factor = zones.factor(start, start + len(word))
            if not factor:
                continue
            around = [
                kept
                for longer, offset, kept in covers
                if start >= offset and text.startswith(longer, start - offset)
            ]
            for place in frozenset.intersection(*around) if around else rules:
                if counting.get(place, 0.0) < factor:
                    counting[place] = factor
        return counting

    def _category_for(self, department: str, evidence: _Evidence) -> str:
        """The category under which this department would most likely take the appeal."""
        best, most = "other", 0.0
        if department == self._categories["other"].department:
            most = NOTHING_SCORE
        elif department in self._led_by:
            best = self._led_by[department]
        for code, points in evidence.categories.items():
            category = self._categories[code]
            if department in category.alternates:
                points -= ALTERNATE_COST
            elif department != category.department and not category.by_subject:
                points -= STRANGER_COST
            if points > most:
                best, most = code, points
        return best

    def _reasons(
        self,
        text: str,
        places: list[int] | None,
        evidence: _Evidence,
        category: str,
        department: str,
    ) -> tuple[Reason, ...]:
        """The words that spoke for this category or department, the weightiest first."""
        reasons: dict[str, Reason] = {}
        for rule, _, words in sorted(evidence.fired, key=lambda item: (-item[1], item[0].code)):
            if rule.department not in (None, department):
                continue
            if rule.category not in (None, category):
                continue
            for word in sorted(words, key=text.find):
                if word not in reasons:
                    start = text.find(word)
                    last = start + len(word) - 1
                    if places is not None:
                        start, last = places[start], places[last]
                    reasons[word] = Reason(word, start, last + 1, rule.code)
        return tuple(reasons.values())


def _denied(text: str, start: int, end: int) -> bool:
    """Whether the writer says that this is not the matter: 不是…, …无关."""
    before, after = text[max(0, start - 4) : start], text[end : end + 6]
    return any(cue in before for cue in _DENIED_BEFORE) or any(
        cue in after for cue in _DENIED_AFTER
    )


def compile_rules(
    rules: Iterable[RoutingRule],
    categories: Iterable[RoutingCategory],
    aliases: Mapping[str, str] | None = None,
) -> Router:
    """Make a router of rules and categories; the category `other` must be among them.

    `aliases` puts another department in the place of one that the rules name: a region whose
    science office is part of its industry office needs no rules of its own. A rule that
    names neither category nor department, an unknown category, or a word of one character is a
    ValueError; but a rule of weight 0 may name nothing: its words only hide shorter ones in them.
    """
    alias = aliases or {}
    kinds = [
        RoutingCategory(
            code=kind.code,
            department=alias.get(kind.department, kind.department),
            alternates=tuple(alias.get(code, code) for code in kind.alternates),
            keywords=kind.keywords,
            by_subject=kind.by_subject,
        )
        for kind in categories
    ]
    known = {kind.code for kind in kinds}
    if "other" not in known:
        raise ValueError("the category 'other' is missing")
    ready = [
        RoutingRule(
            f"category:{kind.code}",
            kind.keywords,
            category=kind.code,
            weight=KEYWORD_WEIGHT,
        )
        for kind in kinds
        if kind.keywords
    ]
    for rule in rules:
        if not rule.category and not rule.department and rule.weight:
            raise ValueError(f"rule {rule.code} names neither a category nor a department")
        if rule.category and rule.category not in known:
            raise ValueError(f"rule {rule.code} names an unknown category: {rule.category}")
        ready.append(rule)
    return Router([_prepared(rule, alias) for rule in ready], kinds)


def _prepared(rule: RoutingRule, alias: Mapping[str, str]) -> RoutingRule:
    """The rule with folded words and its department under the region's own code."""
    department = rule.department and alias.get(rule.department, rule.department)
    return RoutingRule(
        code=rule.code,
        words=tuple(dict.fromkeys(fold(word) for word in rule.words)),
        with_words=tuple(fold(word) for word in rule.with_words),
        without_words=tuple(fold(word) for word in rule.without_words),
        category=rule.category,
        department=department,
        weight=rule.weight,
    )
