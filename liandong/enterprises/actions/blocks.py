"""Packing facts into blocks for reading in bulk, one block of enterprises at a time."""

from typing import Any

from django.db import connection, transaction
from pydantic_core import from_json

from liandong.enterprises.models import Block, catalogue
from liandong.enterprises.rules.blocks import SIZE, pack

TAKE = """
DELETE FROM enterprises_staleblock WHERE number = (SELECT min(number) FROM enterprises_staleblock)
RETURNING number
"""
READ = "SELECT enterprise_id, facts FROM enterprises_sheet WHERE enterprise_id BETWEEN %s AND %s"
KEPT_FROM_BULK = {"personal", "secret"}


@transaction.atomic
def refresh_blocks() -> bool:
    """Make one stale block anew from its sheets; return whether there was one.

    Taken off the list first: whoever changes a sheet meanwhile puts the block on it again.
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKE)
        taken = cursor.fetchone()
        if taken is None:
            return False
        (number,) = taken
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [0x426C6F63, number])
        cursor.execute(READ, [number * SIZE, number * SIZE + SIZE - 1])
        found: dict[str, dict[int, Any]] = {}
        for enterprise, facts in cursor.fetchall():
            for code, entry in from_json(facts).items():
                found.setdefault(code, {})[enterprise - number * SIZE] = entry[0]
    Block.objects.filter(number=number).delete()
    kinds = catalogue().kinds
    blocks = []
    for code, values in found.items():
        if code in kinds and kinds[code].sensitivity not in KEPT_FROM_BULK:
            packed = pack(kinds[code].type, values)
            blocks.append(
                Block(
                    kind=code,
                    number=number,
                    present=packed.present,
                    values=packed.values,
                    words=packed.words,
                )
            )
    Block.objects.bulk_create(blocks)
    return True
