"""How fast appeals are taken in over HTTP with all their processing, and how soon an open page shows one."""

import http.client
import itertools
import json
import random
import statistics
import threading
import time
from collections.abc import Iterator

import psycopg

from benchmarks import district, floor, texts
from benchmarks.client import drive, percentile, request
from benchmarks.results import Results
from benchmarks.system import System

CLIENTS = 8
ROUNDS = 3
MOST_A_SECOND = 3000  # messages are made beforehand, for no more than this
ARRIVALS = 100

_number = itertools.count()


def measure(system: System, tokens: dict[str, str], results: Results, seconds: int) -> None:
    """Take turns with pgbench, so that both see the same machine; report the medians."""
    drive(system.port, _messages(tokens, 3), clients=CLIENTS, seconds=3)  # warm
    _wait_until_told(system)
    several, one = floor.prepare(system)
    floors, least, runs, backlog = [], [], [], []
    spent = dict.fromkeys(system.seconds(), 0.0)
    for _ in range(ROUNDS):
        floors.append(floor.measure(system, several, clients=CLIENTS, seconds=seconds))
        least.append(floor.measure(system, one, clients=CLIENTS, seconds=seconds))
        messages = _messages(tokens, seconds)
        before = system.seconds()
        run = drive(system.port, messages, clients=CLIENTS, seconds=seconds)
        after = system.seconds()
        spent = {part: spent[part] + after[part] - before[part] for part in spent}
        runs.append(run)
        if set(run.statuses) != {201}:
            raise SystemExit(f"not every appeal was taken in: {run.statuses}")
        backlog.append(_wait_until_told(system))
    limit = statistics.median(floors)
    rate = statistics.median(run.rate for run in runs)
    taken = sum(len(run.seconds) for run in runs)
    results.add("floor: pgbench, the same rows in one transaction, 8 clients", limit, "appeals/s")
    bottom = statistics.median(least)
    results.add("pgbench, the same rows in one statement, 8 clients", bottom, "appeals/s")
    results.add("intake over HTTP, 8 clients", rate, "appeals/s", "aim", 1000, aim="≥")
    results.add("intake, against the floor", rate, "appeals/s", "floor ÷ 4", limit / 4, aim="≥")
    results.add("intake, against one statement", rate, "appeals/s", "pgbench", bottom)
    for share in (0.5, 0.95, 0.99):
        name = f"intake, {share:.0%} answered within"
        value = statistics.median(run.percentile(share) for run in runs)
        if share == 0.99:
            results.add(name, value, "ms", "aim", 50, aim="≤")
        else:
            results.add(name, value, "ms")
    results.add("intake, slowest answer", max(max(run.seconds) for run in runs) * 1000, "ms")
    results.add("after the last, all are told and indexed within", max(backlog), "s")
    for part, used in spent.items():
        results.add(f"intake, processor time for one appeal: {part}", used / taken * 1e6, "µs")
    for part, megabytes in system.memory().items():
        results.add(f"memory after the intake: {part}", megabytes, "MB")


def measure_arrival(system: System, tokens: dict[str, str], cookie: str, results: Results) -> None:
    """From filing to the open page of the department: the event on its stream, then its list holds it."""
    stream = _Stream(system.events_port, cookie)
    line = http.client.HTTPConnection("127.0.0.1", system.port)
    officer = {"Authorization": f"Bearer {tokens['officer']}"}
    enterprise = {
        "Authorization": f"Bearer {tokens['enterprise0']}",
        "Content-Type": "application/json",
    }
    chance, seconds = random.Random(7), []
    for number in range(ARRIVALS):
        time.sleep(chance.uniform(0.02, 0.3))
        body = json.dumps({"text": f"厂区变压器容量不够，申请用电增容，第{number}件"})
        began = time.perf_counter()
        line.request("POST", "/api/v1/appeals", body, enterprise)
        reference = json.loads(line.getresponse().read())["reference"]
        stream.wait_for(f"appeal:{reference}")
        line.request("GET", "/api/v1/appeals?scope=lead&limit=5", headers=officer)
        if reference not in line.getresponse().read().decode():
            raise SystemExit("the list of the department does not hold what its page was told of")
        seconds.append(time.perf_counter() - began)
    name = "from filing to the department's open page, {:.0%} within"
    results.add(name.format(0.5), percentile(seconds, 0.5) * 1000, "ms")
    results.add(name.format(0.95), percentile(seconds, 0.95) * 1000, "ms", "aim", 1000, aim="≤")


class _Stream:
    """An open page of one person, listening to what changes."""

    def __init__(self, port: int, cookie: str) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port)
        line.request("GET", "/events/", headers={"Cookie": cookie})
        self.answer = line.getresponse()
        if self.answer.status != 200:
            raise SystemExit(f"no stream of events: {self.answer.status}")
        self.seen: set[str] = set()
        self.news = threading.Condition()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self.answer:
            if line.startswith(b"data:"):
                with self.news:
                    self.seen.add(json.loads(line[5:])["subject"])
                    self.news.notify_all()

    def wait_for(self, subject: str) -> None:
        with self.news:
            if not self.news.wait_for(lambda: subject in self.seen, 30):
                raise SystemExit("half a minute after filing, no open page was told")


def _messages(tokens: dict[str, str], seconds: float) -> Iterator[bytes]:
    """Appeals of eight enterprises, each under a key of its own, made beforehand."""
    senders = [token for name, token in tokens.items() if name.startswith("enterprise")]
    made = []
    for _ in range(int(seconds * MOST_A_SECOND)):
        number = next(_number)
        text = texts.appeal(10**9 + number, district.ENTERPRISES)[2]
        body = json.dumps({"text": text, "contact_phone": "13800000000"}).encode()
        key = f"Idempotency-Key: bench-{number}"
        sender = senders[number % len(senders)]
        made.append(request("POST", "/api/v1/appeals", sender, body, [key]))
    return iter(made)


def _wait_until_told(system: System, patience: float = 120) -> float:
    """Seconds until the outbox and the search queue are empty."""
    began = time.monotonic()
    with psycopg.connect(system.url, autocommit=True) as connection:
        while time.monotonic() - began < patience:
            row = connection.execute(
                "SELECT EXISTS (SELECT 1 FROM journal_outbox)"
                " OR EXISTS (SELECT 1 FROM appeals_searchqueue)"
            ).fetchone()
            if row and not row[0]:
                return time.monotonic() - began
            time.sleep(0.05)
    raise SystemExit(f"after {patience} s there are still appeals that nobody was told of")
