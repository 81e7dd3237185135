"""Loading a region's categories, rules, reasons and limits from the files that come with the product."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from liandong.appeals.models import (
    Category,
    DangerWord,
    DeclineReason,
    RoutingRule,
    Terms,
)
from liandong.appeals.queries.directory import forget_directory
from liandong.departments.models import Department

DATA = Path(__file__).resolve().parent.parent / "data"


def _read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text("utf-8"))
    return data


@transaction.atomic
def load_reference(region: str) -> None:
    """Load what comes with the product where nothing stands yet; what an administrator changed stays."""
    departments = {d.code: d for d in Department.objects.all()}
    Category.objects.bulk_create(
        (
            Category(
                code=row["code"],
                name=row["name"],
                group=row["group"],
                hint=row["hint"],
                lead=departments.get(row["department"]),
                limit_class=row["limit"],
                alternates=row.get("alternates", []),
                by_subject=row.get("by_subject", False),
                words=row.get("keywords", []),
                order=order,
            )
            for order, row in enumerate(_read("categories")["categories"])
        ),
        ignore_conflicts=True,
    )
    RoutingRule.objects.bulk_create(
        (
            RoutingRule(
                code=row["code"],
                words=row["words"],
                with_words=row.get("with", []),
                without_words=row.get("without", []),
                category_id=row["category"],
                department=departments.get(row["department"] or ""),
                weight=row["weight"],
                note=row.get("note", ""),
            )
            for row in _read("routing_rules")["rules"]
        ),
        ignore_conflicts=True,
    )
    DeclineReason.objects.bulk_create(
        (
            DeclineReason(
                code=row["code"],
                title=row["title"],
                explanation=row["explanation"],
                turn_to=row["turn_to"],
                order=order,
            )
            for order, row in enumerate(_read("decline_reasons")["reasons"])
        ),
        ignore_conflicts=True,
    )
    DangerWord.objects.bulk_create(
        (
            DangerWord(
                name=row["name"],
                words=row["words"],
                with_words=row.get("with", []),
                without_words=row.get("without", []),
                numbers=row["numbers"],
            )
            for row in _read("danger_words")["words"]
        ),
        ignore_conflicts=True,
    )
    Terms.objects.get_or_create(region_id=region)
    forget_directory()
