"""Which category and which department an appeal belongs to, from rules that are data."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from math import exp
from typing import NamedTuple

from liandong.language.clauses import PLACES, Zones
from liandong.language.routing_rules import RoutingCategory, RoutingRule
from liandong.language.words import WordFinder, closed_up, letters, starts

__all__ = ["Reason", "Router", "RoutingCategory", "RoutingRule", "Suggestion", "compile_rules"]

# What a category keeps of its points for a department that does not lead it: a named alternate
# costs less than a department that only other words speak for.
ALTERNATE_COST = 1.0
STRANGER_COST = 3.0
# A second and third word of the same rule add to it, each this share; more add nothing.
REPEAT_SHARE = 0.3
REPEAT_LIMIT = 3
# A rule that names only a category speaks for the category's lead at this share of its points,
# less where the department follows from the matter, unless no word names one; alternates get a
# little of all its points.
LEAD_SHARE = 0.5
SUBJECT_SHARE = 0.4
RESORT_SHARE = 0.75
ALTERNATE_SHARE = 0.05
# What "none of these" scores (less in a text shorter than PLAIN_LENGTH, where one word is much of
# what is said), how far it may be believed to be the work of the department that takes the rest,
# and the temperature that turns points into probabilities.
NOTHING_SCORE = 3.0
PLAIN_LENGTH = 40
NOTHING_TRUST = 0.1
TEMPERATURE = 1.5
# What a word for a place keeps where the text names a matter of this many points of another
# category, unless it names one of the place's own.
PLACE_SHARE = 0.35
MATTER_POINTS = 2.4
# Whatever the matter, the office on the spot (an alternate of *other*) may be the one to settle it.
LOCAL_SHARE = 0.03
KEYWORD_WEIGHT = 1.5


class Reason(NamedTuple):
    """A word of the text that spoke for a suggestion: `text[start:end]`, and the rule it is in."""

    word: str
    start: int
    end: int
    rule: str


class Suggestion(NamedTuple):
    """A department, the category it would take the appeal under, and how sure that is (0 to 1)."""

    category: str
    department: str
    confidence: float
    reasons: tuple[Reason, ...]


# How much a word counts, where it stands, the word; and a longer word around a shorter one: the
# longer, where in it the shorter stands, and which of the shorter's rules still count there.
_Hit = tuple[float, int, str]
_Cover = tuple[str, int, frozenset[int]]


@dataclass(slots=True)
class _Evidence:
    """What the words of one text say, in points."""

    categories: dict[str, float] = field(default_factory=dict)
    departments: dict[str, float] = field(default_factory=dict)
    fired: list[tuple[float, RoutingRule, list[_Hit]]] = field(default_factory=list)


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
        hiding: set[str] = set()
        for place, rule in enumerate(self._rules):
            if not (rule.category or rule.department):
                hiding.update(rule.words)
                continue
            for word in rule.words:
                self._rules_of.setdefault(word, []).append(place)
        conditions = {word for rule in self._rules for word in rule.with_words + rule.without_words}
        self._finder = WordFinder([*self._rules_of, *conditions, *hiding])
        self._english = {
            w for w in self._rules_of.keys() | conditions if w.isascii() and w.isalpha()
        }
        self._inside = self._insides(hiding)

    def _insides(self, hiding: set[str]) -> dict[str, list[_Cover]]:
        """For each word the shorter words inside it, where in it they stand, and which of their
        rules still count there: those that the longer word's rules agree with. Where all of them
        do, there is nothing to look out for."""
        inside: dict[str, list[_Cover]] = {}
        for longer in self._rules_of.keys() | hiding:
            around = [self._rules[place] for place in self._rules_of.get(longer, ())]
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
                if len(kept) == len(self._rules_of[shorter]):
                    continue
                for offset in starts(longer, shorter):
                    inside.setdefault(longer, []).append((shorter, offset, kept))
        return inside

    def suggest(self, text: str, top: int = 3, explained: int = 3) -> list[Suggestion]:
        """The most likely departments, each once, best first; never empty. The first `explained` have reasons.

        The points of all rules that hold are added up per department and per category, and a
        softmax over the departments gives the confidence. "None of these" is a candidate of its
        own, so that a text without evidence is *other* and unsure. The category told with a
        department is the one with most points, less a cost where another department leads it.
        """
        closed, places = closed_up(text)
        evidence = self._weigh(closed, text)
        points = evidence.departments
        unheard = NOTHING_SCORE * min(1.0, (len(closed) + 1) / PLAIN_LENGTH)
        highest = max(unheard, *points.values()) if points else unheard
        least = exp(-highest / TEMPERATURE)
        shares = {
            code: exp((score - highest) / TEMPERATURE) - least
            for code, score in points.items()
            if score > 0
        }
        nothing = exp((unheard - highest) / TEMPERATURE) - least
        total = sum(shares.values()) + nothing
        rest = self._categories["other"]
        shares[rest.department] = shares.get(rest.department, 0.0) + nothing * NOTHING_TRUST
        for code in rest.alternates:
            shares[code] = shares.get(code, 0.0) + total * LOCAL_SHARE
        total *= 1 + LOCAL_SHARE * len(rest.alternates)
        found: list[Suggestion] = []
        best = sorted((-share, code) for code, share in shares.items())[:top]
        for rank, (share, department) in enumerate(best):
            category = self._category_for(department, evidence, unheard)
            found.append(
                Suggestion(
                    category=category,
                    department=department,
                    confidence=round(-share / total, 4),
                    reasons=_reasons(places, evidence, category, department)
                    if rank < explained
                    else (),
                )
            )
        return found

    def _weigh(self, text: str, original: str) -> _Evidence:
        """Add up the points of every rule that holds in the closed-up text; a word of letters must
        stand by itself in the original."""
        present = set(self._finder.present(text))
        if english := present & self._english:
            present -= english - letters(original)
        zones = Zones(text)
        covers: dict[str, list[_Cover]] = {}
        for longer in present:
            for shorter, offset, kept in self._inside.get(longer, ()):
                covers.setdefault(shorter, []).append((longer, offset, kept))
        hits: dict[int, list[_Hit]] = {}
        for word in present:
            places = self._rules_of.get(word, ())
            if word in covers:
                for place, hit in self._counting(text, word, covers[word], zones).items():
                    hits.setdefault(place, []).append(hit)
            elif places and (hit := zones.best(word))[0]:
                for place in places:
                    hits.setdefault(place, []).append(hit)
        holding: list[tuple[RoutingRule, list[_Hit], bool]] = []
        for place, words in hits.items():
            rule = self._rules[place]
            if rule.with_words and present.isdisjoint(rule.with_words):
                continue
            if rule.without_words and not present.isdisjoint(rule.without_words):
                continue
            matter = [hit for hit in words if hit[2] not in PLACES]
            holding.append((rule, matter or words, not matter))
        return self._add_up(holding)

    def _add_up(self, holding: Collection[tuple[RoutingRule, list[_Hit], bool]]) -> _Evidence:
        """Give the points of the rules to categories and departments: those of words for the matter
        first, then those of words for a place, which count little beside another matter."""
        evidence = _Evidence()
        credits, named = evidence.departments, False
        matters: dict[str | None, float] = {}
        for rule, words, is_place in sorted(holding, key=_places_last):
            repeats = min(len(words), REPEAT_LIMIT) - 1
            points = rule.weight * max(words)[0] * (1 + REPEAT_SHARE * repeats)
            if not is_place:
                matters[rule.category] = matters.get(rule.category, 0.0) + points
            elif rule.category not in matters and max(matters.values(), default=0) > MATTER_POINTS:
                points *= PLACE_SHARE
            if rule.category:
                said = evidence.categories.get(rule.category, 0.0)
                evidence.categories[rule.category] = said + points
            if rule.department:
                credits[rule.department] = credits.get(rule.department, 0.0) + points
                named = True
            elif rule.category:
                category = self._categories[rule.category]
                share = points * (SUBJECT_SHARE if category.by_subject else LEAD_SHARE)
                credits[category.department] = credits.get(category.department, 0.0) + share
                named = named or not category.by_subject
            evidence.fired.append((points, rule, words))
        evidence.fired.sort(key=_weightiest)
        self._credit_the_rest(evidence, named)
        return evidence

    def _credit_the_rest(self, evidence: _Evidence, named: bool) -> None:
        """Give the alternates of each category a little; and where nothing in the text names whose
        matter it is, let the lead take it after all."""
        credits = evidence.departments
        for code, points in evidence.categories.items():
            category = self._categories[code]
            for alternate in category.alternates:
                credits[alternate] = credits.get(alternate, 0.0) + points * ALTERNATE_SHARE
            if category.by_subject and not named:
                credits[category.department] += points * (RESORT_SHARE - SUBJECT_SHARE)

    def _counting(
        self, text: str, word: str, covers: Collection[_Cover], zones: Zones
    ) -> dict[int, _Hit]:
        """The rules for which this word counts, how much and where it stands: not where it is
        denied, nor where a longer word around it speaks for something else."""
        rules = self._rules_of[word]
        counting: dict[int, _Hit] = {}
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
                if place not in counting or counting[place][0] < factor:
                    counting[place] = (factor, start, word)
        return counting

    def _category_for(self, department: str, evidence: _Evidence, unheard: float) -> str:
        """The category under which this department would most likely take the appeal."""
        best, most = "other", 0.0
        if department == self._categories["other"].department:
            most = unheard
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


def _weightiest(fired: tuple[float, RoutingRule, list[_Hit]]) -> tuple[float, str]:
    return -fired[0], fired[1].code


def _places_last(holding: tuple[RoutingRule, list[_Hit], bool]) -> bool:
    return holding[2]


def _place(hit: _Hit) -> tuple[int, str]:
    return hit[1:]


def _reasons(
    places: list[int] | None, evidence: _Evidence, category: str, department: str
) -> tuple[Reason, ...]:
    """The words that spoke for this category or department, the weightiest first."""
    reasons: dict[str, Reason] = {}
    for _, rule, words in evidence.fired:
        if rule.department not in (None, department) or rule.category not in (None, category):
            continue
        for _factor, start, word in sorted(words, key=_place) if len(words) > 1 else words:
            if word not in reasons:
                last = start + len(word) - 1
                if places is not None:
                    start, last = places[start], places[last]
                reasons[word] = Reason(word, start, last + 1, rule.code)
    return tuple(reasons.values())


def compile_rules(
    rules: Iterable[RoutingRule],
    categories: Iterable[RoutingCategory],
    aliases: Mapping[str, str] | None = None,
) -> Router:
    """Make a router of rules and categories; without a category `other` it is a ValueError.

    `aliases` puts another department in the place of one that the rules name: a region whose
    science office is part of its industry office needs no rules of its own. A rule that names
    neither category nor department only hides: a shorter word inside one of its words does not
    count there (协调解决 is not 调解). A bad rule never stops the filing of appeals: one for a
    category that is not given is left out, and so are words of a single character, which would
    hold nearly everywhere; the page that takes rules refuses both.
    """
    alias = aliases or {}
    kinds = [kind.under(alias) for kind in categories]
    known = {kind.code for kind in kinds}
    if "other" not in known:
        raise ValueError("the category 'other' is missing")
    keywords = [
        RoutingRule(
            f"category:{kind.code}", kind.keywords, category=kind.code, weight=KEYWORD_WEIGHT
        )
        for kind in kinds
    ]
    ready = [rule.under(alias) for rule in [*keywords, *rules]]
    return Router(
        [rule for rule in ready if rule and (not rule.category or rule.category in known)], kinds
    )
