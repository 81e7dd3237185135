"""The enterprise base with a million enterprises of sixty facts each: a page, search, a column, the import.

The limit of writing is plain `COPY` of the same rows into one table without an index.
"""

import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from benchmarks import district
from benchmarks.client import drive, percentile, request
from benchmarks.results import Results
from benchmarks.system import System
from liandong.enterprises.actions.blocks import refresh_blocks
from liandong.enterprises.models import catalogue
from liandong.enterprises.queries.columns import column
from liandong.enterprises.rules.kinds import Kind
from liandong.enterprises.rules.values import parse
from liandong.kit.codes import make_uscc
from liandong.kit.refusals import Refused

FACTS, VARIANTS = 60, 97
READS = 200
PAGE_MS, SEARCH_MS = 50, 50
VALUES_A_SECOND, ROWS_A_SECOND, MEGABYTES = 5_000_000, 2_000, 400
ON = "2026-06-30"
CHARACTERS = "华明远达宏盛中天瑞丰恒泰新科金龙东方大成广源永兴佳和信通正德海山金星凯旋蓝云"
TRADES = (
    *("轴承", "机械", "面粉", "电子", "建材", "物流", "食品", "包装", "模具"),
    *("阀门", "铜业", "玻璃", "家具", "农机", "仪表", "化工", "服装", "软件"),
)
WORDS = {
    "text": "文字", "yes_no": True, "region": district.REGION, "industry": "C3451",
    "phone": "13800000000", "date": "2015-03-01",
}  # fmt: skip


class Base:
    """Fills the base and measures what people and programs ask of it."""

    def __init__(self, system: System, tokens: dict[str, str], cookies: dict[str, str]) -> None:
        self.system, self.tokens, self.cookies = system, tokens, cookies
        self.kinds = _kinds()
        self.pieces = [
            [
                f'"{kind.code}": {json.dumps([value, "bench", ON, n + 1])}'
                for n, value in enumerate(v)
            ]
            for kind, v in self.kinds
        ]

    def measure(self, rows: int, results: Results, say: Callable[[str], None]) -> None:
        """Measure everything among so many enterprises."""
        say(f"{rows:,} enterprises of {len(self.kinds)} facts are being written")
        self._fill(rows, results)
        say("blocks are being packed")
        while refresh_blocks():
            pass
        say("reading")
        self._read(rows, results)
        self._column(results)
        say("importing")
        self._import(20_000 if rows <= 100_000 else 100_000, rows, results)

    def _sheet(self, number: int) -> str:
        return "{%s}" % ", ".join(p[(number + k) % VARIANTS] for k, p in enumerate(self.pieces))  # noqa: UP031

    def _fill(self, rows: int, results: Results) -> None:
        with psycopg.connect(self.system.superuser, autocommit=True) as connection:
            connection.execute(
                "CREATE TABLE plain (uscc text, name text, region text, facts jsonb);"
                "INSERT INTO enterprises_source (code, name, name_en, rank, norms, is_listed)"
                " VALUES ('bench', '测量', '', 90, '{}', true)"
                " ON CONFLICT DO NOTHING"
            )
            began = time.perf_counter()
            with connection.cursor().copy("COPY plain FROM STDIN") as copy:
                for n in range(rows):
                    copy.write_row(
                        (make_uscc(n, "410302"), name_of(n), district.REGION, self._sheet(n))
                    )
            floor = rows / (time.perf_counter() - began)
            first = _number(
                connection, "SELECT coalesce(max(id), 0) + 1 FROM enterprises_enterprise"
            )
            began = time.perf_counter()
            connection.execute(
                "INSERT INTO enterprises_enterprise (id, uscc, name, region_id, address, industry, industry_name,"
                " scale, is_key, contact_name, contact_phone, is_verified, is_sample)"
                " SELECT %s + row_number() OVER () - 1, uscc, name, region, '', 'C3451', '滚动轴承制造', 'small',"
                " false, '', '', true, true FROM plain",
                [first],
            )
            connection.execute(
                "INSERT INTO enterprises_sheet (enterprise_id, facts) SELECT e.id, p.facts"
                " FROM plain p JOIN enterprises_enterprise e USING (uscc) ORDER BY e.id"
            )
            for day in (ON, "2026-03-31", "2025-12-31"):
                connection.execute(
                    'INSERT INTO enterprises_report (enterprise_id, source_id, "on", facts, recorded_at)'
                    " SELECT id, 'bench', %s, '{\"employees\": 7}', now() FROM enterprises_enterprise"
                    " WHERE id >= %s ORDER BY id",
                    [day, first],
                )
            connection.execute(
                "SELECT setval(pg_get_serial_sequence('enterprises_enterprise', 'id'), %s)",
                [first + rows],
            )
            filled = rows / (time.perf_counter() - began)
            connection.execute("DROP TABLE plain")
            connection.execute("VACUUM ANALYZE")
        results.add(f"enterprises by COPY into one table, {rows:,}", floor, "rows/s")
        results.add("the same with search, sheet and three reports, in bulk", filled, "rows/s")
        self.floor = floor

    def _read(self, rows: int, results: Results) -> None:
        chance = random.Random(rows)
        picked = [chance.randrange(rows) for _ in range(READS)]
        codes = [make_uscc(n, "410302") for n in picked]
        names = [name_of(n) for n in picked]
        with psycopg.connect(self.system.url) as connection:
            initials = [
                str(connection.execute("SELECT enterprises_initials(%s)", [n]).fetchone()[0])  # type: ignore[index]
                for n in names
            ]
        api, desk, part = "/api/v1/enterprises", "/desk/enterprises/", ("HX-Request: true",)
        for name, paths, limit, headers in (
            ("an enterprise's page", [f"{desk}{code}/" for code in codes], PAGE_MS, ()),
            ("an enterprise's page beside the list", [f"{desk}{code}/" for code in codes], PAGE_MS, part),
            ("what is fetched beside its facts", [f"{desk}{code}/side/" for code in codes], PAGE_MS, part),
            ("what is fetched of missing facts", [f"{desk}{code}/missing/" for code in codes], PAGE_MS, part),
            ("one fact opened", [f"{desk}{code}/facts/revenue/" for code in codes], PAGE_MS, part),
            ("an enterprise over the API", [f"{api}/{code}" for code in codes], PAGE_MS, ()),
            ("search by part of a name", [f"{api}?q={quote(n[2:6])}" for n in names], SEARCH_MS, ()),
            ("search by a frequent part", [f"{api}?q={quote(n[4:6])}" for n in names], SEARCH_MS, ()),
            ("search by initials", [f"{api}?q={i[2:7]}" for i in initials], SEARCH_MS, ()),
            ("search by the end of a code", [f"{api}?q={c[-8:]}" for c in codes], SEARCH_MS, ()),
            ("search by a whole code", [f"{api}?q={c}" for c in codes], SEARCH_MS, ()),
            ("the list at the desk, searched", [f"{desk}?q={quote(n[2:6])}" for n in names], SEARCH_MS, ()),
            ("the list at the desk", [desk] * (READS // 4), SEARCH_MS, ()),
            ("possible duplicates", [f"{desk}duplicates/"] * (READS // 4), PAGE_MS, ()),
        ):  # fmt: skip
            took = self._time(paths, headers)
            results.add(f"{name}, {rows:,} enterprises, p95", took, "ms", "limit", limit, aim="≤")

    def _time(self, paths: list[str], headers: tuple[str, ...]) -> float:
        """Milliseconds of the 95th percentile; of three rounds the middle one."""
        more = [f"Cookie: {self.cookies['coordinator']}", *headers]
        token = self.tokens["coordinator"]
        messages = [request("GET", path, token, headers=more) for path in paths]
        drive(self.system.port, messages[:20], clients=1, seconds=60)
        took = []
        for _ in range(3):
            run = drive(self.system.port, messages, clients=1, seconds=300)
            if set(run.statuses) != {200}:
                raise SystemExit(f"{paths[0]} answered {run.statuses}")
            took.append(percentile(run.seconds, 0.95) * 1000)
        return sorted(took)[1]

    def _column(self, results: Results) -> None:
        rates = []
        for _ in range(6):  # the first warms
            began = time.perf_counter()
            values = len(column("employees").ids)
            rates.append(values / (time.perf_counter() - began))
        rate = sorted(rates[1:])[2]
        results.add("a fact of all enterprises", rate, "values/s", "aim", VALUES_A_SECOND, aim="≥")

    def _import(self, many: int, rows: int, results: Results) -> None:
        """Half of what comes is known and changes, half is new."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "in.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(["uscc", "name", *(kind.code for kind, _values in self.kinds)])
                for n in range(many):
                    region = "410302" if n % 2 else "410304"
                    code = make_uscc(n % rows, region)
                    writer.writerow(
                        [code, name_of(n), *(v[(n * 7) % VARIANTS] for _k, v in self.kinds)]
                    )
            began = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-m", "config.command", "import-enterprises", str(path), "--source", "税务",
                 "--on", "2026-09-30", "--sure"],
                check=False, capture_output=True, text=True,
            )  # fmt: skip
            took = time.perf_counter() - began
        if not done.stdout.strip() or json.loads(done.stdout.splitlines()[-1])["rejected"]:
            raise SystemExit(f"the import said {done.stdout[-300:]} {done.stderr[-600:]}")
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        results.add(
            f"import of {many:,} rows by the command",
            many / took,
            "rows/s",
            "aim",
            ROWS_A_SECOND,
            aim="≥",
        )
        results.add("that import against COPY", many / took / self.floor, "of the floor")
        results.add("memory of the largest command", memory, "MB", "limit", MEGABYTES, aim="≤")


def name_of(number: int) -> str:
    """Return a name such as companies bear; every one is found by its two or three own characters."""
    first, rest = number % len(CHARACTERS), number // len(CHARACTERS)
    second, third = rest % len(CHARACTERS), rest // len(CHARACTERS)
    own = (
        CHARACTERS[first]
        + CHARACTERS[second]
        + (CHARACTERS[third % len(CHARACTERS)] if third else "")
    )
    return f"洛阳{own}{TRADES[number % len(TRADES)]}有限公司"


def _kinds() -> list[tuple[Kind, list[Any]]]:
    """Return sixty facts, each with values that the base takes."""
    kinds = [k for k in catalogue().kinds.values() if not k.computed and k.code != "name"]
    return [(kind, list(_values(kind))) for kind in kinds[:FACTS]]


def _values(kind: Kind) -> Iterator[Any]:
    today = date.fromisoformat("2026-11-24")
    for n in range(VARIANTS):
        if kind.type in {"integer", "money", "number", "share"}:
            raw: Any = 0.5 if kind.type == "share" else (n + 1) * 10
        else:
            raw = kind.choices[n % len(kind.choices)][0] if kind.choices else WORDS[kind.type]
        try:
            yield parse(kind, raw, catalogue(), today)
        except Refused:
            yield parse(kind, "2027-06-30" if kind.type == "date" else 1, catalogue(), today)


def _number(connection: psycopg.Connection[Any], query: str) -> int:
    row = connection.execute(query).fetchone()
    assert row
    return int(row[0])
