"""The base for other systems: find enterprises, read and state facts, follow what changes."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Field, Path, Query, Router
from pydantic import BaseModel

from liandong.accounts.http import Problem, TokenRequest
from liandong.enterprises import actions, queries
from liandong.enterprises.models import Enterprise
from liandong.enterprises.queries import Fact, Reach

router = Router(tags=["enterprises"])
PROBLEMS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429), Problem)
Uscc = Annotated[str, Path(max_length=40)]
Code = Annotated[str, Path(max_length=40)]
Value = bool | int | float | str


class EnterpriseOut(BaseModel):
    uscc: str
    name: str
    region: str
    region_name: str
    address: str
    industry: str
    industry_name: str
    scale: str
    verified: bool


class EnterprisePage(BaseModel):
    """`next` is a cursor: pass it as `cursor` for what follows."""

    items: list[EnterpriseOut]
    next: int | None


class ConflictOut(BaseModel):
    value: Value
    source: str
    on: date


class FactOut(BaseModel):
    """Money is in yuan, shares are fractions; `masked` values are covered. A conflict says otherwise."""

    value: Value
    source: str
    on: date
    masked: bool = False
    conflict: list[ConflictOut] = Field(default_factory=list)


class FileOut(EnterpriseOut):
    """`merged_from` are codes of registrations that turned out to be this enterprise; they lead here."""

    facts: dict[str, FactOut]
    merged_from: list[str]


class StatedOut(FileOut):
    """`notes` say in words what to know of how the facts were taken."""

    notes: list[str]


class FactsIn(BaseModel):
    source: str = Field(min_length=1, max_length=40)
    on: date
    facts: dict[str, Value] = Field(max_length=500)
    sure: bool = Field(False, description="A figure ten thousand times its past is right")


class SaidOut(BaseModel):
    value: Value
    source: str
    source_name: str
    on: date
    recorded_at: datetime


class HistoryOut(BaseModel):
    """All that was ever said of one fact, newest day first."""

    items: list[SaidOut]


class ChangeOut(BaseModel):
    id: int
    uscc: str
    facts: list[str]
    at: datetime


class ChangePage(BaseModel):
    """Pass `next` as `after` for what follows."""

    items: list[ChangeOut]
    next: int


class KindOut(BaseModel):
    """`unit` is how a fact is typed and shown; over the API money is in yuan and shares are fractions."""

    code: str
    name: str
    type: str
    unit: str
    group: str
    choices: list[tuple[str, str]]
    sensitivity: str
    sources: list[str]
    computed: bool


@router.get("/enterprises", response={200: EnterprisePage, **PROBLEMS})
def list_enterprises(
    request: TokenRequest,
    q: Annotated[str, Query(max_length=50)] = "",
    region: Annotated[str, Query(max_length=12)] = "",
    industry: Annotated[str, Query(max_length=5)] = "",
    cursor: Annotated[int, Query(ge=0, le=2**62)] = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> dict[str, Any]:
    """Find enterprises by part of the name, pinyin initials or code, region and industry."""
    rows, following = queries.found(
        request.auth, q=q, region=region, industry=industry, after=cursor, limit=limit
    )
    return {"items": [_shown(row) for row in rows], "next": following}


@router.get("/enterprises/changes", response={200: ChangePage, **PROBLEMS})
def list_changes(
    request: TokenRequest,
    after: Annotated[int, Query(ge=0, le=2**62)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> dict[str, Any]:
    """Follow which facts have changed, in the order they did; `merged` says that an enterprise is another."""
    items = [
        {"id": c.pk, "uscc": c.enterprise.uscc, "facts": codes, "at": c.at}
        for c, codes in queries.changes_for(request.auth, after, limit)
    ]
    return {"items": items, "next": items[-1]["id"] if items else after}


@router.get("/enterprises/{uscc}", response={200: FileOut, **PROBLEMS})
def read_enterprise(request: TokenRequest, uscc: Uscc) -> dict[str, Any]:
    """Read what is known of one enterprise; one that is not for your eyes does not exist for you."""
    reach = queries.reach_of(request.auth)
    return _file(request, queries.enterprise_file_for(request.auth, uscc, reach), reach)


@router.put("/enterprises/{uscc}/facts", response={200: StatedOut, **PROBLEMS})
def state_facts(request: TokenRequest, uscc: Uscc, payload: FactsIn) -> dict[str, Any]:
    """State facts in a source's name as of a day; the better source and the later day hold."""
    reach = queries.reach_of(request.auth)
    enterprise = queries.enterprise_file_for(request.auth, uscc, reach)
    note = actions.unlisted(payload.source)
    actions.record(
        enterprise,
        source=payload.source,
        on=payload.on,
        facts=payload.facts,
        by=request.auth,
        sure=payload.sure,
    )
    fresh = queries.enterprise_file_for(request.auth, uscc, reach)
    return _file(request, fresh, reach) | {"notes": [note] if note else []}


@router.get("/enterprises/{uscc}/facts/{code}", response={200: HistoryOut, **PROBLEMS})
def read_history(request: TokenRequest, uscc: Uscc, code: Code) -> dict[str, Any]:
    """Read all that was ever said of one fact."""
    reach = queries.reach_of(request.auth)
    enterprise = queries.enterprise_file_for(request.auth, uscc, reach)
    said = queries.history_of(request.auth, enterprise, code, reach)
    return {
        "items": [
            {
                "value": s.value, "source": s.source, "source_name": s.source_name, "on": s.on,
                "recorded_at": s.recorded_at,
            }
            for s in said
        ]
    }  # fmt: skip


@router.get("/facts", response={200: list[KindOut], **PROBLEMS})
def list_facts(request: TokenRequest) -> list[dict[str, Any]]:
    """List what may be known of an enterprise, with types, units, choices and authoritative sources."""
    return [
        {
            "code": k.code, "name": k.name, "type": k.type, "unit": k.unit, "group": k.group,
            "choices": list(k.choices), "sensitivity": k.sensitivity, "sources": list(k.sources),
            "computed": k.computed,
        }
        for k in queries.catalogue().kinds.values()
    ]  # fmt: skip


def _shown(enterprise: Enterprise) -> dict[str, Any]:
    return {
        "uscc": enterprise.uscc,
        "name": enterprise.name,
        "region": enterprise.region_id,
        "region_name": enterprise.region.name,
        "address": enterprise.address,
        "industry": enterprise.industry,
        "industry_name": enterprise.industry_name,
        "scale": enterprise.scale,
        "verified": enterprise.is_verified,
    }


def _file(request: TokenRequest, enterprise: Enterprise, reach: Reach) -> dict[str, Any]:
    facts = queries.facts_of(request.auth, enterprise, reach)
    return _shown(enterprise) | {
        "facts": {f.kind.code: _fact(f) for f in facts},
        "merged_from": [e.uscc for e in queries.merged_from(request.auth, enterprise)],
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "value": fact.value,
        "source": fact.source,
        "on": fact.on,
        "masked": fact.masked,
        "conflict": [{"value": c.value, "source": c.source, "on": c.on} for c in fact.conflicts],
    }
