"""Keeping the search windows up to date, in batches, behind the intake."""

from django.db import connection, transaction

from liandong.appeals.queries.search import codes_of

BATCH = 1000

TAKE = """
DELETE FROM appeals_searchqueue WHERE id = ANY (ARRAY(
    SELECT id FROM appeals_searchqueue ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
)) RETURNING appeal_id
"""
# A statement of its own, after the queue's rows are taken: whoever changes an appeal later puts it in again.
READ = """
SELECT id, filed_at, reference, lead_id, title, text FROM appeals_appeal WHERE id = ANY (%s::bigint[]) ORDER BY id
"""
WRITE = """
INSERT INTO appeals_searchrow (appeal_id, filed_at, windows)
SELECT id, at, string_to_array(windows, ',')::int[]
FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[]) AS t(id, at, windows)
ON CONFLICT (appeal_id) DO UPDATE SET filed_at = excluded.filed_at, windows = excluded.windows
"""


@transaction.atomic
def index_batch(size: int = BATCH) -> int:
    """Index the appeals that have waited longest, at most `size`; return how many waited.

    The index takes a batch in as a list, then merges it: each window's place is looked up once for all
    rows of the batch instead of once for each (a quarter of the work, see `benchmarks`).
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [size])
        taken = [appeal_id for (appeal_id,) in cursor.fetchall()]
        if not taken:
            return 0
        cursor.execute(READ, [list(set(taken))])
        rows = cursor.fetchall()
        codes = [",".join(map(str, codes_of(*row[2:]))) for row in rows]
        cursor.execute(WRITE, [[row[0] for row in rows], [row[1] for row in rows], codes])
        cursor.execute("SELECT gin_clean_pending_list('search_windows')")
    return len(taken)
