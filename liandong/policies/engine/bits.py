"""One batch of rows as bits: for each condition where it holds and where it may hold.

A plane is one bit a row in words of 64. Each condition and group has two: `true`, and `open` (true or
unknown). `all` is a bitwise and, `any` an or, on both; `none` turns the or of each into the other's not.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from liandong.policies.engine.facts import Fact, Range
from liandong.policies.engine.language import Condition, Kind
from liandong.policies.engine.plan import Plan

Plane = NDArray[np.uint64]
Flags = NDArray[np.bool_]
Planes = tuple[Plane, Plane]


def evaluate(
    plan: Plan, facts: Mapping[str, Fact], batch: pa.RecordBatch
) -> Iterator[tuple[int, Planes]]:
    """Yield each distinct root with its planes; bits past the last row are 0."""
    rows = batch.num_rows
    columns = {name: Column(fact, batch.column(name)) for name, fact in facts.items()}
    waiting = [0] * len(plan.nodes)
    for node in plan.nodes:
        if not isinstance(node, Condition):
            for part in node[1]:
                waiting[part] += 1
    roots, done = set(plan.roots), dict[int, Planes]()
    end = np.zeros((rows + 63) // 64, np.uint64)
    end[: rows // 64] = ~np.uint64(0)
    if rows % 64:
        end[-1] = (1 << rows % 64) - 1
    for number, node in enumerate(plan.nodes):
        if isinstance(node, Condition):
            planes = columns[node.fact].planes(number, node)
        else:
            kind, parts = node
            planes = _group(kind, [done[part] for part in parts], end)
            for part in parts:
                waiting[part] -= 1
                if not waiting[part]:
                    del done[part]
        if number in roots:
            yield number, (planes[0] & end, planes[1] & end)
        if waiting[number]:
            done[number] = planes


def _group(kind: str, parts: list[Planes], end: Plane) -> Planes:
    join = np.bitwise_and if kind == "all" else np.bitwise_or
    if not parts:
        nothing = np.zeros_like(end) if kind == "any" else ~np.zeros_like(end)
        return nothing, nothing
    true, open_ = parts[0]
    if len(parts) > 1:
        true, open_ = join(true, parts[1][0]), join(open_, parts[1][1])
        for more_true, more_open in parts[2:]:
            join(true, more_true, out=true)
            join(open_, more_open, out=open_)
    return (~open_, ~true) if kind == "none" else (true, open_)


class Column:
    """A fact's values in one batch, and the planes that conditions on it share."""

    def __init__(self, fact: Fact, values: pa.Array) -> None:
        self.fact, self.rows, self.top = fact, len(values), len(fact.cuts) + 1
        self.owners: NDArray[np.int64] | None = None
        self.murky: Plane | None = None  # where one of several values is unknown
        known = _valid(values)
        if fact.many:
            self.known = _pack(known, self.rows)
            lengths = np.diff(values.offsets.to_numpy())
            offsets = values.offsets
            values = values.values.slice(
                offsets[0].as_py(), offsets[-1].as_py() - offsets[0].as_py()
            )
            self.owners = np.repeat(np.arange(self.rows), lengths)
            known = _valid(values)
        self.scale, known = _scale(fact, values, known)
        if self.owners is None:
            self.known = _pack(known, self.rows)
        elif not known.all():
            self.murky = self._owned(~known)
        self.element_known = known
        self.cut_planes: dict[int, Plane] = {}
        self.range_planes: dict[Range, Plane] = {}

    def planes(self, node: int, condition: Condition) -> Planes:
        """Return where the condition holds, and where it holds or is unknown."""
        first, *others = self.fact.ranges[node]
        hit = self._range(first)
        for other in others:
            hit = hit | self._range(other)
        if condition.op in ("is_not", "not_in"):
            hit = ~hit
        open_ = hit | ~self.known
        if self.murky is not None:
            open_ |= self.murky
        return hit & self.known, open_

    def _range(self, between: Range) -> Plane:
        if between not in self.range_planes:
            low, high = between
            if self.owners is not None:
                inside = self.element_known & (self.scale >= self._at(low))
                if high < self.top:
                    inside &= self.scale < self._at(high)
                plane = self._owned(inside)
            elif high == self.top:
                plane = self._cut(low)
            else:
                plane = self._cut(low) & ~self._cut(high)
            self.range_planes[between] = plane
        return self.range_planes[between]

    def _cut(self, place: int) -> Plane:
        """Return the rows whose value lies at or above a cut."""
        if place not in self.cut_planes:
            self.cut_planes[place] = _pack(self.scale >= self._at(place), self.rows)
        return self.cut_planes[place]

    def _at(self, place: int) -> int | float:
        """Return a cut as a number of the column's scale; a text's scale is the places themselves."""
        if self.fact.kind is Kind.TEXT:
            return place
        cut = self.fact.cuts[place - 1] if place else -np.inf
        assert not isinstance(cut, str)
        return cut

    def _owned(self, elements: Flags) -> Plane:
        rows = np.zeros(self.rows, np.bool_)
        rows[self.owners[elements]] = True  # type: ignore[index]
        return _pack(rows, self.rows)


def _pack(flags: Flags, rows: int) -> Plane:
    plane = np.zeros((rows + 63) // 64 * 8, np.uint8)
    plane[: (rows + 7) // 8] = np.packbits(flags, bitorder="little")
    return plane.view(np.uint64)


def _valid(values: pa.Array) -> Flags:
    if not values.null_count:
        return np.ones(len(values), np.bool_)
    bits = np.frombuffer(values.is_valid().buffers()[1], np.uint8)
    return np.unpackbits(bits, count=len(values), bitorder="little").view(np.bool_)


def _scale(fact: Fact, values: pa.Array, known: Flags) -> tuple[NDArray[Any], Flags]:
    """Return a number a row that is compared with the fact's cuts, and which rows are known."""
    if fact.kind is None:
        return np.zeros(len(values), np.uint8), np.zeros(len(values), np.bool_)
    if fact.kind is Kind.TEXT:
        if not pa.types.is_dictionary(values.type):
            values = values.dictionary_encode()
        elif values.dictionary.null_count:
            values = values.cast(values.type.value_type)
            return _scale(fact, values, _valid(values))
        words = values.dictionary.to_pylist() or [""]
        place = np.array(
            [bisect_right(fact.cuts, word) for word in words],
            np.uint8 if len(fact.cuts) < 256 else np.uint32,
        )
        return place.take(_numbers(values.indices), mode="clip"), known
    if pa.types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
        known = _valid(values)
    if fact.kind is Kind.TRUTH:
        values = values.cast(pa.uint8())
    elif fact.kind is Kind.DATE:
        values = values.cast(pa.date32(), safe=False)
    elif not fact.whole:
        values = values.cast(pa.float64())
        numbers = _numbers(values)
        return numbers, known & np.isfinite(numbers)
    return _numbers(values), known


TYPES = {pa.date32(): np.dtype(np.int32)}


def _numbers(values: pa.Array) -> NDArray[Any]:
    """Return the values as numpy sees them, without a copy; what lies under a null is anything."""
    kind = TYPES.get(values.type) or np.dtype(values.type.to_pandas_dtype())
    buffer = values.buffers()[1]
    if buffer is None:
        return np.zeros(len(values), kind)
    return np.frombuffer(buffer, kind, len(values), values.offset * kind.itemsize)
