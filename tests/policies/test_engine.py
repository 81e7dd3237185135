"""Two engines and an independent oracle give the same answers, whatever the rules, the facts and their holes."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from liandong.policies.engine import Explainer, bulk, match
from tests.policies.oracle import judge
from tests.policies.worlds import ROW, RULE, table_of

WORLD = (st.lists(RULE, min_size=1, max_size=6), st.lists(ROW, max_size=70))


def measures_of(rules: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": f"m{number}", "rule": rule} for number, rule in enumerate(rules)]


def listed(found: bulk.Matches, rules: int, enterprises: int) -> list[list[str]]:
    """The list of eligible and possible ones, with the others put in."""
    results = [["ineligible"] * enterprises for _ in range(rules)]
    for row in found.table().to_pylist():
        assert results[int(row["measure"][1:])][row["enterprise"]] == "ineligible"
        results[int(row["measure"][1:])][row["enterprise"]] = row["result"]
    return results


@settings(max_examples=150, deadline=None)
@given(*WORLD)
@example([{"all": []}, {"any": []}, {"none": []}], [])
def test_both_engines_agree_with_the_oracle(
    rules: list[dict[str, Any]], rows: list[dict[str, Any]]
) -> None:
    table, measures = table_of(rows), measures_of(rules)
    wanted = judge(rules, table)

    found = match(measures, table)
    explainer = Explainer(measures)
    one_by_one = [[result.result for result in explainer.explain(row)] for row in rows]

    assert listed(found, len(rules), len(rows)) == wanted
    assert [list(said) for said in zip(*one_by_one, strict=True)] == (wanted if rows else [])
    assert found.counts().to_pylist() == [
        {
            "measure": f"m{number}",
            **{word: said.count(word) for word in ("eligible", "possible", "ineligible")},
        }
        for number, said in enumerate(wanted)
    ]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(*WORLD, st.integers(1, 30), st.integers(1, 40))
def test_a_file_in_many_pieces_gives_what_the_whole_gives(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    rules: list[dict[str, Any]],
    rows: list[dict[str, Any]],
    group: int,
    batch: int,
) -> None:
    table, measures = table_of(rows), measures_of(rules)
    whole = match(measures, table)
    path, out = tmp_path / "e.parquet", tmp_path / "r.parquet"
    pq.write_table(table, path, row_group_size=group)

    with monkeypatch.context() as patch:
        patch.setattr(bulk, "ROWS", batch)
        patch.setattr(bulk, "PIECE", 20)
        pieces, parts = (
            match(measures, path),
            match(measures, pa.concat_tables([table.slice(0, 7), table.slice(7)])),
        )
        assert pieces.counts() == parts.counts() == whole.counts()
        written = pieces.write(out)

    order = [("measure", "ascending"), ("enterprise", "ascending")]
    kept = pq.read_table(out)
    assert written == kept.num_rows
    assert kept.schema.types == [pa.string(), pa.int64(), pa.string()]
    assert (
        kept.sort_by(order).to_pylist()
        == whole.table().cast(kept.schema).sort_by(order).to_pylist()
    )


def test_columns_of_other_types_say_the_same() -> None:
    rows = [
        {"a": 1, "b": 2.5, "t": "C35"},
        {"a": None, "b": None, "t": None},
        {"a": 3, "b": -1, "t": "D"},
    ]
    rules = [
        {"fact": "a", "op": "at_least", "value": 1.5},
        {"fact": "b", "op": "more_than", "value": 2},
        {"fact": "t", "op": "within", "value": ["C"]},
    ]
    types = {
        "a": [pa.int8(), pa.uint16(), pa.uint64(), pa.float32()],
        "b": [pa.float32(), pa.decimal128(9, 3), pa.float64(), pa.float32()],
        "t": [pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string()), pa.string()],
    }  # fmt: skip
    for number in range(4):
        columns = {
            name: pa.array([row[name] for row in rows]).cast(of[number])
            for name, of in types.items()
        }
        table = pa.table({"enterprise": ["x", "y", "z"], **columns})
        found = match(measures_of(rules), table).table().to_pylist()
        assert [tuple(row.values()) for row in found] == [
            ("m0", "z", "eligible"), ("m0", "y", "possible"),
            ("m1", "x", "eligible"), ("m1", "y", "possible"),
            ("m2", "x", "eligible"), ("m2", "y", "possible"),
        ]  # fmt: skip


def test_moments_count_by_their_day_and_a_column_of_nothing_is_unknown() -> None:
    moments = pa.array(
        [1_782_777_600, 1_782_864_000, 1_782_950_400], pa.timestamp("s")
    )  # 30 June …
    table = pa.table(
        {
            "enterprise": [1, 2, 3],
            "founded": moments,
            "asked": pa.nulls(3),
            "titles": pa.array([[], [None], None], pa.list_(pa.null())),
        }
    )
    rules = [
        {"fact": "founded", "op": "after", "value": "2026-06-30"},
        {"fact": "asked", "op": "at_least", "value": 5},
        {"fact": "titles", "op": "has", "value": "gaoxin"},
    ]
    assert match(measures_of(rules), table).counts().to_pydict() == {
        "measure": ["m0", "m1", "m2"],
        "eligible": [2, 0, 0],
        "possible": [0, 3, 2],
        "ineligible": [1, 0, 1],
    }


def test_slices_and_lists_that_share_their_values() -> None:
    table = table_of(
        [
            {"titles": titles, "scale": scale, "blacklisted": scale == "small"}
            for titles, scale in [
                (["a"], "x"), (["gaoxin"], "small"), (None, None), ([], "micro"), (["b", "gaoxin"], "small"),
            ] * 9
        ]
    )  # fmt: skip
    rule = {
        "all": [
            {"fact": "titles", "op": "has", "value": "gaoxin"},
            {"fact": "blacklisted", "op": "is", "value": True},
        ]
    }
    for start in range(9):
        part = table.slice(start, 23)
        wanted = judge([rule], part)
        counted = match(measures_of([rule]), part).counts().to_pylist()[0]
        assert counted["eligible"] == wanted[0].count("eligible")
        assert counted["possible"] == wanted[0].count("possible")


def test_rules_in_common_are_looked_at_once() -> None:
    big = {"fact": "employees", "op": "at_least", "value": 20}
    small = {"fact": "scale", "op": "is", "value": "small"}
    measures = measures_of(
        [
            {"all": [big, small]},
            {"all": [small, {"all": [big]}]},
            {"any": [{"all": [big, small]}]},
            big,
        ]
    )
    found = match(measures, table_of([]))
    assert len(set(found.plan.roots)) == 2
    assert len(found.plan.nodes) == 3
