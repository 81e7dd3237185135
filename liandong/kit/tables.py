"""Rows of spreadsheets as offices send them: CSV in UTF-8, UTF-16 or GB 18030, and Excel workbooks."""

import codecs
import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

MOST_BYTES = {"csv": 1_000_000_000, "xlsx": 150_000_000}
LONGEST_LINE = 4_000_000  # characters without an end: no table, and not to be held in memory
SNIFFED = 20  # lines that are looked at for what parts the cells
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?%?")
Cells = list[Any]


class Unreadable(Exception):
    """The file is no table: `why` is empty, too_large, or broken."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def kind_of_table(path: Path) -> str:
    """Return `xlsx` for what Excel reads as a workbook, by its first bytes, else `csv`."""
    with path.open("rb") as file:
        start = file.read(8)
    return "xlsx" if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) else "csv"


@contextmanager
def open_table(path: Path, *, any_size: bool = False) -> Iterator[Iterator[Cells]]:
    """Give the rows of a table one by one: text from CSV, numbers and dates too from a workbook.

    CSV is read a line at a time, so that with `any_size` it may be as large as it likes; a workbook is read
    whole. `Unreadable` when the file is too large, empty or broken; also while reading.
    """
    kind = kind_of_table(path)
    size = path.stat().st_size
    if size == 0:
        raise Unreadable("empty")
    if size > MOST_BYTES[kind] and not (any_size and kind == "csv"):
        raise Unreadable("too_large")
    if kind == "xlsx":
        try:
            with CalamineWorkbook.from_path(path) as book:
                yield iter(book.get_sheet_by_index(0).iter_rows())
        except (CalamineError, IndexError) as broken:
            raise Unreadable("broken") from broken
        return
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        head = "".join(islice(_lines(file), SNIFFED))
        file.seek(0)
        delimiter = max(",\t;", key=head.count)
        try:
            yield csv.reader(_lines(file), delimiter=delimiter)
        except csv.Error as broken:
            raise Unreadable("broken") from broken


def harmless(cell: Any) -> str:
    """Return a cell that no spreadsheet takes for a formula; numbers below nought stay numbers."""
    text = "" if cell is None else str(cell)
    if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def too_large(size: int) -> str:
    """Return what is said of a table that is too large to be brought to a page."""
    return _(
        "文件 %(size)s GB，网页最多 %(most)s GB；请拆分，或在服务器上用 liandong import-enterprises 导入。"
    ) % {"size": f"{size / 1e9:.1f}", "most": f"{max(MOST_BYTES.values()) / 1e9:.0f}"}


def as_given(cell: Any) -> Any:
    """Return a cell as it was before `harmless`, if it went through that."""
    if isinstance(cell, str) and cell.startswith("'") and cell[1:].startswith(_FORMULA):
        return cell[1:]
    return cell


def _lines(file: TextIO) -> Iterator[str]:
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise Unreadable("broken")
        yield line


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        if not file.read(4096).strip(b"\0"):
            raise Unreadable("broken")
        file.seek(0)
        if file.read(2) in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
            return "utf-16"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk := file.read(1 << 20):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "gb18030"
    return "utf-8-sig"
