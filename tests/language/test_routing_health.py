"""The health page's findings: rules never used, shadowed, or catching everything."""

from liandong.language.routing_health import Finding, rules_health
from liandong.language.routing_rules import RoutingRule
from tests.language.shipped import shipped_rules


def rule(code: str, *words: str, to: str | None = "water", weight: float = 2) -> RoutingRule:
    return RoutingRule(code, words, category=to, weight=weight)


def test_a_rule_without_a_case_is_never_used_once_there_are_cases() -> None:
    rules = [rule("a", "停水"), rule("b", "停电", to="power")]

    assert rules_health(rules, {}) == []
    assert rules_health(rules, {"a": 3}, seen=10) == [Finding("never_used", "b")]


def test_a_rule_is_shadowed_by_one_that_always_holds_and_leads_elsewhere() -> None:
    light, heavy = rule("a", "停水"), rule("b", "停水", "停电", to="power", weight=3)

    assert rules_health([light, heavy], {}) == [Finding("shadowed", "a", ("停水",), "b")]
    assert rules_health([light, rule("b", "停水", weight=3)], {}) == []
    lighter = rule("b", "停水", to="power", weight=1)
    assert rules_health([light, lighter], {}) == [Finding("shadowed", "b", ("停水",), "a")]
    narrow = RoutingRule("b", ("停水",), ("工地",), category="power", weight=3)
    assert rules_health([light, narrow], {}) == []


def test_two_rules_of_the_same_words_and_weight_contradict_each_other() -> None:
    one, two = rule("a", "停水"), rule("b", "停水", to="power")

    assert rules_health([one, two], {}) == [
        Finding("contradicts", "a", ("停水",), "b"),
        Finding("contradicts", "b", ("停水",), "a"),
    ]


def test_words_that_no_text_can_hold_and_places_that_are_gone() -> None:
    blank = RoutingRule("a", ("停 水", "停电", "断水"), (), ("断水",), category="water")

    assert rules_health([blank], {}) == [Finding("unknown_words", "a", ("停 水", "断水"))]
    assert rules_health([rule("a", "停水")], {}, gone={"water"}) == [Finding("nowhere", "a")]


def test_a_young_rule_is_not_called_never_used() -> None:
    assert rules_health([rule("a", "停水")], {}, seen=10, young={"a"}) == []


def test_a_common_word_or_a_single_character_catches_everything() -> None:
    assert rules_health([rule("a", "水", "企业", "停水")], {}) == [
        Finding("catch_all", "a", ("水", "企业"))
    ]
    assert rules_health([rule("a", "停水")], {"a": 41}, seen=100) == [Finding("catch_all", "a")]
    assert rules_health([RoutingRule("a", ("企业",), ("停水",), category="water")], {}) == []


def test_rules_that_only_hide_are_left_out() -> None:
    assert rules_health([rule("hide", "企业", to=None, weight=0)], {}, seen=10) == []


def test_the_shipped_rules_are_healthy() -> None:
    assert rules_health(shipped_rules(), {}) == []
