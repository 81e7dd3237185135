"""The enterprises of a region with what they are scored by; for code, not eyes."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from pydantic_core import from_json

from liandong.departments.models import Region
from liandong.keylists.rules.score import Facts, Score, in_order, scores
from liandong.keylists.rules.terms import GROWTHS, POINTS, TAX, Terms
from liandong.kit.regions import code_prefix

BARRED = ("blacklisted", "abnormal", "court_debtor")  # while it is so, no place on the list
STATUS = "status"
MOST_BARRED = 50  # of those left out as many are listed, who paid most first
CODES = [TAX, *GROWTHS, *POINTS, *BARRED, STATUS]
CANDIDATES = """
SELECT e.id, e.uscc, (SELECT jsonb_object_agg(key, value) FROM jsonb_each(s.facts) WHERE key = ANY (%s))
FROM enterprises_enterprise e LEFT JOIN enterprises_sheet s ON s.enterprise_id = e.id
WHERE e.region_id LIKE %s AND e.is_verified AND e.merged_into_id IS NULL
"""


@dataclass(frozen=True)
class Scored:
    """All candidates, best first, each with its score; and who was left out for what."""

    order: list[int]
    scores: dict[int, Score]
    barred: list[list[Any]]  # number, fact, value, source, day


def scored(region: Region, terms: Terms) -> Scored:
    """Return the verified enterprises of a region scored by what the base knows now; one query."""
    facts: dict[int, Facts] = {}
    codes: dict[int, str] = {}
    barred: list[tuple[float, list[Any]]] = []
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES, [CODES, f"{code_prefix(region.code)}%"])
        for pk, uscc, found in cursor.fetchall():
            known = from_json(found) if found else {}
            if why := _why_barred(known):
                tax = float(known[TAX][0]) if TAX in known else 0.0
                barred.append((-tax, [pk, why, *known[why][:3]]))
            else:
                facts[pk], codes[pk] = known, uscc
    found_scores = scores(facts, terms)
    barred.sort(key=lambda row: (row[0], row[1][0]))
    return Scored(
        order=in_order(found_scores, codes),
        scores=found_scores,
        barred=[row for _tax, row in barred[:MOST_BARRED]],
    )


def _why_barred(known: Facts) -> str:
    if STATUS in known and known[STATUS][0] != "open":
        return STATUS
    return next((code for code in BARRED if code in known and known[code][0]), "")
