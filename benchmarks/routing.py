"""How many reported appeals reach the department that handled them: by the rules, or over the API.

    python benchmarks/routing.py                                the rules alone
    python benchmarks/routing.py --base http://… --token …      every case filed at a running system

A case names the kind of department (`department_norm`) that handled it. A hit is a suggested
department of that kind. Cases whose kind is 其他 name no single department: they are counted
apart. `norm_basis` tells the departments that solved a case from those that only passed it on.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from liandong.language.routing import Router, RoutingCategory, RoutingRule, compile_rules

ROOT = Path(__file__).resolve().parents[1]
DEPARTMENTS = ROOT / "liandong/departments/data/departments.json"
CATEGORIES = ROOT / "liandong/appeals/data/categories.json"
RULES = ROOT / "liandong/appeals/data/routing_rules.json"
CASES = ROOT / "../shared/data/enterprise-appeals/cases.jsonl"
UNNAMED = "其他"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case and the kinds of department suggested for it, best first."""

    case: dict[str, Any]
    kinds: list[str]
    shown: list[str]


def norms() -> dict[str, str]:
    """The kind of each department, under its code, its name and its short name."""
    kinds: dict[str, str] = {}
    for row in json.loads(DEPARTMENTS.read_text("utf-8"))["departments"]:
        kinds |= dict.fromkeys((row["code"], row["name"], row["short"]), row["norm"])
    return kinds


def shipped_router() -> Router:
    """The router of the rules in the data files."""
    categories = json.loads(CATEGORIES.read_text("utf-8"))["categories"]
    rules = json.loads(RULES.read_text("utf-8"))["rules"]
    return compile_rules(
        map(RoutingRule.from_data, rules), map(RoutingCategory.from_data, categories)
    )


def offline(kinds: dict[str, str]) -> Callable[[dict[str, Any]], Outcome]:
    """Ask the engine directly."""
    router = shipped_router()

    def ask(case: dict[str, Any]) -> Outcome:
        found = router.suggest(case["text"])
        return Outcome(
            case,
            [kinds[one.department] for one in found],
            [f"{one.category}→{one.department} {one.confidence:.2f}" for one in found],
        )

    return ask


def over_api(base: str, token: str, kinds: dict[str, str]) -> Callable[[dict[str, Any]], Outcome]:
    """Ask for suggestions and file the case; the filed appeal's department must be the first."""

    def post(path: str, body: dict[str, Any]) -> dict[str, Any]:
        request = urllib.request.Request(
            base.rstrip("/") + path,
            json.dumps(body).encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            result: dict[str, Any] = json.load(answer)
            return result

    def kind(department: Any) -> str:
        for word in spellings(department):
            if word in kinds:
                return kinds[word]
        return f"unknown department: {department}"

    def ask(case: dict[str, Any]) -> Outcome:
        found = post("/api/v1/appeals/suggest", {"text": case["text"]})["suggestions"]
        filed = post("/api/v1/appeals", {"text": case["text"]})
        first = [filed["department"]] if filed.get("department") else []
        rest = [one["department"] for one in found if [one["department"]] != first]
        return Outcome(
            case,
            [kind(one) for one in first + rest],
            [json.dumps(one, ensure_ascii=False) for one in first + rest],
        )

    return ask


def spellings(department: Any) -> Iterable[str]:
    """The words by which an answer may name a department: a plain string or an object."""
    if isinstance(department, dict):
        return [str(department[key]) for key in ("code", "name", "short") if key in department]
    return [str(department)]


def report(title: str, outcomes: list[Outcome]) -> None:
    """Print how many hit first and among the first two."""
    due = len(outcomes)
    first = sum(one.case["department_norm"] in one.kinds[:1] for one in outcomes)
    two = sum(one.case["department_norm"] in one.kinds[:2] for one in outcomes)
    print(f"{title:<40} first {first}/{due} = {first / max(due, 1):.1%}", end="")
    print(f"   among two {two}/{due} = {two / max(due, 1):.1%}")


def main() -> int:
    """Run every case and print the figures and the misses."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--cases", type=Path, default=CASES)
    parser.add_argument("--base", help="address of a running system; without it, the rules alone")
    parser.add_argument("--token", help="API token of an enterprise's member")
    parser.add_argument("--quiet", action="store_true", help="no misses")
    options = parser.parse_args()
    if bool(options.base) != bool(options.token):
        parser.error("--base and --token belong together")
    try:
        lines = options.cases.read_text("utf-8").splitlines()
    except OSError as error:
        parser.error(f"cannot read the cases: {error}")
    cases = [json.loads(line) for line in lines if line.strip()]
    kinds = norms()
    ask = over_api(options.base, options.token, kinds) if options.base else offline(kinds)
    started = time.perf_counter()
    try:
        outcomes = [ask(case) for case in cases]
    except urllib.error.HTTPError as error:
        print(f"{error.url} answered {error.code}: {error.read()[:300]!r}", file=sys.stderr)
        return 1
    except urllib.error.URLError as error:
        print(f"{options.base} cannot be reached: {error.reason}", file=sys.stderr)
        return 1
    spent = time.perf_counter() - started
    named = [one for one in outcomes if one.case["department_norm"] != UNNAMED]
    unnamed = [one for one in outcomes if one.case["department_norm"] == UNNAMED]
    if not options.quiet:
        for one in named:
            if one.case["department_norm"] not in one.kinds[:1]:
                mark = "second" if one.case["department_norm"] in one.kinds[:2] else "miss"
                case = one.case
                print(f"[{mark}] {case['department_norm']} ({case['norm_basis']}) {case['text']}")
                print(f"        {' · '.join(one.shown)}")
    report("all with a named kind", named)
    report(
        "of these, solved by that department",
        [one for one in named if one.case["norm_basis"] == "resolver"],
    )
    report("kind 其他 (counted apart)", unnamed)
    report("everything", outcomes)
    print(f"{spent / max(len(cases), 1) * 1000:.3f} ms a case")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
