"""Social credit codes and telephone numbers, as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from liandong.kit.codes import (
    is_phone,
    is_uscc,
    make_uscc,
    mask_phone,
    normal_phone,
    normal_uscc,
    uscc_flaw,
)

LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@given(st.integers(0, 999_999))
def test_a_sample_code_is_valid_in_both_of_its_check_characters(number: int) -> None:
    code = make_uscc(number)

    assert is_uscc(code)
    assert uscc.is_valid(code)
    # GB 11714: the nine weighted characters of an organisation code add up to 0 modulo 11.
    values = [10 if c == "X" and i == 8 else int(c, 36) for i, c in enumerate(code[8:17])]
    weights = (3, 7, 9, 10, 5, 8, 4, 2, 1)
    assert sum(v * w for v, w in zip(values, weights, strict=True)) % 11 == 0


def test_sample_codes_differ_and_name_their_region() -> None:
    assert len({make_uscc(number) for number in range(3000)}) == 3000
    assert make_uscc(7, "410305").startswith("91410305")


@given(st.integers(0, 999_999), st.integers(0, 17), st.sampled_from(LETTERS))
def test_one_wrong_character_is_found(number: int, place: int, letter: str) -> None:
    code = make_uscc(number)
    wrong = code[:place] + letter + code[place + 1 :]

    assert is_uscc(wrong) == (wrong == code)


@pytest.mark.parametrize(
    "text",
    ["", "914103", "9141030300000000XX", "91110000600037341O", "000000000000000000", "企业" * 9],
)
def test_what_is_no_code(text: str) -> None:
    assert not is_uscc(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("914103", "应为 18 位"),
        ("91110000600037341O", "第 18 位不会是 O"),
        ("9111000060003734Z1", "第 17 位不会是 Z"),
        ("911100006000373411", "有一位输错了"),
    ],
)
def test_what_is_wrong_with_a_code_is_named(text: str, words: str) -> None:
    assert words in uscc_flaw(text)


def test_codes_are_read_as_people_write_them() -> None:
    assert is_uscc("91110000600037341L")
    assert normal_uscc(" 9111 0000-600037341l\n") == "91110000600037341L"
    assert normal_uscc("９１１１００００６０００３７３４１Ｌ") == "91110000600037341L"
    body = "N2410303MF0000010"  # a rural collective
    assert is_uscc(body + uscc.calc_check_digit(body))


def test_sample_numbers_have_an_end() -> None:
    with pytest.raises(ValueError, match="999999"):
        make_uscc(1_000_000)
    with pytest.raises(ValueError, match="six digits"):
        make_uscc(1, "4103")


@pytest.mark.parametrize(
    ("written", "kept", "masked"),
    [
        ("13812345678", "13812345678", "138****5678"),
        ("+86 138-1234-5678", "13812345678", "138****5678"),
        ("00861381234 5678", "13812345678", "138****5678"),
        ("１３８１２３４５６７８", "13812345678", "138****5678"),
        ("0379-63938000", "0379-63938000", "0379-****8000"),
        ("（0379）6393 8000 转 801", "0379-63938000-801", "0379-****8000"),
        ("0379 6393800", "0379-6393800", "0379-****800"),
        ("+86 379 63938000", "0379-63938000", "0379-****8000"),
        ("010—62345678", "010-62345678", "010-****5678"),
        ("400-123-4567", "4001234567", "400****567"),
    ],
)
def test_telephone_numbers(written: str, kept: str, masked: str) -> None:
    assert is_phone(written)
    assert normal_phone(written) == kept
    assert normal_phone(kept) == kept
    assert mask_phone(written) == mask_phone(kept) == masked


@pytest.mark.parametrize(
    "text",
    ["", "abc", "12345", "12812345678", "138123456789", "63938000", "0379-1234567", "٣" * 11],
)
def test_what_is_no_telephone_number(text: str) -> None:
    assert not is_phone(text)
    with pytest.raises(ValueError, match=r"phone\.wrong"):
        normal_phone(text)


def test_what_is_no_number_is_hidden_altogether() -> None:
    assert mask_phone("my number is 63938000") == "****"
    assert mask_phone(" ") == ""


@given(st.text(max_size=30))
def test_any_text_is_answered(text: str) -> None:
    is_uscc(text)
    if is_phone(text):
        assert normal_phone(normal_phone(text)) == normal_phone(text)
    mask_phone(text)
