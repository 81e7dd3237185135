"""The rule as DuckDB's SQL, whose own NULL is three-valued: an independent opinion on who is eligible."""

from typing import Any

import duckdb
import pyarrow as pa

SIGNS = {
    "at_least": ">=", "at_most": "<=", "more_than": ">", "less_than": "<",
    "is": "=", "is_not": "<>", "before": "<", "after": ">",
}  # fmt: skip


def quoted(value: object, *, day: bool) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        return ("DATE " if day else "") + "'" + value.replace("'", "''") + "'"
    return f"{value!r}::DOUBLE" if isinstance(value, float) else repr(value)


def sql(rule: dict[str, Any], schema: pa.Schema) -> str:
    for kind, joint, nothing in (("all", " AND ", "TRUE"), ("any", " OR ", "FALSE")):
        if kind in rule:
            return f"({joint.join(sql(part, schema) for part in rule[kind]) or nothing})"
    if "none" in rule:
        return f"(NOT {sql({'any': rule['none']}, schema)})"
    op, value, column = rule["op"], rule["value"], schema.field(rule["fact"]).type
    day = pa.types.is_date(column)
    values = [quoted(one, day=day) for one in (value if isinstance(value, list) else [value])]
    fact = f'"{rule["fact"]}"'
    if pa.types.is_floating(column):  # neither NaN nor infinity is a figure
        fact = f"(CASE WHEN isfinite({fact}) THEN {fact} END)"
    if op in ("in", "not_in"):
        return f"({fact} {'NOT ' if op == 'not_in' else ''}IN ({', '.join(values)}))"
    if op == "between":
        return f"({fact} BETWEEN {values[0]} AND {values[1]})"
    if op == "within":
        return "(" + " OR ".join(f"starts_with({fact}, {one})" for one in values) + ")"
    if op == "has":  # a null among the values may be the one
        among = f"list_has_any({fact}, [{', '.join(values)}])"
        return f"({among} OR (CASE WHEN len(list_filter({fact}, lambda x: x IS NULL)) > 0 THEN NULL ELSE FALSE END))"
    return f"({fact} {SIGNS[op]} {values[0]})"


def judge(rules: list[dict[str, Any]], table: pa.Table) -> list[list[str]]:
    """Return the result of each rule for each enterprise, in the table's order."""
    with duckdb.connect() as base:
        base.register("e", table)
        said = []
        for rule in rules:
            true = sql(rule, table.schema)
            rows = base.execute(
                f"SELECT CASE WHEN {true} THEN 'eligible' WHEN ({true}) IS NULL THEN 'possible'"
                " ELSE 'ineligible' END FROM e ORDER BY enterprise"
            ).fetchall()
            said.append([row[0] for row in rows])
        return said
