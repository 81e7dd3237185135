"""Many measures against a table of enterprises: counted or listed, batch by batch, so that memory stays small."""

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from liandong.policies.engine.bits import evaluate
from liandong.policies.engine.facts import Fact, facts_of
from liandong.policies.engine.language import Kind, Measure, parse_measures
from liandong.policies.engine.plan import Plan
from liandong.policies.engine.refusals import RuleRefused, gettext_noop

ROWS = 262_144  # of a batch: planes of 32 KB stay in the processor's cache
PIECE = 1_000_000  # rows of a piece of the list
RESULTS = ("eligible", "possible")
Counts = NDArray[np.int64]


def match(
    measures: Iterable[Measure | Mapping[str, Any]], table: pa.Table | Path | str
) -> "Matches":
    """Return what the measures find in a table, or in a parquet file that is read piece by piece.

    The table has a column `enterprise` and one a fact; null is unknown. Rules that it cannot answer
    are refused here; the rows are looked at when counts or lists are asked for.
    """
    return Matches(Plan(parse_measures(measures)), table)


class Matches:
    """Measures and the enterprises they find: `counts()`, `batches()`, `table()`, `write(path)`."""

    def __init__(self, plan: Plan, table: pa.Table | Path | str) -> None:
        self.plan = plan
        self._table = table
        schema = table.schema if isinstance(table, pa.Table) else pq.read_schema(table)
        if "enterprise" not in schema.names:
            raise RuleRefused("table.no_enterprise", gettext_noop("表里没有 enterprise 这一列。"))
        self._facts = facts_of(plan, schema)
        self._enterprise = schema.field("enterprise").type

    def counts(self) -> pa.Table:
        """Return one row a measure: `measure`, `eligible`, `possible`, `ineligible`."""
        rows, found = 0, np.zeros((len(self.plan.nodes), 2), np.int64)
        count = partial(_count, self.plan, self._facts)
        for batch_rows, batch_found in _in_turn(count, self._read(self._facts or ["enterprise"])):
            rows += batch_rows
            found += batch_found
        eligible, may = found[self.plan.roots].T if self.plan.roots else (found[:0, 0],) * 2
        return pa.table(
            {
                "measure": pa.array([measure.id for measure in self.plan.measures], pa.string()),
                "eligible": eligible,
                "possible": may - eligible,
                "ineligible": rows - may,
            }
        )

    @property
    def schema(self) -> pa.Schema:
        """What a list has: `measure`, `enterprise`, `result` (`eligible` or `possible`)."""
        words = pa.dictionary(pa.int32(), pa.string())
        return pa.schema([("measure", words), ("enterprise", self._enterprise), ("result", words)])

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield who is eligible or possible, some million rows at a time."""
        for batch in self._read({"enterprise": None, **self._facts}):
            yield from self._list(batch)

    def table(self) -> pa.Table:
        """Return who is eligible or possible as one table."""
        return pa.Table.from_batches(self.batches(), self.schema)

    def write(self, path: Path | str) -> int:
        """Write who is eligible or possible to a parquet file; return how many rows it has."""
        plain = pa.schema(
            [("measure", pa.string()), ("enterprise", self._enterprise), ("result", pa.string())]
        )
        rows = 0
        with pq.ParquetWriter(path, plain, use_dictionary=["measure", "result"]) as writer:
            for batch in self.batches():
                writer.write_table(pa.Table.from_batches([batch]).cast(plain))
                rows += batch.num_rows
        return rows

    def _read(self, columns: Iterable[str]) -> Iterator[pa.RecordBatch]:
        names = list(columns)
        if isinstance(self._table, pa.Table):
            chosen = self._table.select(names)
            for start in range(0, self._table.num_rows, ROWS):
                part = chosen.slice(start, ROWS)
                yield _one_batch(part)
            return
        words = [
            fact.name for fact in self._facts.values() if fact.kind is Kind.TEXT and not fact.many
        ]
        with pq.ParquetFile(self._table, read_dictionary=words, memory_map=True) as file:
            yield from _gathered(file.iter_batches(ROWS, columns=names))

    def _list(self, batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        said: dict[int, list[int]] = {}
        for number, root in enumerate(self.plan.roots):
            said.setdefault(root, []).append(number)
        held: list[tuple[int, int, NDArray[np.intp]]] = []
        size = 0
        for node, (true, open_) in evaluate(self.plan, self._facts, batch):
            for result, plane in enumerate((true, open_ & ~true)):
                bits = np.unpackbits(plane.view(np.uint8), count=batch.num_rows, bitorder="little")
                places = np.flatnonzero(bits)
                for number in said[node]:
                    held.append((number, result, places))
                    size += len(places)
                    if size > PIECE:
                        yield self._piece(batch, held)
                        held, size = [], 0
        if size:
            yield self._piece(batch, held)

    def _piece(
        self, batch: pa.RecordBatch, held: list[tuple[int, int, NDArray[np.intp]]]
    ) -> pa.RecordBatch:
        lengths = [len(places) for _, _, places in held]
        numbers = np.repeat(np.array([number for number, _, _ in held], np.int32), lengths)
        results = np.repeat(np.array([result for _, result, _ in held], np.int32), lengths)
        where = np.concatenate([places for _, _, places in held])
        ids = pa.array([measure.id for measure in self.plan.measures], pa.string())
        columns = [
            pa.DictionaryArray.from_arrays(pa.array(numbers), ids),
            batch.column("enterprise").take(pa.array(where)),
            pa.DictionaryArray.from_arrays(pa.array(results), pa.array(RESULTS)),
        ]
        return pa.RecordBatch.from_arrays(columns, schema=self.schema)


def _gathered(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield batches of a good size from a file whose row groups are small."""
    held: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        held.append(batch)
        rows += batch.num_rows
        if rows >= ROWS // 2:
            yield held[0] if len(held) == 1 else _one_batch(pa.Table.from_batches(held))
            held, rows = [], 0
    if held:
        yield _one_batch(pa.Table.from_batches(held))


def _one_batch(part: pa.Table) -> pa.RecordBatch:
    """Return a small table as one batch, whatever chunks it came in."""
    columns = [column.combine_chunks() for column in part.columns]
    columns = [c.chunk(0) if isinstance(c, pa.ChunkedArray) else c for c in columns]
    return pa.RecordBatch.from_arrays(columns, schema=part.schema)


def _count(plan: Plan, facts: Mapping[str, Fact], batch: pa.RecordBatch) -> tuple[int, Counts]:
    """Return a batch's rows, and for each root how many rows are true, and true or unknown."""
    found = np.zeros((len(plan.nodes), 2), np.int64)
    for node, planes in evaluate(plan, facts, batch):
        for column, plane in enumerate(planes):
            found[node, column] = np.bitwise_count(plane).sum(dtype=np.int64)
    return batch.num_rows, found


def _in_turn(
    work: "partial[tuple[int, Counts]]", batches: Iterator[pa.RecordBatch]
) -> Iterator[tuple[int, Counts]]:
    """Yield what the work makes of each batch, on every processor, with few batches in memory."""
    threads = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[tuple[int, Counts]]] = deque()
        for batch in batches:
            waiting.append(pool.submit(work, batch))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        for one in waiting:
            yield one.result()
