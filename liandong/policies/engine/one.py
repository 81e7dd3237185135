"""One enterprise against many measures, each condition met, not met or unknown: plain Python, no table needed."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import Any, NamedTuple

from liandong.policies.engine.facts import require_fits
from liandong.policies.engine.language import (
    Condition,
    Kind,
    Measure,
    conditions_of,
    is_day,
    kind_of_value,
    parse_measures,
)
from liandong.policies.engine.plan import Plan

FALSE, UNKNOWN, TRUE = 0, 1, 2  # `all` is the least of its parts, `any` the greatest
RESULTS = ("ineligible", "possible", "eligible")
STATES = ("not_met", "unknown", "met")
Kinds = frozenset[Kind]
MANY = (list, tuple, set, frozenset)


class Reason(NamedTuple):
    """A condition of a rule and how an enterprise stands to it: `met`, `not_met` or `unknown`."""

    condition: Condition
    state: str


@dataclass(frozen=True, slots=True)
class Result:
    """What one measure says to one enterprise: `eligible`, `possible` or `ineligible`, with every reason."""

    measure: str
    result: str
    conditions: tuple[Condition, ...]
    states: tuple[str, ...]

    @property
    def reasons(self) -> list[Reason]:
        """Return each condition with its state, in the order of the rule."""
        return list(map(Reason, self.conditions, self.states))


def explain(measure: Measure | Mapping[str, Any], facts: Mapping[str, Any]) -> Result:
    """Return what a measure says to an enterprise; a fact that is missing, None or not finite is unknown."""
    return Explainer([measure]).explain(facts)[0]


class Explainer:
    """Many measures made ready once, to be asked about one enterprise after the other."""

    def __init__(self, measures: Iterable[Measure | Mapping[str, Any]]) -> None:
        self.plan = plan = Plan(parse_measures(measures))
        self._tests = [
            (node, condition, _test(condition)) for node, condition in plan.conditions().items()
        ]
        self._groups = [
            (number, _JOINS[node[0]], _getter(node[1]))
            for number, node in enumerate(plan.nodes)
            if not isinstance(node, Condition)
        ]
        self._fitting: set[tuple[int, tuple[Kinds, bool]]] = set()  # asked and found to fit
        self._measures = []
        for measure, root in zip(plan.measures, plan.roots, strict=True):
            said = tuple(conditions_of(measure.rule))
            states = _getter([plan.node_of(condition) for condition in said])
            self._measures.append((measure.id, root, said, states))

    def explain(self, facts: Mapping[str, Any]) -> list[Result]:
        """Return what each measure says, in their order; a fact of the wrong kind is refused."""
        known = {name: plain for name, fact in facts.items() if (plain := _plain(fact)) is not None}
        kinds = {name: _kinds(fact) for name, fact in known.items()}
        values = [UNKNOWN] * len(self.plan.nodes)
        for node, condition, test in self._tests:
            if (name := condition.fact) in known:
                if (node, kinds[name]) not in self._fitting:
                    self._require_fits(node, condition, *kinds[name])
                values[node] = test(known[name])
        for node, join, parts in self._groups:
            values[node] = join(parts(values))
        states = [STATES[value] for value in values]
        return [
            Result(measure, RESULTS[values[root]], said, getter(states))
            for measure, root, said, getter in self._measures
        ]

    def _require_fits(self, node: int, condition: Condition, kinds: Kinds, many: bool) -> None:
        """Refuse what a column of such values would refuse; a text that is a day may be asked as either."""
        days = condition.op != "within" and all(_kind(v) is Kind.DATE for v in condition.values)
        text = Kind.DATE if days else Kind.TEXT
        for kind in kinds or {_kind(condition.values[0])}:
            near = text if kind is Kind.DATE else kind
            require_fits(condition, self.plan.sayers[node], near, many=many)
        self._fitting.add((node, (kinds, many)))


def _kinds(fact: Any) -> tuple[Kinds, bool]:
    """Return the kinds of a fact's values, and whether there may be several."""
    many = isinstance(fact, MANY)
    return frozenset(_kind(one) for one in (fact if many else [fact]) if one is not None), many


def _kind(value: Any) -> Kind:
    kind = kind_of_value(value)
    if kind is None:
        raise TypeError(
            f"{value!r} is no fact: give a number, a text, a date, True, False or a list"
        )
    return Kind.DATE if kind is Kind.TEXT and is_day(value) else kind


def _plain(fact: Any) -> Any:
    """Return a fact in the words of rules: a day as its text, what is not known as None."""
    if isinstance(fact, MANY):
        return [_plain(one) for one in fact]
    if isinstance(fact, datetime):
        return fact.date().isoformat()
    if isinstance(fact, date):
        return fact.isoformat()
    if isinstance(fact, float) and not math.isfinite(fact):
        return None
    return fact


def _getter(places: Sequence[int]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    if len(places) > 1:
        return itemgetter(*places)
    return lambda values: tuple(values[place] for place in places)


_JOINS: dict[str, Callable[[tuple[int, ...]], int]] = {
    "all": lambda parts: min(parts, default=TRUE),
    "any": lambda parts: max(parts, default=FALSE),
    "none": lambda parts: TRUE - max(parts, default=FALSE),
}


def _test(condition: Condition) -> Callable[[Any], int]:
    """Return what tells whether a known fact meets the condition."""
    value: Any = condition.value
    tests: dict[str, Callable[[Any], bool]] = {
        "is": lambda fact: fact == value,
        "is_not": lambda fact: fact != value,
        "in": lambda fact: fact in value,
        "not_in": lambda fact: fact not in value,
        "at_least": lambda fact: fact >= value,
        "at_most": lambda fact: fact <= value,
        "more_than": lambda fact: fact > value,
        "less_than": lambda fact: fact < value,
        "between": lambda fact: value[0] <= fact <= value[1],
        "within": lambda fact: fact.startswith(value),
        "before": lambda fact: fact < value,
        "after": lambda fact: fact > value,
    }
    if condition.op == "has":
        return lambda facts: (
            TRUE if any(fact in value for fact in facts) else UNKNOWN if None in facts else FALSE
        )
    test = tests[condition.op]
    return lambda fact: TRUE if test(fact) else FALSE
