"""Keeping the search windows up to date, in batches, behind the intake."""

from django.db import connection, transaction

from liandong.kit.text import windows

BATCH = 500

NEXT = """
SELECT a.id, a.title || ' ' || a.text FROM appeals_appeal a
WHERE a.id > coalesce((SELECT max(appeal_id) FROM appeals_searchrow), 0) - 1000
  AND NOT EXISTS (SELECT 1 FROM appeals_searchrow s WHERE s.appeal_id = a.id)
ORDER BY a.id LIMIT %s
"""


@transaction.atomic
def index_batch(size: int = BATCH) -> int:
    """Add the windows of the oldest appeals that have none; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [size])
        rows = cursor.fetchall()
        if rows:
            cursor.execute(
                "INSERT INTO appeals_searchrow (appeal_id, windows) "
                "SELECT id, array_to_tsvector(string_to_array(w, E'\\x1f')) "
                "FROM unnest(%s::bigint[], %s::text[]) AS t(id, w) ON CONFLICT DO NOTHING",
                [[r[0] for r in rows], ["\x1f".join(windows(r[1])) for r in rows]],
            )
    return len(rows)
