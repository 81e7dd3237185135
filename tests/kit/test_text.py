"""Text that people type: cleaned, cut to a title, and made searchable."""

import sys
import unicodedata
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liandong.kit import text as kit_text
from liandong.kit.text import clean_text, folded, query_windows, terms, title_of, windows

typed = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\u200b\u200d\ufe0f\u202e\x00\x1c\r\n 😀👩❤a电\u0301\U000e0067🏴\ud800"),
    ),
    max_size=40,
)


@given(typed)
def test_cleaning_twice_changes_nothing_and_the_text_can_be_stored(text: str) -> None:
    clean = clean_text(text)

    assert clean_text(clean) == clean
    assert clean == clean.strip() == unicodedata.normalize("NFC", clean)
    clean.encode()
    controls = {c for c in clean if unicodedata.category(c) in ("Cc", "Cs")}
    assert controls <= {"\n", "\t"}


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  停电\r\n三次\r停\u2028水  ", "停电\n三次\n停\n水"),
        ("a\x00b\x07c\x7f\x9f\td", "abc\td"),
        ("停\u200b电\ufeff三\u2060次\xad", "停电三次"),
        ("file\u202egpj.exe", "filegpj.exe"),
        ("\u2066隔离\u2069\u200f", "隔离"),
        ("e\u0301", "é"),
        ("\ud800停电", "停电"),
        ("\u3164\u200b\ufe0f ", ""),
        (
            "急😀！👨\u200d👩\u200d👧 ❤\ufe0f 👍🏽 1\ufe0f\u20e3",
            "急😀！👨\u200d👩\u200d👧 ❤\ufe0f 👍🏽 1\ufe0f\u20e3",
        ),
        ("旗🏴\U000e0067\U000e0062\U000e007f", "旗🏴\U000e0067\U000e0062\U000e007f"),
        ("藏\U000e0067\U000e0062字", "藏字"),
        ("停\u200d电", "停电"),
    ],
)
def test_what_cleaning_keeps_and_takes_out(text: str, clean: str) -> None:
    assert clean_text(text) == clean


def test_a_heap_of_marks_is_cut_and_takes_no_time() -> None:
    began = perf_counter()
    clean = clean_text("a" + "\u0316\u0300" * 200_000)

    assert perf_counter() - began < 2
    assert len(clean) <= 31


def test_every_combining_mark_is_looked_for() -> None:
    marks = [chr(c) for c in range(sys.maxunicode + 1) if unicodedata.combining(chr(c))]

    assert [m for m in marks if not kit_text._MAYBE_MARKS.search(m * 31)] == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("停电", "停电"),
        (
            "您好，我公司在春都路，最近一周连续停电三次，影响生产。请尽快解决",
            "我公司在春都路，最近一周连续停电三次",
        ),
        ("尊敬的各位领导：\n园区门口的路灯坏了一个月", "园区门口的路灯坏了一个月"),
        ("我们是西工区一家餐饮企业，门前道路施工，客人进不来！", "门前道路施工，客人进不来"),
        ("我找领导反映一件事：工资被拖欠", "我找领导反映一件事：工资被拖欠"),
        ("高新技术企业奖励什么时候到账？已经等了半年。", "高新技术企业奖励什么时候到账"),
        (
            "园区变压器容量不足导致我们公司多次跳闸已经影响了出口订单的交付",
            "园区变压器容量不足导致我们公司多次跳闸已经影响了出口订…",
        ),
        ("你好", "你好"),
        ("用电\t报装   慢", "用电 报装 慢"),
        ("", ""),
        ("   \n", ""),
    ],
)
def test_titles(text: str, title: str) -> None:
    assert title_of(text) == title


@given(st.text(max_size=200))
def test_a_title_is_short_one_line_and_there_when_the_text_is(text: str) -> None:
    title = title_of(text)

    assert len(title) <= 28
    assert "\n" not in title
    assert bool(title) == bool(clean_text(text))


def test_windows_are_pairs_inside_runs() -> None:
    assert windows("停电三次，停电 A4纸 ＵＰＳ") == [
        "停电",
        "电三",
        "三次",
        "a4",
        "4纸",
        "up",
        "ps",
    ]
    assert windows("一、二 3_4 😀") == []
    assert windows("XG20261123-000042")[:3] == ["xg", "g2", "20"]


def test_what_a_query_asks_for() -> None:
    assert terms("A 停电，春都路 停电") == ["停电", "春都路"]
    assert query_windows("A 停电，春都路") == ["停电", "春都", "都路"]
    assert query_windows("电") == []
    assert len(query_windows("".join(chr(0x4E00 + n) for n in range(200)))) == 12


@given(st.text("停电三次春都路aB1，。 é", max_size=30), st.data())
def test_a_text_has_the_windows_of_every_part_of_it(text: str, draw: st.DataObject) -> None:
    start = draw.draw(st.integers(0, len(text)))
    part = text[start : draw.draw(st.integers(start, len(text)))]

    assert set(query_windows(part)) <= set(windows(text))
    assert all(term in folded(text) for term in terms(part))
