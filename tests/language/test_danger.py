"""Danger to life is recognised, with the numbers to call; what is past, denied or feared is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liandong.language.danger import Danger, DangerRule
from tests.language.shipped import APPEALS, HERE, read

CASES = read(HERE / "data/danger_cases.json")
HELD = read(HERE / "data/danger_held.json")


@pytest.fixture(scope="module")
def danger() -> Danger:
    return Danger(map(DangerRule.from_data, read(APPEALS / "danger_words.json")["words"]))


@pytest.mark.parametrize(("text", "numbers"), CASES["danger"])
def test_danger_is_told_with_the_number_to_call_first(
    danger: Danger, text: str, numbers: str
) -> None:
    told, wanted = danger.numbers(text), numbers.split()

    assert told[:1] == (wanted[0],)
    assert set(wanted) <= set(told)


@pytest.mark.parametrize("text", CASES["safe"])
def test_the_same_words_without_danger_alarm_nobody(danger: Danger, text: str) -> None:
    assert danger.numbers(text) == ()


def test_on_sentences_the_words_were_not_mended_on(danger: Danger) -> None:
    """Nine in ten dangers are seen; nine in ten harmless ones pass."""
    seen = [danger.numbers(text)[:1] != () for text in HELD["danger"]]
    quiet = [danger.numbers(text) == () for text in HELD["safe"]]

    assert sum(seen) >= 0.9 * len(seen)
    assert sum(quiet) >= 0.9 * len(quiet)


def test_words_need_one_of_theirs_in_the_same_sentence() -> None:
    rule = DangerRule(("触电",), ("120", "119"), ("有人",), ("演练",))
    danger = Danger([rule, DangerRule(("起火",), ("119",))])

    assert danger.numbers("有人触电") == ("120", "119")
    assert danger.numbers("有人来过。设备触电") == ()
    assert danger.numbers("有人触电演练") == ()
    assert danger.numbers("演练时有人触电，正在救") == ("120", "119")
    assert danger.numbers("去年起火，有人触电") == ()
    assert danger.numbers("车间起火。没有人触电") == ("119",)
    assert Danger([]).numbers("起火") == ()


@given(st.text() | st.text("有人触电起火没防去年现在。，a "))
def test_any_text_gets_an_answer(text: str) -> None:
    danger = Danger([DangerRule(("触电",), ("120",), ("有人",)), DangerRule(("起火",), ("119",))])
    assert set(danger.numbers(text)) <= {"119", "120"}
