"""The columns of a table as facts: what each can be asked, and where its values are cut.

Whatever a condition asks of a fact is whether a value lies between two *cuts* of an ordered scale:
`at_least 5` is everything from the cut 5 on, `is "C35"` what lies from "C35" to the next possible
text, `within "C"` what lies from "C" to "D". So a fact has a sorted list of cuts, conditions on
it share them, and a range is a pair of places in that list (0 is below all, `len(cuts) + 1` above).
"""

import difflib
import math
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from liandong.policies.engine.language import (
    ORDER,
    Condition,
    Kind,
    Scalar,
    is_day,
    kind_of_value,
)
from liandong.policies.engine.plan import Plan
from liandong.policies.engine.refusals import RuleRefused, Word, gettext_noop

KINDS = {
    Kind.NUMBER: gettext_noop("数"),
    Kind.TEXT: gettext_noop("一段文字"),
    Kind.DATE: gettext_noop("一个日期"),
    Kind.TRUTH: gettext_noop("是或否"),
    None: gettext_noop("有几个值的"),
}
EPOCH = date(1970, 1, 1).toordinal()
LAST = chr(0x10FFFF)
Cut = int | float | str
Range = tuple[int, int]


@dataclass(slots=True)
class Fact:
    """A column, its sorted cuts, and the ranges that hold for each condition on it."""

    name: str
    kind: Kind | None  # None where nobody has given it to any enterprise
    whole: bool  # its numbers are whole
    many: bool  # an enterprise may have several values
    cuts: list[Cut] = field(default_factory=list)
    ranges: dict[int, list[Range]] = field(default_factory=dict)


def facts_of(plan: Plan, schema: pa.Schema) -> dict[str, Fact]:
    """Return the facts that a plan asks of a table; what the table cannot answer is refused."""
    facts: dict[str, Fact] = {}
    wanted: dict[str, dict[int, list[tuple[Any, Any]]]] = {}
    for node, condition in plan.conditions().items():
        if condition.fact not in facts:
            _require_known(condition, plan.sayers[node], schema)
            facts[condition.fact] = _fact(schema.field(condition.fact))
        fact = facts[condition.fact]
        _require_unit(condition, plan.sayers[node], schema.field(condition.fact))
        if fact.kind is None:
            fact.ranges[node] = [(0, 0)]
            continue
        require_fits(condition, plan.sayers[node], fact.kind, many=fact.many)
        wanted.setdefault(fact.name, {})[node] = list(_ranges(condition, fact))
    for name, ranges in wanted.items():
        fact = facts[name]
        ends = {cut for pairs in ranges.values() for pair in pairs for cut in pair}
        cuts: list[Any] = sorted(ends - {None})
        fact.cuts, top = cuts, len(cuts) + 1
        for node, pairs in ranges.items():
            fact.ranges[node] = sorted(
                {
                    (
                        0 if low is None else bisect_left(cuts, low) + 1,
                        top if high is None else bisect_left(cuts, high) + 1,
                    )
                    for low, high in pairs
                }
            )
    return facts


def require_fits(condition: Condition, measure: str, kind: Kind, *, many: bool) -> None:
    """Refuse an operator that the fact's kind does not know, and a value of another kind."""
    op = condition.op
    if many:
        fits = op == "has"
    elif op == "has":
        fits = False
    elif op == "within":
        fits = kind is Kind.TEXT
    elif op in ("before", "after"):
        fits = kind is Kind.DATE
    elif op in ORDER or op == "between":
        fits = kind in (Kind.NUMBER, Kind.DATE)
    else:
        fits = True
    if not fits:
        raise RuleRefused(
            "rule.wrong_operator",
            gettext_noop(
                "措施 %(measure)s 的条件“%(condition)s”：%(fact)s 是%(kind)s，不能用 %(op)s 比较。"
            ),
            measure=measure,
            condition=str(condition),
            fact=condition.fact,
            kind=Word(KINDS[None if many else kind]),
            op=op,
        )
    for value in condition.values:
        good = is_day(value) if kind is Kind.DATE and isinstance(value, str) else None
        if not (kind_of_value(value) is kind if good is None else good):
            raise RuleRefused(
                "rule.wrong_kind",
                gettext_noop(
                    "措施 %(measure)s 的条件“%(condition)s”：%(fact)s 是%(kind)s，不能和这样的值比较。"
                ),
                measure=measure,
                condition=str(condition),
                fact=condition.fact,
                kind=Word(KINDS[kind]),
            )


def _require_known(condition: Condition, measure: str, schema: pa.Schema) -> None:
    known = [name for name in schema.names if name != "enterprise"]
    if known.count(condition.fact) == 1:
        return
    near = difflib.get_close_matches(condition.fact, known, n=3, cutoff=0.0)
    raise RuleRefused(
        "rule.unknown_fact",
        gettext_noop(
            "措施 %(measure)s 的条件“%(condition)s”：没有 %(fact)s 这个事实，相近的有 %(near)s。"
        ),
        measure=measure,
        condition=str(condition),
        fact=condition.fact,
        near=" ".join(near) or "—",
    )


def _require_unit(condition: Condition, measure: str, column: pa.Field) -> None:
    """Refuse a unit that is not the column's own; a column says it in its metadata."""
    unit = (column.metadata or {}).get(b"unit", b"").decode()
    if condition.unit and unit and condition.unit != unit:
        raise RuleRefused(
            "rule.wrong_unit",
            gettext_noop(
                "措施 %(measure)s 的条件“%(condition)s”：%(fact)s 的单位是 %(unit)s，不是 %(given)s。"
            ),
            measure=measure,
            condition=str(condition),
            fact=condition.fact,
            unit=unit,
            given=condition.unit,
        )


def _fact(column: pa.Field) -> Fact:
    kind, many = column.type, False
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        kind, many = kind.value_type, True
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_integer(kind):
        return Fact(column.name, Kind.NUMBER, True, many)
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return Fact(column.name, Kind.NUMBER, False, many)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return Fact(column.name, Kind.TEXT, False, many)
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return Fact(column.name, Kind.DATE, True, many)
    if pa.types.is_boolean(kind):
        return Fact(column.name, Kind.TRUTH, True, many)
    if pa.types.is_null(kind):
        return Fact(column.name, None, False, many)
    raise RuleRefused(
        "table.unknown_type",
        gettext_noop("%(fact)s 这一列的类型 %(type)s 不能比较。"),
        fact=column.name,
        type=str(column.type),
    )


def _ranges(condition: Condition, fact: Fact) -> Iterator[tuple[Any, Any]]:
    """Yield the ranges, from a cut to before another, in which the condition (`not` left out) holds."""
    values = condition.values
    match condition.op:
        case "at_least":
            yield _from(values[0], fact), None
        case "more_than" | "after":
            yield _past(values[0], fact), None
        case "at_most":
            yield None, _past(values[0], fact)
        case "less_than" | "before":
            yield None, _from(values[0], fact)
        case "between":
            yield _from(values[0], fact), _past(values[1], fact)
        case "within":
            for value in values:
                yield value, _past_prefix(str(value))
        case _:
            for value in values:
                yield _from(value, fact), _past(value, fact)


def _from(value: Scalar, fact: Fact) -> Cut:
    """Return the first place on the fact's scale that is not below the value."""
    scaled = _scaled(value, fact)
    if isinstance(scaled, str):
        return scaled
    if fact.whole:
        return math.ceil(scaled)
    near = _float(scaled)
    return near if near >= scaled else math.nextafter(near, math.inf)


def _past(value: Scalar, fact: Fact) -> Cut:
    """Return the first place on the fact's scale that is above the value."""
    scaled = _scaled(value, fact)
    if isinstance(scaled, str):
        return f"{scaled}\0"
    if fact.whole:
        return math.floor(scaled) + 1
    near = _float(scaled)
    return near if near > scaled else math.nextafter(near, math.inf)


def _scaled(value: Scalar, fact: Fact) -> Cut:
    if fact.kind is Kind.DATE and isinstance(value, str):
        return date.fromisoformat(value).toordinal() - EPOCH
    return value


def _float(value: int | float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _past_prefix(prefix: str) -> str | None:
    """Return the first text after all that begin with the prefix."""
    prefix = prefix.rstrip(LAST)
    return prefix[:-1] + chr(ord(prefix[-1]) + 1) if prefix else None
