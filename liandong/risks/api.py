"""Signals as JSON, for liaisons and coordinators; to others there are none."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from liandong.accounts.http import Problem, TokenRequest
from liandong.kit.text import clean_text
from liandong.risks import actions, queries
from liandong.risks.enums import Outcome, Rule, SignalState
from liandong.risks.models import Signal

router = Router(tags=["risks"])
PROBLEMS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 422, 429), Problem)


class SeenOut(BaseModel):
    """One thing that a signal rests on."""

    what: str
    value: bool | int | float | str
    source: str
    on: date


class SignalOut(BaseModel):
    reference: str
    uscc: str
    name: str
    rule: Rule
    words: str
    seen: list[SeenOut]
    as_of: date
    found_at: datetime
    state: SignalState
    outcome: str
    note: str


class SignalsOut(BaseModel):
    """The newest first, 200 at most."""

    items: list[SignalOut]


class CloseIn(BaseModel):
    outcome: Outcome
    note: str = Field(max_length=1000)


@router.get("/risks", response={200: SignalsOut, **PROBLEMS})
def list_risks(
    request: TokenRequest, state: Annotated[SignalState, Query()] = SignalState.OPEN
) -> dict[str, Any]:
    """List the signals that are yours to see."""
    rows = queries.signals_for(request.auth).filter(state=state)[: queries.OLD]
    return {"items": [_shown(one, words) for one, words in queries.told(list(rows))]}


@router.post("/risks/{reference}/close", response={200: SignalOut, **PROBLEMS})
def close_risk(
    request: TokenRequest, reference: Annotated[str, Path(max_length=24)], payload: CloseIn
) -> dict[str, Any]:
    """Close a signal with what was done."""
    it = queries.signal_for(request.auth, reference)
    note = clean_text(payload.note)
    it = actions.close_signal(it, outcome=payload.outcome, note=note, by=request.auth)
    return _shown(*queries.told([it])[0])


def _shown(one: Signal, words: str) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "uscc": one.enterprise.uscc,
        "name": one.enterprise.name,
        "rule": one.rule,
        "words": words,
        "seen": [
            dict(zip(("what", "value", "source", "on"), row, strict=True)) for row in one.seen
        ],
        "as_of": one.as_of,
        "found_at": one.found_at,
        "state": one.state,
        "outcome": one.outcome,
        "note": one.note,
    }
