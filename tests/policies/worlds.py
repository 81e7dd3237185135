"""Random rules and random enterprises with holes, for properties that must hold in all of them."""

from datetime import date
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

CODES = ["", "C", "C3", "C35", "C351", "D", "410303", "4103", "洛阳", "洛阳市", "o'k", "\U0010ffff"]
TITLES = ["gaoxin", "kejixing", "专精特新", "juren"]
DAYS = [
    date(1969, 12, 31),
    date(1970, 1, 1),
    date(2020, 2, 29),
    date(2026, 6, 30),
    date(2026, 7, 1),
]
FLOATS = [0.0, -0.0, 0.1, 2.5, -3.0, 1e300, 2**53 + 2.0, float("nan"), float("inf"), -float("inf")]
NUMBERS = [-3, 0, 1, 2, 2.5, 5, 20, 0.1, 2**53 + 1, 1e300]
SCHEMA = pa.schema(
    [
        ("enterprise", pa.int64()), ("industry", pa.string()), ("scale", pa.string()),
        ("employees", pa.int32()), ("revenue", pa.float64()), ("founded", pa.date32()),
        ("blacklisted", pa.bool_()), ("titles", pa.list_(pa.string())),
    ]
)  # fmt: skip


def holes(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


ROW = st.fixed_dictionaries(
    {
        "industry": holes(st.sampled_from(CODES)),
        "scale": holes(st.sampled_from(["micro", "small", "large"])),
        "employees": holes(st.integers(-3, 21)),
        "revenue": holes(st.sampled_from(FLOATS)),
        "founded": holes(st.sampled_from(DAYS)),
        "blacklisted": holes(st.booleans()),
        "titles": holes(st.lists(holes(st.sampled_from(TITLES)), max_size=4)),
    }
)


def table_of(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(
        [{"enterprise": number, **row} for number, row in enumerate(rows)], SCHEMA
    )


def some(values: list[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=3)


def asked(fact: str, ops: list[str], values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {"fact": st.just(fact), "op": st.sampled_from(ops), "value": values}
    )


ORDER = ["at_least", "at_most", "more_than", "less_than", "is", "is_not"]
days = [day.isoformat() for day in DAYS]
NUMERIC = ["employees", "revenue"]
CONDITION = st.one_of(
    asked("industry", ["within", "in", "not_in"], some(CODES)),
    asked("industry", ["is", "is_not"], st.sampled_from(CODES)),
    asked("scale", ["in", "not_in"], some(["micro", "small", "huge"])),
    *(asked(fact, ORDER, st.sampled_from(NUMBERS)) for fact in NUMERIC),
    *(asked(fact, ["in", "not_in"], some(NUMBERS)) for fact in NUMERIC),
    *(asked(fact, ["between"], st.tuples(*[st.sampled_from(NUMBERS)] * 2).map(sorted)) for fact in NUMERIC),
    asked("founded", [*ORDER, "before", "after"], st.sampled_from(days)),
    asked("founded", ["in", "not_in"], some(days)),
    asked("founded", ["between"], st.tuples(*[st.sampled_from(days)] * 2).map(sorted)),
    asked("blacklisted", ["is", "is_not"], st.booleans()),
    asked("titles", ["has"], some([*TITLES, "none of these"])),
)  # fmt: skip
RULE = st.recursive(
    CONDITION,
    lambda part: st.dictionaries(
        st.sampled_from(["all", "any", "none"]), st.lists(part, max_size=4), min_size=1, max_size=1
    ),
    max_leaves=12,
)
