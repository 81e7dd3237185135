"""Each rule: where it holds, where it does not, where it is not known."""

from datetime import date, timedelta

import pytest

from liandong.enterprises.rules.kinds import Catalogue, Kind
from liandong.risks.rules.finding import RULES, Asked, Finding, Known, Said, is_raised
from liandong.risks.rules.numbers import USUAL
from liandong.risks.rules.words import said

TODAY = date(2026, 11, 24)
SEP, OCT = date(2026, 9, 30), date(2026, 10, 31)


def found(rule, known, **numbers):
    return RULES[rule](known, USUAL[rule] | numbers, TODAY)


def power(*months, source="power"):
    return Known(
        said=[
            Said(fact, value, source, on)
            for on, used, before in months
            for fact, value in (("power_used", used), ("power_last_year", before))
            if value is not None
        ]
    )


def staff(*rows, fact="insured"):
    return Known(said=[Said(fact, value, source, on) for source, on, value in rows])


def asked(*rows):
    return Known(
        asked=[
            Asked(f"XG{n}", category, TODAY - timedelta(days=ago), disputes, None, repeats)
            for n, (category, ago, disputes, repeats) in enumerate(rows)
        ]
    )


@pytest.mark.parametrize(
    ("rule", "known", "holds"),
    [
        ("power_falls", power((SEP, 59, 100), (OCT, 62, 100)), True),
        ("power_falls", power((SEP, 70, 100), (OCT, 70, 100)), True),
        ("power_falls", power((SEP, 90, 100), (OCT, 40, 100)), False),
        ("power_falls", power((OCT, 40, 100)), False),
        ("power_falls", power((SEP, 40, None), (OCT, 40, 100)), False),
        ("power_falls", power((SEP, 40, 0), (OCT, 40, 0)), False),
        ("power_falls", power((SEP, 40, 100), (OCT, 40, 100), source="enterprise"), False),
        ("power_falls", power((date(2026, 3, 31), 4, 100), (date(2026, 4, 30), 4, 100)), False),
        ("tax_late", Known(facts={"tax_owed": [200_000, "tax", "2026-10-31", 1]}), True),
        ("tax_late", Known(facts={"tax_owed": [0, "tax", "2026-10-31", 1]}), False),
        ("tax_late", Known(), False),
        ("layoffs", staff(("hr", SEP, 100), ("hr", OCT, 78)), True),
        ("layoffs", staff(("hr", SEP, 100), ("hr", OCT, 81)), False),
        ("layoffs", staff(("hr", SEP, 20), ("hr", OCT, 12)), False),  # 40 %, but eight people
        ("layoffs", staff(("statistics", SEP, 100), ("hr", OCT, 50)), False),  # two sources
        ("layoffs", staff(("hr", date(2025, 9, 1), 100), ("hr", OCT, 50)), False),
        ("layoffs", staff(("hr", SEP, 100), ("hr", OCT, 50), fact="employees"), True),
        ("layoffs", staff(("hr", OCT, 50)), False),
        ("repeated_appeals", asked(*[("power", n, 0, None) for n in (1, 9, 80)]), True),
        ("repeated_appeals", asked(*[("power", n, 0, None) for n in (1, 9, 99)]), False),
        ("repeated_appeals", asked(("power", 1, 0, None), ("water", 2, 0, None), ("gas", 3, 0, None)), False),
        ("repeated_appeals", asked(("a", 300, 0, None), ("b", 200, 0, "XG0"), ("c", 5, 0, "XG1")), True),
        ("repeated_appeals", asked(("a", 200, 0, None), ("b", 5, 0, "XG0")), False),
        ("reopened_appeals", asked(("a", 9, 1, None), ("b", 90, 1, None)), True),
        ("reopened_appeals", asked(("a", 9, 1, None), ("b", 190, 1, None)), False),
        ("reopened_appeals", asked(("a", 9, 0, None)), False),
        ("trouble", Known(facts={"abnormal": [True, "market", "2026-10-31", 1]}), True),
        ("trouble", Known(facts={"status": ["moved", "market", "2026-10-31", 1]}), True),
        ("trouble", Known(facts={"abnormal": [False, "market", "2026-10-31", 1]}), False),
        ("trouble", Known(facts={"status": ["open", "market", "2026-10-31", 1]}), False),
        ("trouble", Known(), False),
    ],
)  # fmt: skip
def test_a_rule_holds_or_not_or_is_not_known(rule, known, holds):
    assert (found(rule, known) is not None) == holds


def test_revenue_is_compared_with_the_same_months_of_last_year():
    months = [(date(2025, 9, 1), 100.0), (date(2025, 10, 1), 100.0), (date(2026, 9, 1), 60.0)]
    assert found("revenue_falls", Known(revenue=[*months, (date(2026, 10, 1), 70.0)]))
    assert not found("revenue_falls", Known(revenue=[*months, (date(2026, 10, 1), 71.0)]))
    assert not found("revenue_falls", Known(revenue=[*months, (date(2026, 10, 1), None)]))
    assert not found("revenue_falls", Known(revenue=[*months[1:], (date(2026, 10, 1), 10.0)]))


def test_a_district_may_ask_for_more():
    known = power((SEP, 59, 100), (OCT, 62, 100))
    assert found("power_falls", known, share=50) is None


def test_a_closing_holds_until_newer_facts_and_a_wrong_one_for_a_year():
    finding = Finding(OCT, ())
    assert is_raised(finding, [], TODAY)
    assert not is_raised(finding, [(OCT, "helped", TODAY)], TODAY)
    assert is_raised(finding, [(SEP, "helped", TODAY)], TODAY)
    assert not is_raised(finding, [(SEP, "wrong", date(2026, 1, 1))], TODAY)
    assert is_raised(finding, [(date(2025, 8, 1), "wrong", date(2025, 9, 1))], TODAY)


def test_it_says_what_was_found_with_figures_sources_and_days():
    money = Kind("tax_owed", "欠税", "money", unit="万元")
    people = Kind("insured", "参保人数", "integer", unit="人")
    register = Kind("abnormal", "经营异常名录", "yes_no")
    known = Catalogue(
        kinds={k.code: k for k in (money, people, register)},
        ranks={}, source_names={"tax": "税务", "hr": "人社", "market": "市监"}, regions={}, industries={},
    )  # fmt: skip

    def words(rule, case, **categories):
        return said(rule, [list(row) for row in found(rule, case).seen], known, categories)

    assert words("power_falls", power((SEP, 59, 100), (OCT, 62, 100))) == (
        "用电 9月、10月比去年同期少 41%、38%（供电，截至 2026-10-31）"
    )
    owed = Known(facts={"tax_owed": [200_000, "tax", "2026-10-31", 1]})
    assert words("tax_late", owed) == "还欠税 20 万元（税务，截至 2026-10-31）"
    assert words("layoffs", staff(("hr", SEP, 100), ("hr", OCT, 78))) == (
        "参保人数从 2026-09-30 的 100 人减到 78 人（人社，截至 2026-10-31）"
    )
    three = asked(*[("power", n, 0, None) for n in (1, 9, 80)])
    assert (
        words("repeated_appeals", three, power="用电") == "近来提了 3 件“用电”，最近一件 2026-11-23"
    )
    chain = asked(("a", 300, 0, None), ("b", 200, 0, "XG0"), ("c", 5, 0, "XG1"))
    assert words("repeated_appeals", chain) == "同一件事反复提了 3 次，最近一次 2026-11-19"
    assert words("reopened_appeals", asked(("a", 9, 2, None))) == (
        "1 件诉求 2 次不满意退回重办，最近 2026-11-15"
    )
    listed = Known(facts={"abnormal": [True, "market", "2026-10-31", 1]})
    assert words("trouble", listed) == "经营异常名录（市监，截至 2026-10-31）"
