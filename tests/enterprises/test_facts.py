"""Recording facts: who wins, what is kept, what is told, and how it is read."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from django.db import DatabaseError, transaction
from django.http import Http404

from liandong.enterprises import queries
from liandong.enterprises.actions import Row, record, record_many
from liandong.enterprises.actions.blocks import refresh_blocks
from liandong.enterprises.models import Block, Change, Enterprise, Report, StaleBlock
from liandong.enterprises.queries.columns import column
from liandong.journal.models import Entry
from liandong.kit.codes import make_uscc
from liandong.kit.refusals import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
JUNE, MARCH = date(2026, 6, 30), date(2026, 3, 31)


def say(works, by=None, source="tax", on=JUNE, sure=False, **facts):
    changed = record(works, source=source, on=on, facts=facts, by=by, sure=sure)
    works.refresh_from_db()
    works._state.fields_cache.pop("sheet", None)
    return changed


def test_facts_come_back_typed_and_unknown_is_none(works):
    say(
        works, revenue=12_345.5, employees=30, founded="2020-11-24", high_tech=True, industry="3451"
    )
    assert works.fact("revenue") == Decimal("12345.5")
    assert works.fact("founded") == date(2020, 11, 24)
    assert (works.fact("employees"), works.fact("high_tech"), works.fact("age")) == (30, True, 6)
    assert (works.fact("assets"), works.fact("blacklisted")) == (None, None)
    with pytest.raises(LookupError):
        works.fact("no_such")


def test_the_columns_that_other_apps_read_follow(works):
    say(works, industry="3451", employees=30, revenue=5_000_000, address="九都路 1 号")
    assert (works.industry, works.industry_name, works.employees, works.scale, works.address) == (
        "C3451", "滚动轴承制造", 30, "small", "九都路 1 号",
    )  # fmt: skip
    say(works, revenue=2_999_999)
    assert (works.scale, works.fact("productivity")) == ("micro", Decimal("99999.97"))
    say(works, industry="铁路运输业")
    assert (works.scale, works.fact("scale")) == ("", None)


def test_history_keeps_everything_and_the_older_does_not_win(works, coordinator):
    say(works, employees=77)
    assert say(works, employees=55, on=MARCH) == set()
    assert works.employees == 77
    history = queries.history_of(coordinator, works, "employees")
    assert [(s.value, s.on) for s in history] == [(77, JUNE), (55, MARCH)]


def test_a_conflict_is_shown_not_hidden(works, coordinator, enterprise):
    say(works, employees=77, source="hr", on=MARCH)
    say(works, employees=90, source="enterprise", by=enterprise)
    fact = {f.kind.code: f for f in queries.facts_of(coordinator, works)}["employees"]
    assert (fact.value, fact.source_name) == (77, "人社")
    assert [(c.value, c.source) for c in fact.conflicts] == [(90, "enterprise")]


def test_saying_the_same_again_is_not_kept_twice(works):
    say(works, employees=77)
    say(works, employees=77)
    assert Report.objects.count() == 1
    assert Change.objects.count() == 1


def test_one_line_in_the_journal_names_the_facts_not_their_values(works, coordinator):
    say(works, contact_phone="13800000001", source="office", by=coordinator)
    entry = Entry.objects.filter(verb="enterprise.facts_recorded").get()
    assert entry.data == {"source": "office", "as_of": "2026-06-30", "facts": ["contact_phone"]}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"no_such": 1}, "fact.unknown"), ({"scale": "small"}, "fact.computed"), ({}, "fact.none"),
        ({"employees": -1}, "fact.value"), ({"employees": None}, "fact.value"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_and_nothing_is_kept(works, facts, code):
    with pytest.raises(Refused) as refused:
        say(works, **facts)
    assert (refused.value.code, Report.objects.count()) == (code, 0)


def test_a_day_to_come_is_refused(works):
    with pytest.raises(Refused, match="还没有到"):
        say(works, employees=1, on=date(2026, 11, 25))


def test_ten_thousand_times_the_past_is_asked_about(works):
    say(works, revenue=500, on=MARCH)
    with pytest.raises(Refused, match=r"500 万元，现有 0\.05 万元") as refused:
        say(works, revenue=5_000_000)
    assert refused.value.code == "fact.odd"
    say(works, revenue=5_000_000, sure=True)
    assert works.fact("revenue") == 5_000_000


YEAR_END = date(2025, 12, 31)


def test_nothing_is_worked_out_from_figures_of_different_periods(works):
    say(works, source="statistics", on=YEAR_END, revenue=28_000_000, revenue_last_year=20_000_000)
    say(works, source="statistics", on=YEAR_END, profit=1_400_000, employees=40, site_area=10)
    codes = ("revenue_growth", "profit_margin", "productivity", "revenue_per_mu")
    assert [works.fact(code) for code in codes] == [
        0.4, 0.05, Decimal("700000"), Decimal("2800000"),
    ]  # fmt: skip
    gone = say(works, revenue=88_000_000)  # half of the next year
    assert gone == {"revenue", *codes}
    assert [works.fact(code) for code in codes] == [None] * 4


def test_a_figure_said_again_of_a_later_day_moves_its_period(works):
    say(works, on=YEAR_END, revenue=20_000_000, profit=1_000_000)
    assert say(works, revenue=20_000_000) == {"profit_margin"}
    assert works.fact("profit_margin") is None
    say(works, profit=1_000_000)
    assert works.fact("profit_margin") == 0.05


def test_power_is_compared_within_one_month_and_land_goes_with_any_whole_year(works):
    say(works, source="power", on=date(2026, 10, 31), power_used=90, power_last_year=100)
    assert works.fact("power_growth") == -0.1
    say(works, source="power", on=date(2026, 11, 20), power_used=9)
    assert works.fact("power_growth") is None
    say(works, source="power", on=date(2026, 11, 5), power_last_year=10)
    assert works.fact("power_growth") == -0.1
    say(works, source="land", on=JUNE, site_area=10)
    say(works, on=YEAR_END, revenue=20_000_000)
    assert works.fact("revenue_per_mu") == 2_000_000


def test_who_may_speak_for_which_source(
    works, enterprise, stranger, officer, coordinator, clerk, auditor
):
    say(works, employees=1, source="enterprise", by=enterprise)
    say(works, power_used=1, source="power", by=officer)
    say(works, employees=2, source="hr", by=coordinator)
    say(works, employees=3, source="一张表", by=coordinator)
    say(works, employees=4, source="enterprise", by=clerk)
    for user, source in (
        (enterprise, "tax"),
        (officer, "tax"),
        (officer, "enterprise"),
        (clerk, "tax"),
        (clerk, "statistics"),
        (clerk, "一张表"),
        (stranger, "enterprise"),
        (auditor, "tax"),
    ):
        with pytest.raises(Refused) as refused:
            say(works, employees=9, source=source, by=user)
        assert refused.value.code == "fact.not_yours"


def test_who_sees_what(works, enterprise, stranger, officer, coordinator, leader, auditor, clerk):
    say(works, employees=9, contact_phone="13800000001", bank_account="62220001", contact="王某")
    shown = {"employees": 9, "contact_phone": "138****0001", "contact": "王**"}
    whole = {
        "employees": 9,
        "contact_phone": "13800000001",
        "contact": "王某",
        "bank_account": "62220001",
    }
    for user, facts in (
        (enterprise, whole), (auditor, shown | {"bank_account": "62220001"}),
        (coordinator, shown), (leader, shown),
        (officer, {"employees": 9}), (clerk, {"employees": 9}), (stranger, {}),
    ):  # fmt: skip
        assert {f.kind.code: f.value for f in queries.facts_of(user, works)} == facts, user
    with pytest.raises(Http404):
        queries.enterprise_file_for(stranger, works.uscc)
    with pytest.raises(Http404):
        queries.history_of(officer, works, "contact")
    for user in (coordinator, auditor):
        assert queries.history_of(user, works, "contact")[0].value == "王**"


def test_the_database_keeps_every_report(works):
    say(works, employees=9)
    for statement in (Report.objects.update, Report.objects.all().delete):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            statement(**({"on": MARCH} if statement == Report.objects.update else {}))


def test_many_at_once_with_bad_rows_set_aside(works):
    new, again = make_uscc(500), make_uscc(501)
    refused = record_many(
        [
            Row(works.uscc, {"employees": 5}),
            Row(new, {"name": "新来的厂", "employees": 7, "industry": "C3451", "revenue": 1}),
            Row(new, {"employees": 8}),
            Row(again, {"employees": 7}),
            Row("91410303MA00000000", {"name": "坏码"}),
            Row(works.uscc, {"founded": "2024-02-31"}),
        ],
        source="一张表",
        on=JUNE,
    )
    assert sorted(refused) == [3, 4, 5]
    assert [refused[3], "2024-02-31" in refused[5]] == ["新企业要有名称。", True]
    made = Enterprise.objects.get(uscc=new)
    assert (made.name, made.employees, made.scale, made.region_id, made.is_verified) == (
        "新来的厂", 8, "micro", "410303", True,
    )  # fmt: skip
    assert not Enterprise.objects.filter(uscc=again).exists()


def test_many_at_once_take_the_same_number_of_statements(works, django_assert_num_queries):
    record_many([Row(works.uscc, {"employees": 1})], source="tax", on=MARCH)
    rows = [Row(make_uscc(600 + n), {"name": f"第{n}号厂", "employees": n}) for n in range(30)]
    record_many(rows, source="tax", on=MARCH)
    with django_assert_num_queries(10):
        record_many([Row(r.uscc, {"employees": 99}) for r in rows], source="tax", on=JUNE)


def test_a_coordinator_takes_in_rows_of_the_own_region_only(works, coordinator):
    other = make_uscc(700, "410305")
    refused = record_many(
        [Row(works.uscc, {"employees": 5}), Row(other, {"name": "别区的厂", "region": "410305"})],
        source="tax", on=JUNE, by=coordinator,
    )  # fmt: skip
    assert list(refused) == [1]
    assert not Enterprise.objects.filter(uscc=other).exists()


@pytest.mark.parametrize(
    "q", ["轴承", "示例轴承", "lyslzc", "YSLZC", "410303YY", "洛阳 轴承", "９１４１", "轴"]
)
def test_finding_by_a_part_of_name_initials_or_code(works, coordinator, q):
    Enterprise.objects.create(uscc="91110101MA0000000X", name="北京某软件公司", region_id="410303")
    assert [e.name for e in queries.found(coordinator, q=q)[0]] == [works.name]


def test_what_is_found_follows_a_new_name_keeps_the_former_and_stays_with_whom_it_is_for(
    works, coordinator, stranger
):
    works.name = "重庆银行洛阳分行"
    works.save()
    for q, user, count in (
        ("cqyh", coordinator, 1), ("轴承", coordinator, 1), ("银行", stranger, 0), ("%", coordinator, 0),
        ("面粉", stranger, 1),
    ):  # fmt: skip
        assert len(queries.found(user, q=q)[0]) == count, q


def test_lists_go_on_where_they_ended(works, stranger, coordinator):
    first, after = queries.found(coordinator, limit=1)
    second, end = queries.found(coordinator, limit=1, after=after)
    assert [len(first), len(second), end] == [1, 1, None]
    assert first != second
    assert queries.found(coordinator, region="410305")[0] == []
    say(works, industry="C3451")
    assert queries.found(coordinator, industry="C34")[0] == [works]


def read(code):
    found = column(code)
    values = [found.words[v] for v in found.values] if found.words else found.values.tolist()
    return dict(zip(found.ids.tolist(), values, strict=True))


def test_a_column_is_the_same_before_and_after_its_blocks_are_made(works, stranger):
    other = Enterprise.objects.exclude(pk=works.pk).get()
    say(works, employees=9, industry="C3451", founded="1970-01-11", high_tech=False)
    say(other, employees=4, industry="C1311")
    expected = {
        "employees": {works.pk: 9, other.pk: 4}, "industry": {works.pk: "C3451", other.pk: "C1311"},
        "founded": {works.pk: 10}, "high_tech": {works.pk: 0}, "assets": {},
    }  # fmt: skip
    assert {code: read(code) for code in expected} == expected
    while refresh_blocks():
        pass
    assert (StaleBlock.objects.count(), Block.objects.filter(kind="employees").count()) == (0, 1)
    assert {code: read(code) for code in expected} == expected
    say(works, employees=10)
    assert read("employees") == {works.pk: 10, other.pk: 4}
    assert column("employees").values.dtype == np.float64


def test_personal_data_is_not_read_in_bulk():
    with pytest.raises(LookupError):
        column("contact_phone")
