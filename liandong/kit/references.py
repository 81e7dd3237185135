"""The number under which people speak of a thing: letters, the day, a number that nothing else has."""

from datetime import datetime

from django.db import connection

from liandong.kit.working_time import SHANGHAI


def reference(letters: str, at: datetime, number: int) -> str:
    """Return a reference, `ZF20261124-000042`; the day is that in China."""
    return f"{letters}{at.astimezone(SHANGHAI):%Y%m%d}-{number:06}"


def next_reference(letters: str, sequence: str, at: datetime) -> str:
    """Return the next reference by a sequence of the database, which two at once do not share."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass)", [sequence])
        return reference(letters, at, cursor.fetchone()[0])
