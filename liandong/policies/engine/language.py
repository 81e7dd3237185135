"""The rule language: what a measure asks, read from JSON and checked before any fact is looked at."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn

from liandong.policies.engine.refusals import RuleRefused, Word, gettext_noop

GROUPS = ("all", "any", "none")
ORDER = ("at_least", "at_most", "more_than", "less_than")
LISTS = ("in", "not_in", "has", "within")
OPERATORS = ("is", "is_not", "in", "not_in", *ORDER, "between", "has", "within", "before", "after")
DEPTH = 50  # a rule nested deeper is not one that people wrote


class Kind(StrEnum):
    """What a fact's values are."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    TRUTH = "truth"


FORMS = {
    "number": gettext_noop("一个数，如 20"),
    "date": gettext_noop("一个日期，如 2026-06-30"),
    "range": gettext_noop("从小到大的两个数或两个日期，如 [5, 20]"),
    "list": gettext_noop("一串同类的值，至少一个，如 [1, 2]"),
    "texts": gettext_noop("一串文字，至少一个"),
    "one": gettext_noop("一个数、一段文字、true 或 false"),
}
Scalar = bool | int | float | str


@dataclass(frozen=True, slots=True)
class Condition:
    """One fact compared with a value; the value of an operator on lists is a tuple."""

    fact: str
    op: str
    value: Scalar | tuple[Scalar, ...]
    unit: str = ""

    @property
    def values(self) -> tuple[Scalar, ...]:
        """The value as a tuple, also where there is one only."""
        return self.value if isinstance(self.value, tuple) else (self.value,)

    def __str__(self) -> str:
        said = json.dumps(self.value, ensure_ascii=False)
        return f"{self.fact} {self.op} {said if len(said) < 80 else said[:79] + '…'}"


@dataclass(frozen=True, slots=True)
class Group:
    """`all`, `any` or `none` of its parts."""

    kind: str
    parts: tuple["Rule", ...]


Rule = Condition | Group


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure's name and whom it is for."""

    id: str
    rule: Rule


def read_measures(path: Path | str) -> list[Measure]:
    """Return the measures of a file with one JSON object a line; a broken line is refused by its number."""
    measures: list[Measure] = []
    seen: set[str] = set()
    with open(path, encoding="utf-8-sig", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                said = json.loads(line)
            except (json.JSONDecodeError, RecursionError) as error:
                raise RuleRefused(
                    "rule.broken_line",
                    gettext_noop("第 %(line)s 行不是完整的 JSON，从第 %(column)s 个字符起读不懂。"),
                    line=number,
                    column=getattr(error, "colno", 1),
                ) from None
            if not isinstance(said, dict) or not isinstance(said.get("id"), str) or not said["id"]:
                raise RuleRefused(
                    "rule.no_measure",
                    gettext_noop('第 %(line)s 行要写成 {"id": 编号, "rule": 规则}，编号是文字。'),
                    line=number,
                )
            if said["id"] in seen:
                raise RuleRefused(
                    "rule.repeated",
                    gettext_noop("第 %(line)s 行的编号 %(measure)s 前面已经用过。"),
                    line=number,
                    measure=said["id"],
                )
            seen.add(said["id"])
            measures.append(parse_measure(said))
    return measures


def parse_measures(given: Iterable[Measure | Mapping[str, Any]]) -> list[Measure]:
    """Return measures, reading those that are still JSON."""
    return [one if isinstance(one, Measure) else parse_measure(one) for one in given]


def parse_measure(said: Mapping[str, Any]) -> Measure:
    """Return the measure that `{"id": …, "rule": …}` says."""
    name = str(said.get("id", ""))
    return Measure(name, _rule(said.get("rule"), name, 1))


def conditions_of(rule: Rule) -> Iterator[Condition]:
    """Yield every condition of a rule, from left to right."""
    if isinstance(rule, Condition):
        yield rule
    else:
        for part in rule.parts:
            yield from conditions_of(part)


def _rule(said: Any, measure: str, depth: int) -> Rule:
    if isinstance(said, dict) and depth <= DEPTH:
        if len(said) == 1 and (kind := next(iter(said))) in GROUPS and isinstance(said[kind], list):
            return Group(kind, tuple(_rule(part, measure, depth + 1) for part in said[kind]))
        if {"fact", "op", "value"} <= said.keys() <= {"fact", "op", "value", "unit"}:
            unit = said.get("unit") or ""
            if said["fact"] and all(isinstance(s, str) for s in (said["fact"], said["op"], unit)):
                return _condition(said, measure)
    place = json.dumps(said, ensure_ascii=False, default=str)
    raise RuleRefused(
        "rule.shape",
        gettext_noop(
            "措施 %(measure)s：“%(place)s”不是规则，要写 all、any、none 之一，或者 fact、op、value。"
        ),
        measure=measure,
        place=place if len(place) < 80 else place[:79] + "…",
    )


def _condition(said: dict[str, Any], measure: str) -> Condition:
    op, value = said["op"], said["value"]
    if op in ("has", "within") and not isinstance(value, list):
        value = [value]
    found = Condition(
        said["fact"],
        op,
        tuple(value) if isinstance(value, list) else value,
        said.get("unit") or "",
    )
    if op not in OPERATORS:
        raise RuleRefused(
            "rule.unknown_operator",
            gettext_noop(
                "措施 %(measure)s 的条件“%(condition)s”：没有 %(op)s 这个比较词，可用的有 %(known)s。"
            ),
            measure=measure,
            condition=str(found),
            op=op,
            known=" ".join(OPERATORS),
        )
    form = _form(op, value)
    if form:
        refuse_value(found, measure, form)
    return found


def refuse_value(condition: Condition, measure: str, form: str) -> NoReturn:
    """Refuse a condition whose value is not of the form that its operator needs."""
    raise RuleRefused(
        "rule.wrong_value",
        gettext_noop("措施 %(measure)s 的条件“%(condition)s”：%(op)s 后面要写%(form)s。"),
        measure=measure,
        condition=str(condition),
        op=condition.op,
        form=Word(FORMS[form]),
    )


def kind_of_value(value: Any, *, dates: bool = False) -> Kind | None:
    """Return what a value of a rule is, or None if it is nothing that can be compared."""
    if isinstance(value, bool):
        return Kind.TRUTH
    if isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
        return Kind.NUMBER
    if isinstance(value, str):
        return (Kind.DATE if is_day(value) else None) if dates else Kind.TEXT
    return None


def is_day(text: str) -> bool:
    """Say whether a text is a date such as 2026-06-30."""
    if len(text) != 10:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _form(op: str, value: Any) -> str:
    """Return the form that the value should have had, or nothing where it has it."""
    ordered = (Kind.NUMBER, Kind.DATE)
    if op in ("before", "after"):
        return "" if kind_of_value(value, dates=True) is Kind.DATE else "date"
    if op in ORDER:
        return "" if kind_of_value(value, dates=True) in ordered else "number"
    if op == "between":
        if not isinstance(value, list) or len(value) != 2:
            return "range"
        kinds = {kind_of_value(one, dates=True) for one in value}
        good = len(kinds) == 1 and kinds <= set(ordered) and value[0] <= value[1]
        return "" if good else "range"
    if op in LISTS:
        kinds = {kind_of_value(one) for one in value} if isinstance(value, list) else {None}
        if op == "within":
            return "" if kinds == {Kind.TEXT} else "texts"
        return "" if len(kinds) == 1 and None not in kinds else "list"
    return "" if kind_of_value(value) else "one"
