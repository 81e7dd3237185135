"""One fact of all enterprises at once: packed blocks, and what has changed since from the sheets."""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from pydantic_core import from_json

from liandong.enterprises.models import catalogue
from liandong.enterprises.rules.blocks import SIZE, Column, Packed, join, pack

STALE = "SELECT DISTINCT number FROM enterprises_staleblock"
BLOCKS = """
SELECT number, present, values, words FROM enterprises_block
WHERE kind = %s AND number <> ALL (%s) ORDER BY number
"""
CHANGED = """
SELECT enterprise_id / %s, enterprise_id %% %s, facts -> %s -> 0 FROM enterprises_sheet
WHERE enterprise_id / %s = ANY (%s) AND facts ? %s
"""


def column(code: str) -> Column:
    """Return one fact of all enterprises that have it; for code, not eyes.

    LookupError for what the catalogue does not have, and for what is kept from bulk reading: personal data.
    """
    kind = catalogue().kinds[code]
    if kind.sensitivity in {"personal", "secret"} or code == "age":
        raise LookupError(code)
    with connection.cursor() as cursor:
        cursor.execute(STALE)
        stale = [number for (number,) in cursor.fetchall()]
        blocks = dict(_changed(cursor, code, kind.type, stale)) if stale else {}
        cursor.cursor.execute(BLOCKS, [code, stale], binary=True)  # bytes as they lie, not as text
        for number, present, values, words in cursor.fetchall():
            blocks[number] = Packed(present, values, words)
    return join(kind.type, sorted(blocks.items()))


def _changed(cursor: Any, code: str, type_: str, stale: list[int]) -> Iterator[tuple[int, Packed]]:
    cursor.execute(CHANGED, [SIZE, SIZE, code, SIZE, stale, code])
    by_block: dict[int, dict[int, Any]] = {}
    for number, place, value in cursor.fetchall():
        by_block.setdefault(number, {})[place] = from_json(value)
    for number, found in by_block.items():
        yield number, pack(type_, found)
