"""The physical limit of the intake: pgbench inserting the same rows, as durably, on the same server.

Two limits: the rows of an appeal inserted one after the other in one transaction, as one writes them, and
all in one statement, below which nothing goes. Neither checks foreign keys nor runs triggers. Their tables are
never vacuumed: that would be done beside the intake's turn and be charged to it (a third of it, measured).
"""

import os
import re
import subprocess
import tempfile
from pathlib import Path

import psycopg

from benchmarks.system import System
from config.database import binaries

TABLES = (
    "appeals_appeal",
    "appeals_assignment",
    "appeals_searchqueue",
    "journal_entry",
    "journal_outbox",
)


def prepare(system: System) -> tuple[str, str]:
    """Copy the tables, empty but with every index; return two scripts that insert the newest appeal's rows.

    The first inserts row by row in one transaction, the second with one statement.
    """
    with psycopg.connect(system.url, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA floor")
        for table in TABLES:
            connection.execute(
                f"CREATE TABLE floor.{table} (LIKE public.{table} INCLUDING ALL) WITH (autovacuum_enabled = false)"
            )
        connection.execute("CREATE SEQUENCE floor.number; CREATE SEQUENCE floor.entry")
        newest = connection.execute(
            "SELECT max(id) FROM appeals_appeal WHERE key IS NOT NULL AND lead_id IS NOT NULL"
        ).fetchone()
        assert newest
        fresh = {
            "appeals_appeal": {
                "reference": "'XG20261124-' || lpad(nextval('floor.number')::text, 6, '0')",
                "key": "'key-' || currval('floor.number')", "repeats_id": "NULL",
            },
            "appeals_assignment": {"appeal_id": "filed.id"},
            "journal_entry": {
                "id": "nextval('floor.entry')", "subject": "'appeal:' || filed.reference", "number": "1",
            },
        }  # fmt: skip
        where = {
            "appeals_appeal": "id = %(id)s",
            "appeals_assignment": "appeal_id = %(id)s",
            "journal_entry": "subject = 'appeal:' || (SELECT reference FROM appeals_appeal WHERE id = %(id)s)",
        }
        rows = {
            table: _row(connection, table, where[table], newest[0], new)
            for table, new in fresh.items()
        }
    one = (
        "WITH filed AS (INSERT INTO floor.appeals_appeal {appeals_appeal} RETURNING id, reference),"
        " handed AS (INSERT INTO floor.appeals_assignment {appeals_assignment} FROM filed),"
        " queued AS (INSERT INTO floor.appeals_searchqueue (appeal_id) SELECT id FROM filed),"
        " entry AS (INSERT INTO floor.journal_entry {journal_entry} FROM filed RETURNING id)"
        " INSERT INTO floor.journal_outbox (entry_id) SELECT id FROM entry;"
    )
    filed = (
        " FROM (SELECT currval(pg_get_serial_sequence('floor.appeals_appeal', 'id')) AS id,"
        " 'XG20261124-' || lpad(currval('floor.number')::text, 6, '0') AS reference) AS filed;\n"
    )
    several = (
        "BEGIN;\n"
        "INSERT INTO floor.appeals_appeal {appeals_appeal};\n"
        f"INSERT INTO floor.appeals_assignment {{appeals_assignment}}{filed}"
        f"INSERT INTO floor.appeals_searchqueue (appeal_id) SELECT id{filed}"
        f"INSERT INTO floor.journal_entry {{journal_entry}}{filed}"
        "INSERT INTO floor.journal_outbox (entry_id) SELECT currval('floor.entry');\n"
        "END;"
    )
    return several.format_map(rows), one.format_map(rows)


def _row(
    connection: psycopg.Connection, table: str, where: str, number: int, new: dict[str, str]
) -> str:
    """`(columns) SELECT values`: the values of one row as they stand, but those that must be new."""
    types = dict(
        connection.execute(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
            [table],
        ).fetchall()
    )
    if "id" not in new:
        del types["id"]
    texts = ", ".join(f'"{name}"::text' for name in types)
    row = connection.execute(
        f"SELECT {texts} FROM {table} WHERE {where}", {"id": number}
    ).fetchone()
    assert row
    values = [
        new.get(name) or f"{_literal(value)}::{types[name]}"
        for name, value in zip(types, row, strict=True)
    ]
    names = ", ".join(f'"{name}"' for name in types)
    return f"({names}) SELECT {', '.join(values)}"


def _literal(value: str | None) -> str:
    """A value as SQL; without a colon, after which pgbench would look for a variable's name."""
    if value is None:
        return "NULL"
    for plain, written in (("\\", "\\\\"), ("'", "''"), (":", "\\072"), ("\n", "\\n")):
        value = value.replace(plain, written)
    return f"E'{value}'"


def measure(system: System, script: str, *, clients: int, seconds: int) -> float:
    """Rows of one appeal inserted a second, each appeal a transaction of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "intake.sql"
        path.write_text(script + "\n")
        done = subprocess.run(
            [
                str(binaries() / "pgbench"), "-n", "-M", "prepared", "-f", str(path), "-T", str(seconds),
                "-c", str(clients), "-j", "2", "-h", str(system.sockets), "-U", "liandong", "liandong",
            ],
            check=False, capture_output=True, text=True,
            env={k: v for k, v in os.environ.items() if not k.startswith("PG")},
        )  # fmt: skip
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if done.returncode or not found:
        raise SystemExit(f"pgbench failed: {done.stderr[-500:]}")
    return float(found[1])
