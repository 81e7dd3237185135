"""Liaison as JSON."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.urls import reverse
from ninja import Field, Header, Path, Router, Status
from pydantic import BaseModel

from liandong.accounts.http import Problem, TokenRequest
from liandong.departments.queries import today
from liandong.enterprises.queries import enterprise_file_for
from liandong.liaison import actions, queries
from liandong.liaison.models import Note
from liandong.visits.queries import day_of

router = Router(tags=["liaison"])
PROBLEMS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 422, 429), Problem)
Uscc = Annotated[str, Path(max_length=40)]
Reference = Annotated[str, Path(max_length=40)]


class PlannedOut(BaseModel):
    """A visit of today."""

    reference: str
    enterprise: str
    enterprise_name: str
    at: str | None
    purpose: str
    state: str


class KeptOut(BaseModel):
    """An enterprise that one keeps in touch with: `silent` days unheard, `over` of them too many."""

    enterprise: str
    enterprise_name: str
    tier: str
    last: date | None
    silent: int
    limit: int
    over: int


class TodayOut(BaseModel):
    """One's visits of today, and whom one keeps in touch with, the longest overdue first."""

    visits: list[PlannedOut]
    kept: list[KeptOut]


class NoteIn(BaseModel):
    """What the enterprise said; `written_at` when that was not now."""

    text: str = Field(min_length=1, max_length=2000)
    mood: Literal["", "good", "plain", "bad"] = ""
    written_at: datetime | None = None


class NoteOut(BaseModel):
    """A note of a visit."""

    visit: str
    enterprise: str
    by: str
    written_at: datetime
    text: str
    mood: str
    photos: int


class LiaisonsIn(BaseModel):
    """Sign-in names, the first liaison first; an empty list ends the contact."""

    liaisons: list[Annotated[str, Field(max_length=150)]] = Field(max_length=3)


class LiaisonOut(BaseModel):
    """One who keeps in touch."""

    username: str
    name: str
    first: bool
    since: date


class LiaisonsOut(BaseModel):
    """Who keeps in touch with an enterprise, the first one first."""

    items: list[LiaisonOut]


class NotesOut(BaseModel):
    """Notes, the newest first; at most fifty."""

    items: list[NoteOut]


@router.get("/liaison/today", response={200: TodayOut, **PROBLEMS})
def liaison_today(request: TokenRequest) -> object:
    """Return one's visits of today and whom one keeps in touch with."""
    user = request.auth
    return {
        "visits": [
            {
                "reference": visit.reference,
                "enterprise": visit.enterprise.uscc,
                "enterprise_name": visit.enterprise.name,
                "at": visit.at.strftime("%H:%M") if visit.at else None,
                "purpose": visit.purpose,
                "state": visit.state,
            }
            for visit in day_of(user, today())
        ],
        "kept": [
            {
                "enterprise": kept.enterprise.uscc,
                "enterprise_name": kept.enterprise.name,
                "tier": kept.tier,
                "last": kept.last,
                "silent": kept.silent,
                "limit": kept.limit,
                "over": kept.over,
            }
            for kept in queries.kept_list(user, today())
        ],
    }


@router.post("/visits/{reference}/note", response={201: NoteOut, **PROBLEMS})
def add_note(
    request: TokenRequest,
    response: HttpResponse,
    reference: Reference,
    body: NoteIn,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", max_length=80)] = "",
) -> object:
    """Keep what was said on a visit; the same key again returns the same note."""
    visit = queries.visit_kept_for(request.auth, reference)
    note = actions.write_note(
        visit,
        text=body.text,
        mood=body.mood,
        written_at=body.written_at,
        key=idempotency_key,
        by=request.auth,
    )
    response.headers["Location"] = reverse("api:enterprise_notes", args=[visit.enterprise.uscc])
    return Status(201, _note(note, visit.reference, visit.enterprise.uscc))


@router.get("/enterprises/{uscc}/notes", response={200: NotesOut, **PROBLEMS})
def enterprise_notes(request: TokenRequest, uscc: Uscc) -> object:
    """Return an enterprise's notes that one may read."""
    enterprise = enterprise_file_for(request.auth, uscc)
    notes = queries.notes_of(request.auth, enterprise)
    return {"items": [_note(n, n.visit.reference, enterprise.uscc) for n in notes]}


@router.put("/enterprises/{uscc}/liaisons", response={200: LiaisonsOut, **PROBLEMS})
def put_liaisons(request: TokenRequest, uscc: Uscc, body: LiaisonsIn) -> object:
    """Let exactly these people keep in touch with an enterprise."""
    enterprise = queries.set_for(request.auth, uscc)
    users = [queries.official(request.auth, name) for name in body.liaisons]
    actions.set_liaisons(enterprise, users, first=users[0] if users else None, by=request.auth)
    return {
        "items": [
            {
                "username": one.user.username,
                "name": str(one.user),
                "first": one.is_first,
                "since": one.since,
            }
            for one in queries.liaisons_of(enterprise)
        ]
    }


def _note(note: Note, visit: str, uscc: str) -> dict[str, object]:
    return {
        "visit": visit,
        "enterprise": uscc,
        "by": str(note.by),
        "written_at": note.written_at,
        "text": note.text,
        "mood": note.mood,
        "photos": len(note.photos.all()),
    }
