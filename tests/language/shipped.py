"""The rules, categories and departments that come with the product, as the tests read them."""

import json
from pathlib import Path
from typing import Any

from liandong.language.routing import RoutingCategory, RoutingRule

HERE = Path(__file__).parent
APPEALS = HERE.parents[1] / "liandong/appeals/data"
DEPARTMENTS = HERE.parents[1] / "liandong/departments/data"


def read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return data


def shipped_rules() -> list[RoutingRule]:
    return [RoutingRule.from_data(row) for row in read(APPEALS / "routing_rules.json")["rules"]]


def shipped_categories() -> list[RoutingCategory]:
    rows = read(APPEALS / "categories.json")["categories"]
    return [RoutingCategory.from_data(row) for row in rows]


def departments() -> dict[str, dict[str, Any]]:
    rows = read(DEPARTMENTS / "departments.json")["departments"]
    return {row["code"]: row for row in rows}
