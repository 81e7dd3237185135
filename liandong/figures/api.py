"""Figures as JSON: what is asked of one's enterprises, answers, sums that tell of nobody, supply."""

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Path, Router
from pydantic import BaseModel, Field

from liandong.accounts.http import Problem, TokenRequest
from liandong.enterprises.queries import enterprise_for
from liandong.figures import actions, queries
from liandong.figures.enums import Set
from liandong.figures.models import Ask
from liandong.figures.rules.periods import month_before
from liandong.kit.now import now
from liandong.kit.working_time import SHANGHAI

router = Router(tags=["figures"])
PROBLEMS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429), Problem)
Uscc = Annotated[str, Path(max_length=40)]
Code = Annotated[str, Path(max_length=40)]
Value = float | str | None


class AskOut(BaseModel):
    """`period` is the first day of the month or quarter; money is in yuan, null is unknown."""

    uscc: str
    set: Set
    period: date
    closes_on: date
    state: str
    values: dict[str, float | list[float | None] | None]


class AnswerIn(BaseModel):
    """`values` by item: a figure, for needs one of each month. `again`: a correction."""

    values: dict[str, Value | list[Value]] = Field(max_length=50)
    note: str = Field("", max_length=200)
    sure: bool = Field(False, description="A figure several times its past is right")
    again: bool = Field(False, description="Correct what was answered")


class GroupOut(BaseModel):
    """How many answered of how many asked (null: not counted by industry); `middle` by item, null of too few."""

    name: str
    answered: int
    asked: int | None
    middle: dict[str, float | None] = Field(default_factory=dict)


class SupplyIn(BaseModel):
    region: str = Field(min_length=6, max_length=12)
    place: str = Field(max_length=60)
    amount: float | None = Field(None, description="Money in yuan; null: cannot say yet")


class SupplyOut(BaseModel):
    item: str
    region: str
    place: str
    month: date
    amount: float | None


@router.get("/me/figures", response={200: list[AskOut], **PROBLEMS})
def my_figures(request: TokenRequest) -> list[dict[str, Any]]:
    """List what waits to be reported by the enterprises you act for."""
    day = now().astimezone(SHANGHAI).date()
    return [_shown(ask) for ask in queries.waiting_for(request.auth, None, day)]


@router.put("/enterprises/{uscc}/figures/{set}/{period}", response={200: AskOut, **PROBLEMS})
def report_figures(
    request: TokenRequest, uscc: Uscc, set: Set, period: date, payload: AnswerIn
) -> dict[str, Any]:
    """Report an enterprise's figures of a period, or correct them."""
    enterprise = enterprise_for(request.auth, uscc)
    ask = queries.ask_of_period(request.auth, enterprise, set, period)
    answered = actions.answer(
        ask,
        values=payload.values,
        note=payload.note,
        sure=payload.sure,
        again=payload.again,
        by=request.auth,
    )
    return _shown(answered)


@router.get("/figures/{set}/{period}", response={200: list[GroupOut], **PROBLEMS})
def read_figures(
    request: TokenRequest, set: Set, period: date, by: Literal["industry", "place"] = "place"
) -> list[dict[str, Any]]:
    """Read how many reported by place, or the middle of each industry where enough did."""
    desk = queries.figures_desk_of(request.auth)
    if by == "place" or set == Set.NEED:
        found = queries.places_of(desk, set, period)
        return [{"name": p.of, "answered": p.answered, "asked": p.asked} for p in found]
    middles = queries.middles_of(desk, period, queries.items_of(Set.INDICATOR))
    groups: dict[str, dict[str, Any]] = {}
    for code, rows in middles.items():
        for peers in rows:
            group = groups.setdefault(
                peers.industry,
                {"name": peers.industry, "answered": 0, "asked": None, "middle": {}},
            )
            group["answered"] = max(group["answered"], peers.of)
            group["middle"][code] = peers.middle
    return list(groups.values())


@router.put("/needs/{item}/{month}/supply", response={200: SupplyOut, **PROBLEMS})
def promise_supply(
    request: TokenRequest, item: Code, month: date, payload: SupplyIn
) -> dict[str, Any]:
    """Say how much your department can give of an item in a place and month."""
    found = queries.item_for(request.auth, item)
    month = month_before(month, 0)
    actions.promise_supply(
        found,
        region=payload.region,
        place=payload.place,
        amounts={month: payload.amount},
        by=request.auth,
    )
    return payload.model_dump() | {"item": item, "month": month}


def _shown(ask: Ask) -> dict[str, Any]:
    return {
        "uscc": ask.enterprise.uscc,
        "set": ask.set,
        "period": ask.period,
        "closes_on": ask.closes_on,
        "state": ask.state,
        "values": ask.values,
    }
