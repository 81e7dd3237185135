"""The shapes that go in and out over the API, and an appeal as one reader may see it."""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Field, Path, Schema
from ninja.errors import ValidationError as Invalid
from pydantic import BaseModel

from liandong.accounts.http import Problem
from liandong.accounts.models import User
from liandong.appeals import queries
from liandong.appeals.enums import Hat, LimitClass, State
from liandong.appeals.models import Appeal
from liandong.appeals.rules import advice, limits
from liandong.kit.now import now

# Plain models, not ninja's: those look every value up twice, for objects; ours are dictionaries.


class ReasonOut(BaseModel):
    word: str
    start: int
    end: int
    rule: str


class ListedOut(BaseModel):
    """An appeal as the asker may see it; a confidential one has no enterprise for departments."""

    reference: str
    title: str
    text: str
    state: str
    state_label: str
    category: str
    category_code: str
    department: str | None = Field(description="Who has it; null while no department does")
    department_code: str | None
    department_phone: str | None = Field(
        description="Of whoever has it; the coordinator's while no department does"
    )
    enterprise: str | None
    confidential: bool
    confidence: float
    reasons: list[ReasonOut]
    limit_class: str
    limit: str
    filed_at: datetime
    accept_due_at: datetime | None
    contact_due_at: datetime | None
    due_at: datetime | None
    next_due_at: datetime | None
    lamp: str | None
    paused: bool
    outcome: str
    answer: str
    repeats: str | None
    merged_into: str | None
    call_first: str


class AppealOut(ListedOut):
    """A single appeal says what can be done with it as well; a list does not."""

    acts: list[str] = Field(description="What the asker can do with it now, as things stand")


class PhoneOut(AppealOut):
    """With whom to call, unmasked in this answer only."""

    contact_name: str
    contact_phone: str


class AppealIn(BaseModel):
    text: str = Field(max_length=100_000)
    title: str | None = Field(None, max_length=200)
    category: str | None = Field(None, max_length=40)
    contact_name: str | None = Field(None, max_length=60, description="Without it, the filer")
    contact_phone: str | None = Field(
        None, max_length=30, description="Without it, the filer's own; a clerk's stays empty"
    )
    confidential: bool = False
    enterprise: str | None = Field(
        None, max_length=30, description="USCC, for whoever acts for several; a clerk must give it"
    )


class SuggestIn(BaseModel):
    text: str = Field(max_length=100_000)


class SuggestionOut(BaseModel):
    category: str
    category_code: str
    department: str
    department_code: str
    confidence: float
    reasons: list[ReasonOut]


class SuggestOut(BaseModel):
    suggestions: list[SuggestionOut]
    call_first: str
    calls: list[str]


class CategoryOut(BaseModel):
    code: str
    name: str
    group: str
    hint: str
    department: str | None
    limit_class: LimitClass


class EventOut(Schema):
    at: datetime
    verb: str
    who: str
    title: str
    text: str
    kind: str


class AppealPage(BaseModel):
    """`next` is a cursor: pass it as `cursor` for what follows. With `page`, `count` is exact."""

    items: list[ListedOut]
    next: str | None = None
    count: int | None = None


class AttachmentOut(BaseModel):
    name: str
    original: str
    kind: str
    size: int


Reference = Annotated[str, Path(max_length=24, pattern=r"^[A-Z]{2,4}[0-9]{8}-[0-9]{6,12}$")]
PROBLEMS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429), Problem)


def person(request: HttpRequest) -> User:
    user: User = request.auth  # type: ignore[attr-defined]
    return user


def wrong(place: str, errors: Iterable[tuple[str, Any]]) -> Invalid:
    """Return the refusal of fields, each with its sentence, in the query or the body."""
    return Invalid(
        [{"type": "worded", "loc": (place, field), "msg": str(said)} for field, said in errors]
    )


def whole(appeal: Appeal, user: User) -> dict[str, Any]:
    """Return a single appeal for one reader, with what they can do now."""
    acts = queries.acts_now(user, appeal)
    return shown(appeal, user) | {"acts": [act.value for act in acts]}


def just_filed(appeal: Appeal, user: User) -> dict[str, Any]:
    """Return a fresh appeal for whoever filed it: nothing hangs on it yet, so nothing is asked."""
    hats = frozenset(queries.hats_of(user, appeal))
    return _shown(appeal, hats) | {"acts": _first_acts(appeal.state, hats)}


@cache
def _first_acts(state: str, hats: frozenset[Hat]) -> list[str]:
    facts = advice.Facts(state=state, acceptable=Hat.LEAD in hats and state == State.ASSIGNED)
    return [act.value for act in advice.acts_now(facts, hats)]


def shown(appeal: Appeal, user: User) -> dict[str, Any]:
    """Return an appeal for one reader, as a list shows it."""
    return _shown(appeal, queries.hats_of(user, appeal))


def _shown(appeal: Appeal, hats: Collection[Hat]) -> dict[str, Any]:
    sees_name = queries.sees_enterprise(hats, appeal)
    lamp = limits.lamp(appeal.state, appeal.yellow_at, appeal.burns_at, now(), appeal.paused_at)
    lead = appeal.lead
    before = queries.repeat_seen(hats, appeal, appeal.repeats)
    return {
        "reference": appeal.reference,
        "title": appeal.title,
        "text": appeal.text,
        "state": appeal.state,
        "state_label": _label(appeal.state, get_language()),
        "category": appeal.category.name,
        "category_code": appeal.category_id,
        "department": lead.short if lead else None,
        "department_code": lead.code if lead else None,
        "department_phone": lead.phone if lead else appeal.region.office_phone,
        "enterprise": appeal.enterprise.name if sees_name else None,
        "confidential": appeal.confidential,
        "confidence": appeal.confidence,
        "reasons": appeal.reasons,
        "limit_class": appeal.limit_class,
        "limit": appeal.limit,
        "filed_at": appeal.filed_at,
        "accept_due_at": appeal.accept_due_at,
        "contact_due_at": appeal.contact_due_at,
        "due_at": appeal.due_at,
        "next_due_at": appeal.burns_at,
        "lamp": lamp.value if lamp else None,
        "paused": appeal.paused_at is not None,
        "outcome": appeal.outcome,
        "answer": appeal.answer,
        "repeats": before.reference if before else None,
        "merged_into": appeal.parent.reference if appeal.parent else None,
        "call_first": queries.directory().call_first(appeal.text),
    }


@cache
def _label(state: str, language: str) -> str:
    return str(State(state).label)
