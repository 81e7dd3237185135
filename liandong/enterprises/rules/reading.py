"""Reading a table's cells fast: what is the same for a whole column is settled once."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from liandong.enterprises.rules.kinds import Catalogue, Kind
from liandong.enterprises.rules.values import parse, times_of
from liandong.kit.tables import as_given

MOST_KEPT = 10_000  # different cells of one column whose meaning is remembered
FEW_VALUES = {"choice", "yes_no", "region", "industry", "date"}
WHOLE = {"integer", "money", "number"}
Read = Callable[[Any], Any]
Columns = Sequence[tuple[int, str, Read]]


def reader(kind: Kind, known: Catalogue, today: date, unit: str) -> Read:
    """Return what reads the cells of a column; it says what `parse` says of each."""
    times = times_of(kind, unit) if kind.type in WHOLE else None
    whole = int(times) if times is not None and times == int(times) else 0
    least = kind.least if kind.least is not None else float("-inf")
    most = min(kind.most if kind.most is not None else float("inf"), 10**15 - 1)
    few, kept = kind.type in FEW_VALUES, dict[str, Any]()

    def read(cell: Any) -> Any:
        if type(cell) is str:
            if whole and cell.isdigit() and cell.isascii() and len(cell) < 15:
                value = int(cell) * whole
                if least <= value <= most:
                    return value
            elif cell in kept:
                return kept[cell]
            elif few:
                value = parse(kind, cell, known, today, unit=unit)
                if len(kept) < MOST_KEPT:
                    kept[cell] = value
                return value
        return parse(kind, cell, known, today, unit=unit)

    return read


def columns_of(
    codes: Mapping[int, str], units: Mapping[str, str], known: Catalogue, today: date
) -> Columns:
    """Return the columns of a table that say facts, each with what reads it."""
    return [
        (place, code, reader(known.kinds[code], known, today, units.get(code, "")))
        for place, code in codes.items()
        if code in known.kinds
    ]


def facts_in(cells: Sequence[Any], columns: Columns) -> dict[str, Any]:
    """Return the facts that a row says; cells left empty say nothing. Refused: one that does not fit."""
    facts = {}
    width = len(cells)
    for place, code, read in columns:
        cell = cells[place] if place < width else None
        if cell is None or cell == "":
            continue
        if type(cell) is str:
            if cell[0] == "'":
                cell = as_given(cell)
            elif cell.isspace():
                continue
        facts[code] = read(cell)
    return facts
