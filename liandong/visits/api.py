"""Visits as JSON: read calendars, plan, and say how it went, so that bureaus' own systems put theirs here."""

from datetime import date, time
from typing import Annotated, Any, Literal

from django.http import Http404, HttpResponse
from django.urls import reverse
from ninja import Field, Path, Query, Router, Status
from pydantic import BaseModel

from liandong.accounts.http import Problem, TokenRequest
from liandong.departments.queries import department_for, today
from liandong.enterprises.models import Enterprise
from liandong.enterprises.queries import enterprise_file_for
from liandong.visits import actions, queries
from liandong.visits.models import Visit
from liandong.visits.queries.lists import Filters, week_for
from liandong.visits.queries.words import office_of
from liandong.visits.rules.budget import quarter_of
from liandong.visits.rules.together import week_of

router = Router(tags=["visits"])
PROBLEMS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 422, 429), Problem)
Uscc = Annotated[str, Path(max_length=40)]
Reference = Annotated[str, Path(max_length=40)]


class VisitOut(BaseModel):
    """`department` is null for the region's own office; `over`: beyond the enterprise's budget."""

    reference: str
    enterprise: str
    enterprise_name: str
    department: str | None
    office: str
    kind: str
    purpose: str
    on: date
    at: time | None
    host: str
    state: str
    counts: bool
    unannounced: bool
    over: bool
    joined: str | None


class CalendarOut(BaseModel):
    """Visits between two days, and how much of the budget of `from`'s quarter is spent."""

    items: list[VisitOut]
    spent: int
    budget: int


class VisitIn(BaseModel):
    """With `done` it has been already. `into`: along with another of the same enterprise."""

    kind: Literal["visit", "call", "survey", "inspection"]
    on: date
    purpose: str = Field(min_length=1, max_length=100)
    department: str | None = Field(None, max_length=40)
    at: time | None = None
    free: Literal["", "invited", "appeal", "urgent"] = ""
    reason: str = Field("", max_length=300)
    unannounced: bool = False
    into: str = Field("", max_length=20)
    done: bool = False


class FinishIn(BaseModel):
    happened: bool = True


class NoteIn(BaseModel):
    note: str = Field("", max_length=300)


class MoveIn(BaseModel):
    on: date
    reason: str = Field("", max_length=300)


class JoinIn(BaseModel):
    into: str = Field(min_length=1, max_length=20)


class DecideIn(BaseModel):
    agreed: bool
    note: str = Field("", max_length=300)


@router.get("/enterprises/{uscc}/visits", response={200: CalendarOut, **PROBLEMS})
def list_of_enterprise(
    request: TokenRequest,
    uscc: Uscc,
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
) -> dict[str, Any]:
    """Read who goes to an enterprise; without days the present quarter."""
    enterprise = _readable(request, uscc)
    begin, end = quarter_of(first or today())
    rows = queries.calendar_of(request.auth, enterprise, first or begin, last or end)
    budget = queries.budget_of(enterprise, first or today())
    return {"items": [_shown(v) for v in rows], "spent": budget.spent, "budget": budget.most}


@router.post("/enterprises/{uscc}/visits", response={201: VisitOut, **PROBLEMS})
def plan(
    request: TokenRequest, response: HttpResponse, uscc: Uscc, payload: VisitIn
) -> Status[dict[str, Any]]:
    """Plan to go, or write down what has been; beyond the budget it waits for the coordinator."""
    bench = queries.bench_of(request.auth)
    enterprise = enterprise_file_for(request.auth, uscc)
    if not bench.reads(enterprise):
        raise Http404
    given: dict[str, Any] = {
        "kind": payload.kind,
        "on": payload.on,
        "purpose": payload.purpose,
        "department": department_for(payload.department) if payload.department else None,
        "host": request.auth,
        "free": payload.free,
        "reason": payload.reason,
        "by": request.auth,
    }
    if payload.done:
        visit = actions.record_done(enterprise, **given)
    else:
        into = queries.visit_for(request.auth, payload.into, bench) if payload.into else None
        given |= {"at": payload.at, "unannounced": payload.unannounced, "into": into}
        visit = actions.plan_visit(enterprise, **given)
    response.headers["Location"] = reverse("api:read_visit", args=[visit.reference])
    return Status(201, _shown(visit))


@router.get("/visits", response={200: list[VisitOut], **PROBLEMS})
def list_of_week(request: TokenRequest, week: date | None = None) -> list[dict[str, Any]]:
    """Read the week that a day lies in, of the region one works for."""
    bench = queries.bench_of(request.auth)
    return [_shown(v) for v in week_for(bench, week_of(week or today()), Filters())]


@router.get("/visits/{reference}", response={200: VisitOut, **PROBLEMS})
def read_visit(request: TokenRequest, reference: Reference) -> dict[str, Any]:
    """Read one visit of the region one works for."""
    return _shown(_theirs(request, reference))


@router.post("/visits/{reference}/finish", response={200: VisitOut, **PROBLEMS})
def finish(request: TokenRequest, reference: Reference, payload: FinishIn) -> dict[str, Any]:
    """Say whether it took place."""
    visit = _theirs(request, reference)
    return _shown(actions.finish_visit(visit, happened=payload.happened, by=request.auth))


@router.post("/visits/{reference}/cancel", response={200: VisitOut, **PROBLEMS})
def cancel(request: TokenRequest, reference: Reference, payload: NoteIn) -> dict[str, Any]:
    """Do not go."""
    visit = _theirs(request, reference)
    return _shown(actions.cancel_visit(visit, note=payload.note, by=request.auth))


@router.post("/visits/{reference}/move", response={200: VisitOut, **PROBLEMS})
def move(request: TokenRequest, reference: Reference, payload: MoveIn) -> dict[str, Any]:
    """Go on another day."""
    visit = _theirs(request, reference)
    return _shown(actions.move_visit(visit, on=payload.on, reason=payload.reason, by=request.auth))


@router.post("/visits/{reference}/join", response={200: VisitOut, **PROBLEMS})
def join(request: TokenRequest, reference: Reference, payload: JoinIn) -> dict[str, Any]:
    """Go along with another."""
    visit, into = _theirs(request, reference), _theirs(request, payload.into)
    return _shown(actions.join_visit(visit, into=into, by=request.auth))


@router.post("/visits/{reference}/decide", response={200: VisitOut, **PROBLEMS})
def decide(request: TokenRequest, reference: Reference, payload: DecideIn) -> dict[str, Any]:
    """Consent to one beyond the budget, or not; by the coordinator."""
    visit = _theirs(request, reference)
    return _shown(actions.consent(visit, agreed=payload.agreed, note=payload.note, by=request.auth))


def _readable(request: TokenRequest, uscc: str) -> Enterprise:
    """Return an enterprise whose calendar one reads: one's own, or of the region one works for; else 404."""
    enterprise = enterprise_file_for(request.auth, uscc)
    if not queries.reads_calendar(request.auth, enterprise):
        raise Http404
    return enterprise


def _theirs(request: TokenRequest, reference: str) -> Visit:
    """Return a visit of the region one works for, or 404."""
    bench = queries.bench_of(request.auth)
    visit = queries.visit_for(request.auth, reference, bench)
    if not bench.reads(visit.enterprise):
        raise Http404
    return visit


def _shown(visit: Visit) -> dict[str, Any]:
    return {
        "reference": visit.reference,
        "enterprise": visit.enterprise.uscc,
        "enterprise_name": visit.enterprise.name,
        "department": visit.department.code if visit.department else None,
        "office": office_of(visit),
        "kind": visit.kind,
        "purpose": visit.purpose,
        "on": visit.on,
        "at": visit.at,
        "host": str(visit.host),
        "state": visit.state,
        "counts": visit.counts,
        "unannounced": visit.unannounced,
        "over": visit.over,
        "joined": visit.joined.reference if visit.joined else None,
    }
