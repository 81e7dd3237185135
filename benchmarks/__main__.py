"""Measure everything and write `results.json` and `results.md` beside this file.

make bench                        a million appeals: a quarter of an hour, 5 GB
make bench ARGS=--quick           a hundred thousand
make bench ARGS="--only intake"   one part: intake, arrival, scale, routing or enterprises
"""

import argparse
import time
from importlib import import_module
from pathlib import Path

from benchmarks.results import Results
from benchmarks.system import System, running

PARTS = ("intake", "arrival", "scale", "routing", "enterprises")


def main() -> None:
    """Start the system on a new folder and measure one part after the other."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument("--rows", type=int, default=1_000_000, help="appeals and enterprises")
    parser.add_argument("--quick", action="store_true", help="100,000 of each, short runs")
    parser.add_argument("--only", choices=PARTS, action="append", help="leave the others out")
    parser.add_argument("--seconds", type=int, default=8, help="of each run of the intake")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder of results")
    given = parser.parse_args()
    parts = given.only or list(PARTS)
    rows, seconds = (100_000, 4) if given.quick else (given.rows, given.seconds)
    results = Results()
    with running() as system:
        _measure(system, parts, rows, seconds, results)
    results.write(given.out)
    print(f"\n{results.table()}\nwritten to {given.out / 'results.json'} and results.md")


def _measure(system: System, parts: list[str], rows: int, seconds: int, results: Results) -> None:
    district = import_module("benchmarks.district")  # with the database's address known
    intake, scale = import_module("benchmarks.intake"), import_module("benchmarks.scale")
    routing = import_module("benchmarks.routing")
    began = time.monotonic()

    def say(what: str) -> None:
        print(f"[{time.monotonic() - began:.0f} s] {what}", flush=True)

    say("the system runs; people and enterprises are being created")
    tokens = district.people()
    cookies = {name: district.cookie_of(name) for name in ("officer", "coordinator")}
    if "routing" in parts and routing.CASES.exists():
        say("routing of reported appeals")
        kinds = routing.norms()
        ask = routing.over_api(f"http://127.0.0.1:{system.port}", tokens["enterprise0"], kinds)
        lines = routing.CASES.read_text("utf-8").splitlines()
        found = [ask(case) for case in map(routing.json.loads, filter(str.strip, lines))]
        named = [one for one in found if one.case["department_norm"] != routing.UNNAMED]
        for most, words, aim in ((1, "first", 70), (2, "among the first two", 85)):
            hits = sum(one.case["department_norm"] in one.kinds[:most] for one in named)
            share = 100 * hits / max(1, len(named))
            results.add(
                f"reported appeals whose department is {words}", share, "%", "aim", aim, aim="≥"
            )
    if "intake" in parts:
        say("intake, in turns with pgbench")
        intake.measure(system, tokens, results, seconds)
    if "arrival" in parts:
        say("from filing to an open page")
        intake.measure_arrival(system, tokens, cookies["officer"], results)
    if "scale" in parts:
        district.empty(system.superuser)
        measured = scale.Scale(system, tokens, cookies)
        for first, last in ((0, scale.SMALL), (scale.SMALL, rows)):
            say(f"{last:,} appeals are being written")
            district.fill(system.superuser, first, last, say)
            measured.measure(last, results)
    if "enterprises" in parts:
        base = import_module("benchmarks.base")
        base.Base(system, tokens, cookies).measure(rows, results, say)


if __name__ == "__main__":
    main()
