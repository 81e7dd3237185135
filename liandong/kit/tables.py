"""Rows of spreadsheets as offices send them: CSV in UTF-8, UTF-16 or GB 18030, and Excel workbooks."""

import codecs
import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

MOST_BYTES = {"csv": 1_000_000_000, "xlsx": 150_000_000}
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
def open_table(path: Path) -> Iterator[Iterator[Cells]]:
    """Give the rows of a table one by one: text from CSV, numbers and dates too from a workbook.

    `Unreadable` when the file is too large, empty or broken; also while reading.
    """
    kind = kind_of_table(path)
    size = path.stat().st_size
    if size > MOST_BYTES[kind]:
        raise Unreadable("too_large")
    if size == 0:
        raise Unreadable("empty")
    if kind == "xlsx":
        try:
            with CalamineWorkbook.from_path(path) as book:
                yield iter(book.get_sheet_by_index(0).iter_rows())
        except (CalamineError, IndexError) as broken:
            raise Unreadable("broken") from broken
        return
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        head = "".join(line for _, line in zip(range(SNIFFED), file, strict=False))
        file.seek(0)
        delimiter = max(",\t;", key=head.count)
        try:
            yield csv.reader(file, delimiter=delimiter)
        except csv.Error as broken:
            raise Unreadable("broken") from broken


def harmless(cell: Any) -> str:
    """Return a cell that no spreadsheet takes for a formula; numbers below nought stay numbers."""
    text = "" if cell is None else str(cell)
    if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
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
