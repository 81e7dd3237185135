"""The rules of the base: who wins, what follows, what is taken for a value."""

import json
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liandong.enterprises.rules import computed
from liandong.enterprises.rules.kinds import Catalogue, Kind
from liandong.enterprises.rules.values import is_odd, parse
from liandong.enterprises.rules.winning import (
    Claim,
    add,
    claims_in,
    conflicts,
    entry_of,
    in_order,
    placed,
)
from liandong.kit.refusals import Refused

RANKS = {"tax": 0, "statistics": 1, "enterprise": 5, "check": 9, "other": 9}
TODAY = date(2026, 11, 24)
KNOWN = Catalogue(
    {}, RANKS, {}, {"410303": "西工区"}, {"C3451": "滚动轴承制造"},
    by_region={"西工区": "410303"}, by_industry={"3451": "C3451", "滚动轴承制造": "C3451"},
)  # fmt: skip


def merged(claims, validity=400):
    entry = None
    for claim in claims:
        entry = entry_of(in_order(add(claims_in(entry), claim), RANKS.__getitem__, validity))
    return claims_in(entry)


def claim(value, source, on, report):
    return Claim(value, source, on, report)


claims = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(sorted(RANKS)),
        st.dates(date(2023, 1, 1), date(2026, 1, 1)),
    ),
    min_size=1,
    max_size=8,
).map(lambda rows: [Claim(v, s, d.isoformat(), n) for n, (v, s, d) in enumerate(rows)])


@given(claims, st.randoms())
def test_one_more_statement_is_placed_as_all_are_put_in_order(said, random):
    said = random.sample(said, len(said))
    entry = list(said[0])
    for new in said[1:]:
        after = entry_of(in_order(add(claims_in(entry), new), RANKS.__getitem__, 200))
        assert placed(entry, new, RANKS.__getitem__, 200) == after
        entry = after


@given(claims, st.randoms())
def test_the_order_of_arrival_does_not_matter(said, random):
    shuffled = random.sample(said, len(said))
    assert merged(said) == merged(shuffled)


@given(claims)
def test_what_holds_is_the_best_of_what_has_not_expired(said):
    newest = max(date.fromisoformat(c.on) for c in said)
    valid = [c for c in said if (newest - date.fromisoformat(c.on)).days <= 400]
    best = min(RANKS[c.source] for c in valid)
    among = [c for c in valid if RANKS[c.source] == best]
    assert merged(said)[0] == max(among, key=lambda c: (c.on, c.report))


@pytest.mark.parametrize(
    ("said", "holds", "against"),
    [
        ([("tax", "2026-01-01", 5), ("tax", "2026-06-30", 7)], 7, []),
        ([("tax", "2026-06-30", 7), ("tax", "2026-01-01", 5)], 7, []),
        ([("tax", "2026-06-30", 7), ("tax", "2026-06-30", 8)], 8, []),  # corrected
        ([("tax", "2026-01-01", 5), ("enterprise", "2026-06-30", 7)], 5, [7]),
        ([("tax", "2026-01-01", 5), ("enterprise", "2026-06-30", 5)], 5, []),
        ([("tax", "2024-01-01", 5), ("enterprise", "2026-06-30", 7)], 7, [5]),  # expired
        ([("enterprise", "2026-01-01", 7), ("tax", "2026-06-30", 5)], 5, []),
        ([("check", "2026-06-30", 7), ("other", "2026-06-30", 5)], 5, [7]),  # equals, same day
    ],
)
def test_who_wins_and_what_is_shown_as_a_conflict(said, holds, against):
    ordered = merged([Claim(v, s, on, n) for n, (s, on, v) in enumerate(said)])
    assert ordered[0].value == holds
    assert [c.value for c in conflicts(ordered, RANKS.__getitem__)] == against


# The published table, written out once more: prefix, then the least of large, medium, small; yuan and people.
NOTICE = [
    ("A0111", {"revenue": (20000, 500, 50)}),
    ("B0610", {"employees": (1000, 300, 20), "revenue": (40000, 2000, 300)}),
    ("C3451", {"employees": (1000, 300, 20), "revenue": (40000, 2000, 300)}),
    ("D4411", {"employees": (1000, 300, 20), "revenue": (40000, 2000, 300)}),
    ("E4710", {"revenue": (80000, 6000, 300), "assets": (80000, 5000, 300)}),
    ("F5111", {"employees": (200, 20, 5), "revenue": (40000, 5000, 1000)}),
    ("F5211", {"employees": (300, 50, 10), "revenue": (20000, 500, 100)}),
    ("G5431", {"employees": (1000, 300, 20), "revenue": (30000, 3000, 200)}),
    ("G5810", {"employees": (1000, 300, 20), "revenue": (30000, 3000, 200)}),
    ("G5910", {"employees": (1000, 300, 20), "revenue": (30000, 3000, 200)}),
    ("G5930", {"employees": (200, 100, 20), "revenue": (30000, 1000, 100)}),
    ("G6010", {"employees": (1000, 300, 20), "revenue": (30000, 2000, 100)}),
    ("H6110", {"employees": (300, 100, 10), "revenue": (10000, 2000, 100)}),
    ("H6210", {"employees": (300, 100, 10), "revenue": (10000, 2000, 100)}),
    ("I6311", {"employees": (2000, 100, 10), "revenue": (100000, 1000, 100)}),
    ("I6421", {"employees": (2000, 100, 10), "revenue": (100000, 1000, 100)}),
    ("I6510", {"employees": (300, 100, 10), "revenue": (10000, 1000, 50)}),
    ("K7010", {"revenue": (200000, 1000, 100), "assets": (10000, 5000, 2000)}),
    ("K7020", {"employees": (1000, 300, 100), "revenue": (5000, 1000, 500)}),
    ("L7211", {"employees": (300, 100, 10), "assets": (120000, 8000, 100)}),
    ("M7310", {"employees": (300, 100, 10)}),
    ("K7030", {"employees": (300, 100, 10)}),
    ("Q8511", {"employees": (300, 100, 10)}),
]


@pytest.mark.parametrize(("industry", "limits"), NOTICE)
def test_scale_by_every_row_of_the_notice(industry, limits):
    unit = {"employees": 1, "revenue": 10_000, "assets": 10_000}
    figures = {}  # per measure: one short of each limit, and just on it
    for measure, leasts in limits.items():
        marks = [least * unit[measure] for least in leasts]
        figures[measure] = [
            (max(0, mark - 1 + on), 4 - i - (not on) - 1)
            for i, mark in enumerate(marks)
            for on in (0, 1)
        ]
    for combination in product(*figures.values()):
        facts = dict(zip(figures, (value for value, _ in combination), strict=True))
        lowest = min(place for _, place in combination)
        assert computed.scale({"industry": industry} | facts) == computed.CLASSES[lowest], facts


@pytest.mark.parametrize(
    "industry", ["", "G5310", "J6621", "P8321", "Q8411", "K7040", "S9131", "F", "K70"]
)
def test_scale_of_what_the_notice_leaves_out_is_unknown(industry):
    assert computed.scale({"industry": industry, "employees": 5, "revenue": 1, "assets": 1}) is None


def test_an_unknown_measure_leaves_the_scale_open_unless_another_settles_it():
    assert computed.scale({"industry": "C3451", "employees": 500}) is None
    assert computed.scale({"industry": "C3451", "employees": 19}) == "micro"
    assert computed.scale({"industry": "C3451", "revenue": 10**12}) is None
    assert computed.scale({"employees": 500, "revenue": 10**9}) is None
    assert computed.scale({"industry": "C3451"}) is None


@given(
    st.dictionaries(
        st.sampled_from(sorted(computed.ALL_INPUTS - {"industry"})), st.integers(0, 10**12)
    )
)
def test_unknown_never_becomes_nought(facts):
    for code, rule in computed.RULES.items():
        if not set(rule.inputs) <= set(facts):
            assert rule.work(facts) is None, code


def test_every_computed_fact_is_in_the_catalogue_and_the_other_way_round():
    rows = json.loads(Path("liandong/enterprises/data/facts.json").read_text())["facts"]
    assert {r["code"] for r in rows if r.get("computed")} == {*computed.RULES, "age"}
    assert {r["code"] for r in rows} >= computed.ALL_INPUTS
    sources = json.loads(Path("liandong/enterprises/data/sources.json").read_text())["sources"]
    assert {s for r in rows for s in r.get("sources", [])} <= {s["code"] for s in sources}
    words = [w for r in rows for w in {r["code"], r["name"], *r.get("aliases", [])}]
    assert len(words) == len(set(words))  # no heading means two things


def test_growth_needs_something_to_grow_from():
    grown = computed.RULES["revenue_growth"].work
    assert grown({"revenue": 120, "revenue_last_year": 100}) == 0.2
    assert grown({"revenue": 120, "revenue_last_year": 0}) is None


def test_age_counts_full_years():
    assert computed.age({"founded": "2000-11-25"}, TODAY) == 25
    assert computed.age({"founded": "2000-11-24"}, TODAY) == 26
    assert computed.age({}, TODAY) is None


MONEY = Kind("revenue", "营业收入", "money", "万元", least=0)
POWER = Kind("power_used", "用电量", "number", "千瓦时", least=0)
STAFF = Kind("employees", "从业人员", "integer", "人", least=0, most=3_000_000)
SHARE = Kind("capacity_use", "产能利用率", "share", "%", least=0, most=2)
DAY = Kind("founded", "成立日期", "date", most=0)
YES = Kind("listed", "上市", "yes_no")
CHOICE = Kind("grade", "等级", "choice", choices=(("A", "A 级"), ("B", "B 级")))
REGION, INDUSTRY = Kind("region", "辖区", "region"), Kind("industry", "行业", "industry")
TEXT, PHONE = Kind("park", "园区", "text"), Kind("phone", "电话", "phone")


@pytest.mark.parametrize(
    ("kind", "raw", "unit", "kept"),
    [
        (MONEY, 500, "", 500), (MONEY, 500, "万元", 5_000_000), (MONEY, "1,234.5", "万元", 12_345_000),
        (MONEY, "1.2亿元", "万元", 120_000_000), (MONEY, "３００元", "万元", 300), (MONEY, 0.1, "", 0.1),
        (MONEY, "0.005", "万元", 50), (MONEY, 0, "", 0),
        (POWER, "3 万千瓦时", "千瓦时", 30_000), (POWER, "12.5", "千瓦时", 12.5),
        (STAFF, "12人", "", 12), (STAFF, 12.0, "", 12), (STAFF, "1.2万", "人", 12_000),
        (SHARE, 0.85, "", 0.85), (SHARE, 85, "%", 0.85), (SHARE, "85%", "", 0.85),
        (DAY, "2020/1/5", "", "2020-01-05"), (DAY, "2020年1月5日", "", "2020-01-05"),
        (DAY, "20200105", "", "2020-01-05"), (DAY, date(2020, 1, 5), "", "2020-01-05"),
        (YES, "是", "", True), (YES, "否", "", False), (YES, 0, "", False), (YES, False, "", False),
        (CHOICE, "A", "", "A"), (CHOICE, "B 级", "", "B"),
        (REGION, "西工区", "", "410303"), (REGION, 410303.0, "", "410303"),
        (INDUSTRY, "3451", "", "C3451"), (INDUSTRY, "滚动轴承制造", "", "C3451"),
        (TEXT, " 一 号 \u200b园 ", "", "一 号 园"), (PHONE, 13800000001.0, "", "13800000001"),
    ],
)  # fmt: skip
def test_what_is_kept(kind, raw, unit, kept):
    value = parse(kind, raw, KNOWN, TODAY, unit=unit)
    assert (value, type(value)) == (kept, type(kept))


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (MONEY, -1), (MONEY, "很多"), (MONEY, "5 人"), (MONEY, float("nan")), (MONEY, 1e300), (MONEY, True),
        (MONEY, None), (MONEY, ""), (MONEY, []), (MONEY, "1e99"), (MONEY, "١٢"),
        (STAFF, 1.5), (STAFF, -5), (STAFF, 10**30),
        (STAFF, 4_000_000), (DAY, "2024-02-31"), (DAY, "2027-01-01"), (DAY, 99_999), (DAY, "0001-01-01"),
        (YES, "也许"), (YES, 2), (CHOICE, "C"), (REGION, "月球"), (INDUSTRY, "C9999"), (PHONE, "12"),
        (TEXT, "x" * 501), (SHARE, 85), (TEXT, {"a": 1}),
    ],
)  # fmt: skip
def test_what_is_refused(kind, raw):
    with pytest.raises(Refused, match=kind.name):
        parse(kind, raw, KNOWN, TODAY)


@given(
    st.sampled_from([MONEY, POWER, STAFF, SHARE, DAY, YES, CHOICE, REGION, INDUSTRY, TEXT, PHONE]),
    st.one_of(
        st.text(),
        st.integers(),
        st.floats(),
        st.booleans(),
        st.none(),
        st.dates(),
        st.from_regex(r"\A\d+[-.,%万]?\d*\Z"),
    ),
)
def test_anything_is_kept_as_json_or_refused(kind, raw):
    try:
        value = parse(kind, raw, KNOWN, TODAY)
    except Refused:
        return
    assert parse(kind, json.loads(json.dumps(value)), KNOWN, TODAY) == value


def test_ten_thousand_times_the_past_is_odd():
    assert is_odd(MONEY, 500, 5_000_000)
    assert is_odd(MONEY, 5_000_000, 500)
    assert not is_odd(MONEY, 500, 5_000)
    assert not is_odd(MONEY, 0, 5_000_000)
    assert not is_odd(DAY, "2020-01-01", "2021-01-01")


@pytest.mark.parametrize(
    ("written", "fits"),
    [
        ("www.example.com", True), ("https://a-b.com.cn/关于?x=1", True), ("洛阳轴承.中国", True),
        ("http://example.com:8080/", True), ("不是网址", False), ("www", False), ("a@b.com", False),
        ("javascript:alert(1)", False), ("http://", False), ("www.example.com 或电话", False),
    ],
)  # fmt: skip
def test_a_web_address_is_one(written, fits):
    kind = Kind("website", "网址", "web")
    if fits:
        assert parse(kind, written, KNOWN, TODAY) == written
    else:
        with pytest.raises(Refused, match="不是网址，请写成"):
            parse(kind, written, KNOWN, TODAY)
