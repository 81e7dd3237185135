"""Words found in one pass, against looking for each of them."""

from hypothesis import given
from hypothesis import strategies as st

from liandong.language.words import WordFinder, closed_up, fold, starts

LETTERS = "供水电管网a "


@given(st.lists(st.text(LETTERS, min_size=2, max_size=4), max_size=12), st.text(LETTERS))
def test_the_finder_finds_what_looking_for_each_word_finds(words: list[str], text: str) -> None:
    assert sorted(WordFinder(words).present(text)) == sorted({w for w in words if w in text})


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(st.characters(codec="utf-8") | st.sampled_from(" \n\t\u200b\u3000")))
def test_closing_up_tells_where_each_character_stood(text: str) -> None:
    closed, places = closed_up(text)
    found = [fold(text)[place] for place in places] if places is not None else list(fold(text))

    assert "".join(found) == closed
    assert not any(char.isspace() for char in closed)


def test_width_and_case_make_no_difference() -> None:
    assert fold("５Ｇ基站，ＶＯＣs") == "5g基站，vocs"


def test_every_start_is_told_up_to_a_limit() -> None:
    assert list(starts("水水水", "水水")) == [0, 1]
    assert len(list(starts("停水" * 100, "停水", most=5))) == 5
