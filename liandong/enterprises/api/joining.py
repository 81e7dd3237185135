"""Coming to act for an enterprise: claim it by a code, ask to join it, and what one has asked for."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Field, Path, Router, Status
from pydantic import BaseModel

from liandong.accounts.http import Problem, TokenRequest
from liandong.enterprises import actions, queries
from liandong.enterprises.models import JoinRequest

router = Router(tags=["me"])
PROBLEMS: dict[int, Any] = dict.fromkeys((400, 401, 404, 409, 422, 429), Problem)
Uscc = Annotated[str, Path(max_length=40)]


class CodeIn(BaseModel):
    code: str = Field(min_length=1, max_length=20)


class JoinIn(BaseModel):
    message: str = Field("", max_length=200)
    is_legal: bool = False


class MemberOut(BaseModel):
    uscc: str
    name: str
    role: str


class RequestOut(BaseModel):
    """What somebody asked for; `agreed` is null while nobody has decided."""

    uscc: str
    name: str
    kind: str
    asked_at: datetime
    agreed: bool | None
    reason: str


class RequestList(BaseModel):
    items: list[RequestOut]


@router.post("/enterprises/{uscc}/claim", response={200: MemberOut, **PROBLEMS})
def claim(request: TokenRequest, uscc: Uscc, body: CodeIn) -> object:
    """Become the administrator of an enterprise that nobody manages, by the code that reached it."""
    enterprise = queries.claimable(request.auth, uscc)
    member = actions.claim_with_code(enterprise, body.code, by=request.auth)
    return {"uscc": enterprise.uscc, "name": enterprise.name, "role": member.role}


@router.post("/enterprises/{uscc}/join", response={201: RequestOut, **PROBLEMS})
def join(request: TokenRequest, response: HttpResponse, uscc: Uscc, body: JoinIn) -> object:
    """Ask to act for an enterprise; its administrator or the coordinator decides."""
    enterprise = queries.claimable(request.auth, uscc)
    asked = actions.ask_to_join(enterprise, **body.model_dump(), by=request.auth)
    response.headers["Location"] = reverse("api:requests")
    return Status(201, _shown(asked))


@router.get("/me/requests", response={200: RequestList, 400: Problem, 401: Problem, 429: Problem})
def requests(request: TokenRequest) -> object:
    """Return what one has asked for and waits for, and what was refused in the last thirty days."""
    user = request.auth
    waiting, refused = queries.join_requests_of(user), queries.refusals_of(user)
    return {"items": [_shown(asked) for asked in (*waiting, *refused)]}


def _shown(asked: JoinRequest) -> dict[str, object]:
    return {
        "uscc": asked.enterprise.uscc,
        "name": asked.enterprise.name,
        "kind": asked.kind,
        "asked_at": asked.asked_at,
        "agreed": asked.agreed,
        "reason": asked.reason,
    }
