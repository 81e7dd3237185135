"""Key enterprises as JSON, for those who read the list at the desk."""

from datetime import datetime
from typing import Annotated, Any

from django.http import Http404
from ninja import Query, Router
from pydantic import BaseModel

from liandong.accounts.http import Problem, TokenRequest
from liandong.keylists import queries
from liandong.keylists.enums import ListState

router = Router(tags=["keylists"])
PROBLEMS: dict[int, Any] = dict.fromkeys((400, 401, 404, 422, 429), Problem)


class PartOut(BaseModel):
    """`points` of `weight`; null is unknown, not nought. `missing` are the facts that are not known."""

    part: str
    weight: int
    points: float | None
    missing: list[str]


class KeyEnterpriseOut(BaseModel):
    """`upper` is the score once what is missing is known; by hand there may be no score."""

    uscc: str
    name: str
    tier: str
    rank: int | None
    score: float | None
    upper: float | None
    origin: str
    reason: str
    parts: list[PartOut]


class KeyListOut(BaseModel):
    """The list of a region and year, best first."""

    reference: str
    region: str
    year: int
    state: str
    decided_at: datetime | None
    candidates: int
    weights: dict[str, int]
    items: list[KeyEnterpriseOut]


@router.get("/key-enterprises", response={200: KeyListOut, **PROBLEMS})
def read_key_enterprises(
    request: TokenRequest,
    region: Annotated[str, Query(max_length=12)] = "",
    year: Annotated[int | None, Query(ge=2000, le=2999)] = None,
) -> dict[str, Any]:
    """Read the list in force of a region, or that of a year."""
    rows = queries.lists_for(request.auth)
    rows = rows.filter(region_id=region) if region else rows
    rows = rows.filter(year=year) if year else rows.filter(state=ListState.DECIDED)
    key_list = rows.first()
    if key_list is None:
        raise Http404
    return {
        "reference": key_list.reference,
        "region": key_list.region_id,
        "year": key_list.year,
        "state": key_list.state,
        "decided_at": key_list.decided_at,
        "candidates": key_list.candidates,
        "weights": key_list.scored_by.weights,
        "items": [
            entry.as_dict() | {"origin": entry.origin, "reason": entry.reason, "parts": entry.parts}
            for entry in queries.entries_of(key_list)
        ],
    }
