"""Which column of a spreadsheet says what: codes, Chinese names, aliases, units, headings over headings."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from liandong.enterprises.rules.kinds import Kind
from liandong.enterprises.rules.values import FIGURES, times_of, units_of

USCC = "uscc"
USCC_NAMES = {USCC, "统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", "统一代码"}
LOOKED_AT = 15  # rows among which the headings are looked for
_PARTED = re.compile(r"(.+?)(?:\((?:单位:)?([^()]+)\)|[:/,](?:单位:)?([^()]+))")
_ALL_IN = re.compile(r"单位:?(元|千元|万元|百万元|亿元)")
_NOISE = re.compile(r"[\s*★]")


@dataclass(frozen=True)
class Headings:
    """What the columns say: place and fact of each, units of bare figures, headings that nobody knows.

    `unsaid` are the places of columns that may be in several units while none is written; 万元 is guessed.
    """

    first_row: int
    columns: dict[int, str]
    units: dict[str, str]
    ignored: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    unsaid: list[int] = field(default_factory=list)


def headings(
    rows: Sequence[Sequence[Any]],
    kinds: Mapping[str, Kind],
    *,
    workbook: bool,
    meanings: Mapping[str, str] | None = None,
    said_units: Mapping[str, str] | None = None,
) -> Headings | None:
    """Return what the columns of a table say, from its first rows; None without a column of codes.

    A heading that spans columns counts for each of them. In a workbook a share without a unit is a fraction,
    as Excel keeps percentages; in text it is a percentage. `meanings` says of headings what people have said
    they mean: the code of a fact, or nothing that is wanted; `said_units` in what unit those without one are.
    """
    texts = [[_plain(cell) for cell in row] for row in rows[:LOOKED_AT]]
    top = next((n for n, row in enumerate(texts) if any(_is_uscc(c) for c in row)), None)
    if top is None:
        return None
    place = next(n for n, cell in enumerate(texts[top]) if _is_uscc(cell))
    first = top + 1
    while first < len(texts) and not (_cell(texts[first], place)):
        if not any(texts[first]):
            break
        first += 1
    while top > 0 and sum(map(bool, texts[top - 1])) > 1:  # a heading over the headings
        top -= 1
    said = " ".join(cell for row in texts[:top] for cell in row)
    everywhere = found[1] if (found := _ALL_IN.search(said)) else ""
    by_name = {
        _plain(word): kind
        for kind in kinds.values()
        for word in (*kind.aliases, kind.name, kind.code)
    }
    for words, code in (meanings or {}).items():
        heading = _plain(words)
        name, _unit = _parted(heading)
        by_name.pop(heading, None)
        by_name.pop(name, None)
        if code in kinds:
            by_name[name] = kinds[code]
    columns, units, ignored, titles, unsaid = {place: USCC}, {}, [], [], []
    for n, (over, own) in enumerate(_stacked(texts[top:first])):
        titles.append(over + own if own else over)
        if n == place or not (over or own):
            continue
        kind, unit = _meaning(over, own, by_name)
        if kind is None or kind.computed or kind.code in columns.values():
            ignored.append(titles[-1])
            continue
        columns[n] = kind.code
        if own == kind.code or (not own and over == kind.code):
            unit = ""  # a program wrote it: yuan, fractions
        elif not unit:
            fraction = kind.type == "share" and workbook
            unit = everywhere if everywhere and kind.type == "money" else kind.unit
            unit = "" if fraction else unit
            told = (said_units or {}).get(titles[-1], "")
            if len(units_of(kind)) > 1 and not (everywhere and kind.type == "money"):
                if told in units_of(kind):
                    unit = told
                else:
                    unsaid.append(n)
        units[kind.code] = unit
    return Headings(first, columns, units, ignored, titles, unsaid)


def _meaning(over: str, own: str, by_name: Mapping[str, Kind]) -> tuple[Kind | None, str]:
    """Return the fact that a column is about, and the unit written in its heading or above it."""
    above, above_unit = _parted(over)
    for words in (above + own, own or over):
        name, unit = (words, "") if words in by_name else _parted(words)
        if kind := by_name.get(name):
            units = [u for u in (unit, above_unit) if u and kind.type in FIGURES]
            return kind, next((u for u in units if times_of(kind, u) is not None), "")
    return None, ""


def _parted(words: str) -> tuple[str, str]:
    """Return a heading without its unit, and the unit: 营业收入(万元), 营业收入/万元."""
    found = _PARTED.fullmatch(words)
    return (found[1], found[2] or found[3]) if found else (words, "")


def _stacked(rows: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """Return for each column what stands above it and its own, lowest heading; both may be empty."""
    filled = []
    for row in rows[:-1]:
        last, spread = "", []
        for cell in row:
            last = cell or last
            spread.append(last)
        filled.append(spread)
    width = max((len(row) for row in rows), default=0)
    stacked = []
    for n in range(width):
        lowest = _cell(rows[-1], n)
        above = [_cell(row, n) for row in (filled if lowest else rows[:-1])]
        over = "".join(dict.fromkeys(cell for cell in above if cell))
        stacked.append((over, lowest))
    return stacked


def _cell(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _is_uscc(text: str) -> bool:
    return text in USCC_NAMES


def _plain(cell: Any) -> str:
    if cell is None:
        return ""
    return _NOISE.sub("", unicodedata.normalize("NFKC", str(cell))).lower()
