"""Appeals as JSON: file, suggest, read, list, and every act, through the same forms and actions as the pages."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, cast

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, File, Header, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import create_model

from liandong.accounts.models import User
from liandong.appeals import actions, queries
from liandong.appeals.enums import Act, Channel, LimitClass
from liandong.appeals.forms import FORMS, DepartmentChoice, StepsField
from liandong.appeals.models import Appeal, Category
from liandong.appeals.queries.lists import Filters, listed, scopes_of
from liandong.appeals.rules import limits, moves
from liandong.kit.now import now
from liandong.kit.refusals import Refused

router = Router(tags=["appeals"])


class ReasonOut(Schema):
    word: str
    start: int
    end: int
    rule: str


class AppealOut(Schema):
    """An appeal as the asker may see it; a confidential one has no enterprise for departments."""

    reference: str
    title: str
    text: str
    state: str
    state_label: str
    category: str
    category_name: str
    department: str | None
    department_name: str | None
    department_phone: str | None
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
    acts: list[str]


class AppealIn(Schema):
    text: str = Field(max_length=100_000)
    title: str | None = Field(None, max_length=200)
    category: str | None = Field(None, max_length=40)
    contact_name: str | None = Field(None, max_length=60)
    contact_phone: str | None = Field(None, max_length=30)
    confidential: bool = False
    enterprise: str | None = Field(
        None, max_length=30, description="USCC, for whoever acts for several; a clerk must give it"
    )


class SuggestIn(Schema):
    text: str = Field(max_length=100_000)


class SuggestionOut(Schema):
    category: str
    category_name: str
    department: str
    department_name: str
    confidence: float
    reasons: list[ReasonOut]


class SuggestOut(Schema):
    suggestions: list[SuggestionOut]
    call_first: str


class CategoryOut(Schema):
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


class AppealPage(Schema):
    """`next` is a cursor: pass it as `cursor` for what follows. With `page`, `count` is exact."""

    items: list[AppealOut]
    next: str | None = None
    count: int | None = None


class Problem(Schema):
    """Problem details (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    code: str


class AttachmentOut(Schema):
    name: str
    original: str
    kind: str
    size: int


PROBLEMS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429), Problem)


def person(request: HttpRequest) -> User:
    user: User = request.auth  # type: ignore[attr-defined]
    return user


def shown(appeal: Appeal, user: User) -> dict[str, Any]:
    """Return an appeal for one reader."""
    hats = queries.hats_of(user, appeal)
    sees_name = queries.sees_enterprise(hats, appeal)
    lamp = limits.lamp(appeal.state, appeal.yellow_at, appeal.burns_at, now(), appeal.paused_at)
    lead = appeal.lead
    return {
        "reference": appeal.reference,
        "title": appeal.title,
        "text": appeal.text,
        "state": appeal.state,
        "state_label": str(appeal.get_state_display()),
        "category": appeal.category_id,
        "category_name": appeal.category.name,
        "department": lead.code if lead else None,
        "department_name": lead.short if lead else None,
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
        "repeats": appeal.repeats.reference if appeal.repeats else None,
        "merged_into": appeal.parent.reference if appeal.parent else None,
        "call_first": queries.directory().call_first(appeal.text),
        "acts": [act.value for act in moves.acts_for(appeal.state, hats)],
    }


@router.post("/appeals", response={201: AppealOut, 200: AppealOut, **PROBLEMS})
def file_appeal(
    request: HttpRequest,
    payload: AppealIn,
    idempotency_key: Annotated[str | None, Header(alias="Idempotency-Key", max_length=80)] = None,
) -> Status[dict[str, Any]]:
    """File an appeal. The same `Idempotency-Key` of the same person makes one appeal only."""
    user = person(request)
    enterprise, by_telephone = queries.enterprise_acting_for(user, payload.enterprise)
    appeal = actions.file_appeal(
        enterprise,
        text=payload.text,
        title=payload.title or "",
        category=_category(payload.category),
        contact_name=payload.contact_name or "",
        contact_phone=payload.contact_phone or "",
        confidential=payload.confidential,
        channel=Channel.HOTLINE if by_telephone else Channel.API,
        key=idempotency_key or None,
        by=user,
    )
    return Status(201, shown(appeal, user))


@router.post("/appeals/suggest", response={200: SuggestOut, **PROBLEMS})
def suggest(request: HttpRequest, payload: SuggestIn) -> dict[str, Any]:
    """Say where a text would go, best first, and the words that spoke for it."""
    known = queries.directory()
    return {
        "suggestions": [
            {
                "category": s.category,
                "category_name": known.categories[s.category].name,
                "department": s.department,
                "department_name": known.departments[s.department].short,
                "confidence": s.confidence,
                "reasons": [
                    {"word": r.word, "start": r.start, "end": r.end, "rule": r.rule}
                    for r in s.reasons
                ],
            }
            for s in queries.suggestions_for(payload.text)
            if s.department in known.departments
        ],
        "call_first": known.call_first(payload.text),
    }


@router.get("/appeals", response={200: AppealPage, **PROBLEMS})
def list_appeals(
    request: HttpRequest,
    scope: Annotated[str, Query(max_length=12)] = "",
    state: Annotated[str, Query(max_length=12)] = "",
    category: Annotated[str, Query(max_length=40)] = "",
    department: Annotated[str, Query(max_length=40)] = "",
    lamp: Annotated[str, Query(max_length=8)] = "",
    q: Annotated[str, Query(max_length=50)] = "",
    cursor: Annotated[str, Query(max_length=60)] = "",
    page: Annotated[int | None, Query(ge=1, le=10_000)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> dict[str, Any]:
    """List appeals, newest first; by cursor, or by page where a count is wanted.

    `scope`: enterprise, lead, assist, region, clerk or all; without it, the list you work in.
    """
    user = person(request)
    own = scopes_of(user)
    if scope and scope not in own:
        raise Refused("appeal.not_your_list", _("您没有这个清单。"))
    if not own:
        return {"items": [], "next": None, "count": 0}
    filters = Filters(state=state, category=category, lamp=lamp, q=q, department=department)
    appeals = listed(user, scope or own[0], filters, now=now()).select_related("parent", "repeats")
    appeals = appeals.prefetch_related("assignments").order_by("-filed_at", "-id")
    if page is not None:
        pages = Paginator(appeals, limit)
        return {
            "items": [shown(a, user) for a in pages.get_page(page)]
            if page <= pages.num_pages
            else [],
            "count": pages.count,
        }
    rows = list(queries.after_cursor(appeals, cursor)[: limit + 1])
    following = queries.cursor_of(rows[limit - 1]) if len(rows) > limit else None
    return {"items": [shown(a, user) for a in rows[:limit]], "next": following}


@router.get("/appeals/{reference}", response={200: AppealOut, **PROBLEMS})
def read_appeal(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Read one appeal; one that is not yours does not exist for you."""
    return shown(queries.appeal_for(person(request), reference), person(request))


@router.get("/appeals/{reference}/timeline", response={200: list[EventOut], **PROBLEMS})
def read_timeline(request: HttpRequest, reference: str) -> list[Any]:
    """Read what has happened, newest first."""
    user = person(request)
    return queries.timeline_for(user, queries.appeal_for(user, reference))


@router.post("/appeals/{reference}/attachments", response={201: AttachmentOut, **PROBLEMS})
def attach(
    request: HttpRequest, reference: str, file: File[UploadedFile]
) -> Status[dict[str, Any]]:
    """Add a photo, PDF or Office file (multipart)."""
    user = person(request)
    appeal = queries.appeal_for(user, reference)
    if (file.size or 0) > settings.ATTACHMENT_MAX_BYTES:
        raise Refused("file.too_large", _("文件太大，请压缩后再传。"))
    kept = actions.add_attachment(appeal, name=file.name or "", data=file.read(), by=user)
    return Status(
        201,
        {"name": str(kept.name), "original": kept.original, "kind": kept.kind, "size": kept.size},
    )


@router.get("/categories", response={200: list[CategoryOut], **PROBLEMS})
def list_categories(request: HttpRequest) -> list[dict[str, Any]]:
    """List what an appeal can be about, with the department that usually leads."""
    return [
        {
            "code": c.code, "name": c.name, "group": c.group, "hint": c.hint,
            "department": c.lead.code if c.lead else None, "limit_class": c.limit_class,
        }
        for c in queries.directory().categories.values()
    ]  # fmt: skip


def _category(code: str | None) -> Category | None:
    if not code:
        return None
    known = queries.directory().categories
    by_name = {c.name: c for c in known.values()}
    if category := known.get(code) or by_name.get(code):
        return category
    raise Refused("appeal.category", _("没有“%(code)s”这个类别，请从清单里选。") % {"code": code})


def _values(field: forms.ChoiceField) -> list[Any]:
    return [value for value, _label in cast("Iterable[tuple[Any, Any]]", field.choices)]


def _type_of(field: forms.Field) -> Any:
    """Return the JSON type of a form's field."""
    match field:
        case StepsField():
            return list[dict[str, str]]
        case DepartmentChoice() | forms.ModelChoiceField():
            return Annotated[str, Field(max_length=60)]
        case forms.TypedChoiceField() if _values(field) == ["true", "false"]:
            return bool
        case forms.TypedChoiceField():
            return Annotated[int, Field(ge=1, le=5)]
        case forms.BooleanField():
            return bool
        case forms.IntegerField():
            return Annotated[int, Field(ge=1, le=1000)]
        case forms.DateTimeField():
            return Annotated[str, Field(max_length=40, json_schema_extra={"format": "date-time"})]
        case forms.DateField():
            return Annotated[str, Field(max_length=10, json_schema_extra={"format": "date"})]
        case forms.ChoiceField():
            return Annotated[str, Field(json_schema_extra={"enum": _values(field)})]
        case forms.CharField(max_length=int(most)):
            return Annotated[str, Field(max_length=most)]
    return str


def _schema_of(act: Act) -> type[Schema]:
    """Make the payload of an act from its form, so that both ask for the same."""
    fields: dict[str, Any] = {}
    for name, field in FORMS[act].base_fields.items():
        kind = _type_of(field)
        fields[name] = (kind, ...) if field.required else (kind | None, None)
    made: type[Schema] = create_model(
        f"{act.value.title().replace('_', '')}In", __base__=Schema, **fields
    )
    return made


def _endpoint(act: Act) -> None:
    payload_type = _schema_of(act)

    def do(request: HttpRequest, reference: str, payload: Any = None) -> Any:
        user = person(request)
        appeal = queries.appeal_for(user, reference)
        hats = queries.hats_of(user, appeal)
        moves.require_hat(act, hats)
        moves.require_move(act, appeal.state, hats)
        given = payload.dict(exclude_none=True) if payload is not None else {}
        data = {k: str(v).lower() if isinstance(v, bool) else v for k, v in given.items()}
        form = FORMS[act](data, appeal=appeal, user=user)
        if not form.is_valid():
            return invalid(form)
        actions.perform(act, appeal, **form.cleaned_data, by=user)
        return shown(queries.appeal_for_act(user, reference, appeal), user)

    do.__annotations__["payload"] = payload_type
    if not payload_type.model_fields:
        do.__annotations__["payload"] = payload_type | None
    router.post(
        f"/appeals/{{reference}}/{act.value}",
        response={200: AppealOut, **PROBLEMS},
        summary=str(act.label),
        description=str(moves.MOVES[act].effect),
        operation_id=f"appeal_{act.value}",
    )(do)


def invalid(form: forms.Form) -> HttpResponse:
    """Answer a form's errors as problem details, field by field."""
    errors = [
        {"field": name, "message": str(message)}
        for name, messages in form.errors.items()
        for message in messages
    ]
    detail = "；".join(e["message"] for e in errors)
    return HttpResponse(
        json.dumps(
            {
                "type": "urn:liandong:invalid", "title": _("内容不对"), "status": 422,
                "detail": detail, "code": "invalid", "errors": errors,
            },
            ensure_ascii=False,
        ),
        status=422,
        content_type="application/problem+json; charset=utf-8",
    )  # fmt: skip


for _act in Act:
    _endpoint(_act)
