"""`liandong match` counts or lists, needs no Django, and says in a sentence what it cannot understand."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from liandong.policies.engine import RuleRefused, explain, match, read_measures
from tests.policies.worlds import table_of

BIG = {"fact": "employees", "op": "at_least", "value": 20}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    pq.write_table(
        table_of([{"employees": 20}, {"employees": None}, {"employees": 3}]), tmp_path / "e.parquet"
    )
    return tmp_path


def run(base: Path, rules: list[Any], *how: str) -> subprocess.CompletedProcess[str]:
    lines = [
        rule if isinstance(rule, str) else json.dumps({"id": f"m{i}", "rule": rule})
        for i, rule in enumerate(rules)
    ]
    (base / "m.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    program = (
        "import sys; from config.command import main; main(sys.argv[1:]);"
        " print('django' in sys.modules, file=sys.stderr)"
    )
    files = ["--measures", base / "m.jsonl", "--enterprises", base / "e.parquet"]
    return subprocess.run(
        [sys.executable, "-c", program, "match", *files, *how],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_counts_are_one_line_a_measure_and_django_stays_out(base: Path) -> None:
    done = run(base, [BIG, {"all": []}], "--count")
    assert (done.returncode, done.stderr) == (0, "False\n")
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"measure": "m0", "eligible": 1, "possible": 1, "ineligible": 1},
        {"measure": "m1", "eligible": 3, "possible": 0, "ineligible": 0},
    ]


def test_the_list_is_a_parquet_file(base: Path) -> None:
    done = run(base, [BIG], "--out", str(base / "r.parquet"))
    assert (done.returncode, json.loads(done.stdout)) == (0, {"rows": 2})
    assert pq.read_table(base / "r.parquet").to_pylist() == [
        {"measure": "m0", "enterprise": 0, "result": "eligible"},
        {"measure": "m0", "enterprise": 1, "result": "possible"},
    ]


def test_what_is_wrong_is_said_in_both_languages_and_ends_with_2(base: Path) -> None:
    done = run(base, [BIG, {"any": [{**BIG, "fact": "employes"}]}], "--count")
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        "措施 m1 的条件“employes at_least 20”：没有 employes 这个事实，相近的有 employees"
        in done.stderr
    )
    assert "Measure m1, condition “employes at_least 20”: there is no fact employes" in done.stderr

    assert run(base, [BIG, '{"id": "m1", "rule"'], "--count").stderr.startswith("liandong: 第 2 行")
    (base / "e.parquet").write_bytes(b"not parquet")
    assert run(base, [BIG], "--count").returncode == 2
    assert run(base, [BIG]).returncode == 2


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({**BIG, "op": "over"}, "rule.unknown_operator"),
        ({**BIG, "value": "twenty"}, "rule.wrong_value"),
        ({**BIG, "value": float("nan")}, "rule.wrong_value"),
        ({**BIG, "op": "between", "value": [5]}, "rule.wrong_value"),
        ({**BIG, "op": "between", "value": [5, 1]}, "rule.wrong_value"),
        ({**BIG, "op": "in", "value": []}, "rule.wrong_value"),
        ({**BIG, "op": "is", "value": "20"}, "rule.wrong_kind"),
        ({**BIG, "op": "is", "value": True}, "rule.wrong_kind"),
        ({**BIG, "op": "within", "value": ["2"]}, "rule.wrong_operator"),
        ({"fact": "titles", "op": "is", "value": "gaoxin"}, "rule.wrong_operator"),
        ({"fact": "scale", "op": "has", "value": "small"}, "rule.wrong_operator"),
        ({"fact": "founded", "op": "before", "value": "2026-02-30"}, "rule.wrong_value"),
        ({"fact": "founded", "op": "is", "value": "long ago"}, "rule.wrong_kind"),
        ({"fact": "enterprise", "op": "is", "value": 1}, "rule.unknown_fact"),
        ({"all": BIG}, "rule.shape"),
        ({**BIG, "else": 1}, "rule.shape"),
        (None, "rule.shape"),
    ],
)  # fmt: skip
def test_a_rule_that_makes_no_sense_is_refused(rule: Any, code: str) -> None:
    with pytest.raises(RuleRefused, match=r"措施 m：|措施 m 的条件") as refused:
        match([{"id": "m", "rule": rule}], table_of([]))
    assert refused.value.code == code


def test_a_unit_that_is_not_the_columns_own_is_refused() -> None:
    column = pa.field("revenue", pa.float64(), metadata={"unit": "yuan"})
    table = pa.table([[1], [2e7]], pa.schema([pa.field("enterprise", pa.int64()), column]))
    rule = {"fact": "revenue", "op": "at_least", "value": 2000, "unit": "wan_yuan"}
    with pytest.raises(RuleRefused, match="revenue 的单位是 yuan，不是 wan_yuan"):
        match([{"id": "m", "rule": rule}], table)
    assert match([{"id": "m", "rule": {**rule, "unit": "yuan"}}], table).counts()[
        "eligible"
    ].to_pylist() == [1]


def test_a_number_used_twice_names_its_line(tmp_path: Path) -> None:
    line = json.dumps({"id": "m", "rule": BIG})
    (tmp_path / "m.jsonl").write_text(f"{line}\n\n{line}\n")
    with pytest.raises(RuleRefused, match="第 3 行的编号 m"):
        read_measures(tmp_path / "m.jsonl")


def test_every_condition_says_whether_it_is_met() -> None:
    rule = {
        "all": [
            BIG,
            {
                "any": [
                    {"fact": "scale", "op": "is", "value": "small"},
                    {"fact": "titles", "op": "has", "value": ["gaoxin"]},
                ]
            },
        ]
    }
    said = explain({"id": "m", "rule": rule}, {"employees": 25, "scale": "large", "titles": None})
    assert (said.result, said.states) == ("possible", ("met", "not_met", "unknown"))
    assert str(said.reasons[0].condition) == "employees at_least 20"
    with pytest.raises(RuleRefused, match="employees 是一段文字"):
        explain({"id": "m", "rule": BIG}, {"employees": "many"})
