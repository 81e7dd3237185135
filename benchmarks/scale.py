"""Whether a list, a case and a search take as long among a million appeals as among ten thousand."""

import random
from urllib.parse import quote

import psycopg

from benchmarks import district
from benchmarks.client import drive, percentile, request
from benchmarks.results import Results
from benchmarks.system import System

SMALL = 10_000
SERVER_MS = 50  # at the 95th percentile
TIMES = 2  # at most so many times what it takes among ten thousand
SEARCHES, READS = 300, 200


class Scale:
    """Measures reads one after the other over one connection, so that what counts is the server's time."""

    def __init__(self, system: System, tokens: dict[str, str], cookies: dict[str, str]) -> None:
        self.system, self.tokens, self.cookies = system, tokens, cookies
        self.small: dict[str, float] = {}

    def measure(self, appeals: int, results: Results) -> None:
        """Measure everything among so many appeals; the first call is what later ones compare with."""
        chance = random.Random(appeals)
        words = list(district.words(appeals, SEARCHES))
        with psycopg.connect(self.system.url) as connection:
            led = connection.execute(
                "SELECT reference FROM appeals_appeal a JOIN departments_department d ON d.id = a.lead_id"
                " WHERE d.code = 'ly-power' ORDER BY a.id"
            ).fetchall()
        cases = [chance.choice(led)[0] for _ in range(READS)]
        searches = [f"/api/v1/appeals?limit=20&q={quote(word)}" for word in words]
        ends = [f"/api/v1/appeals?q={reference[-6:]}" for reference in cases]
        for name, who, paths in (
            ("officer's list", "officer", ["/api/v1/appeals?scope=lead&limit=20"] * READS),
            ("officer's open list", "officer", ["/api/v1/appeals?scope=lead&state=open"] * READS),
            ("coordinator's list", "coordinator", ["/api/v1/appeals?limit=20"] * READS),
            ("a case", "officer", [f"/api/v1/appeals/{case}" for case in cases]),
            (
                "a case's timeline",
                "officer",
                [f"/api/v1/appeals/{case}/timeline" for case in cases],
            ),
            ("search in the region", "coordinator", searches),
            ("search in a department", "officer", [f"{path}&scope=lead" for path in searches]),
            ("search by the end of a reference", "coordinator", ends),
            ("desk page", "officer", ["/desk/"] * (READS // 4)),
            ("case page", "officer", [f"/desk/appeals/{case}/" for case in cases[: READS // 4]]),
            ("search page", "officer", [f"/desk/?q={quote(word)}" for word in words[: READS // 2]]),
        ):
            took = self._time(who, paths)
            limit = ("limit", SERVER_MS) if appeals > SMALL else ()
            title = f"{name}, {appeals:,} appeals, p95"
            results.add(title, took, "ms", *limit, aim="≤" if limit else "")
            if name in self.small:
                results.add(
                    f"{name}, {appeals:,} appeals against {SMALL:,}",
                    took, "ms", f"{TIMES} × {SMALL:,}", TIMES * self.small[name], aim="≤",
                )  # fmt: skip
            else:
                self.small[name] = took

    def _time(self, who: str, paths: list[str]) -> float:
        """Milliseconds of the 95th percentile; of three rounds the middle one."""
        cookie = [f"Cookie: {self.cookies[who]}"] if who in self.cookies else []
        messages = [request("GET", path, self.tokens[who], headers=cookie) for path in paths]
        drive(self.system.port, messages[:20], clients=1, seconds=60)
        took = []
        for _ in range(3):
            run = drive(self.system.port, messages, clients=1, seconds=300)
            if set(run.statuses) != {200}:
                raise SystemExit(f"{paths[0]} answered {run.statuses}")
            took.append(percentile(run.seconds, 0.95) * 1000)
        return sorted(took)[1]
