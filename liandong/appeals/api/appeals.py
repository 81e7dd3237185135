"""Filing, suggesting, reading and listing appeals."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import File, Header, Query, Router, Status
from ninja.files import UploadedFile
from pydantic import WithJsonSchema
from pydantic_core import to_json

from liandong.accounts.models import User
from liandong.accounts.throttle import PerPerson
from liandong.appeals import actions, queries
from liandong.appeals.api.shapes import (
    PROBLEMS,
    AppealIn,
    AppealOut,
    AppealPage,
    AttachmentOut,
    CategoryOut,
    EventOut,
    Reference,
    SuggestIn,
    SuggestOut,
    just_filed,
    person,
    shown,
    whole,
    wrong,
)
from liandong.appeals.enums import Channel, Lamp, State
from liandong.appeals.models import Category
from liandong.appeals.queries.lists import (
    SCOPES,
    Filters,
    is_category,
    is_department,
    listed,
    scopes_of,
)
from liandong.kit.now import now
from liandong.kit.refusals import Refused

router = Router(tags=["appeals"])
STATES, LAMPS = ("open", *State.values), tuple(Lamp.values)
JSON = "application/json; charset=utf-8"
LONGEST_KEY = 80
FILING = PerPerson("60/min", "filing")


def one_of(choices: Iterable[str]) -> WithJsonSchema:
    """Name the choices of a filter in the document; empty means all."""
    return WithJsonSchema({"type": "string", "enum": ["", *choices]})


@router.post("/appeals", response={201: AppealOut, **PROBLEMS}, throttle=[FILING])
def file_appeal(
    request: HttpRequest,
    payload: AppealIn,
    idempotency_key: Annotated[
        str | None, Header(alias="Idempotency-Key", max_length=LONGEST_KEY)
    ] = None,
) -> HttpResponse:
    """File an appeal. The same `Idempotency-Key` of the same person makes one appeal only.

    Sent again with the same content, it is answered with that appeal; with other content, with 409
    `appeal.key_used`, which names it.
    """
    reference, answer = take_in(payload, idempotency_key or None, person(request))
    at = {"Location": f"{request.path}/{reference}"}
    return HttpResponse(answer, status=201, content_type=JSON, headers=at)


def take_in(payload: AppealIn, key: str | None, user: User) -> tuple[str, bytes]:
    """File what was sent and return its number and the answer's body.

    Written as it stands: checking our own answer against the schema takes longer than reading what came in.
    """
    enterprise, by_telephone = queries.enterprise_acting_for(user, payload.enterprise)
    appeal = actions.file_appeal(
        enterprise,
        text=payload.text,
        title=payload.title or "",
        category=_category(payload.category),
        contact_name=payload.contact_name or ("" if by_telephone else user.name),
        contact_phone=payload.contact_phone or ("" if by_telephone else user.phone or ""),
        confidential=payload.confidential,
        channel=Channel.HOTLINE if by_telephone else Channel.API,
        key=key,
        by=user,
    )
    said = just_filed(appeal, user) if appeal._state.adding else whole(appeal, user)
    return appeal.reference, to_json(said)


@router.post("/appeals/suggest", response={200: SuggestOut, **PROBLEMS})
def suggest(request: HttpRequest, payload: SuggestIn) -> dict[str, Any]:
    """Say where a text would go, best first, and the words that spoke for it."""
    known = queries.directory()
    return {
        "suggestions": [
            {
                "category": known.categories[s.category].name,
                "category_code": s.category,
                "department": known.departments[s.department].short,
                "department_code": s.department,
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
        "calls": list(known.calls(payload.text)),
    }


@router.get("/appeals", response={200: AppealPage, **PROBLEMS})
def list_appeals(
    request: HttpRequest,
    scope: Annotated[str, Query(), one_of(SCOPES)] = "",
    state: Annotated[str, Query(), one_of(STATES)] = "",
    category: Annotated[str, Query(max_length=40)] = "",
    department: Annotated[str, Query(max_length=40)] = "",
    lamp: Annotated[str, Query(), one_of(LAMPS)] = "",
    q: Annotated[str, Query(max_length=50)] = "",
    cursor: Annotated[str, Query(max_length=60)] = "",
    page: Annotated[int | None, Query(ge=1, le=10_000)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> dict[str, Any]:
    """List appeals, newest first; by cursor, or by page where a count is wanted.

    `scope`: enterprise, lead, assist, region, clerk or all; without it, the list you work in.
    """
    user = person(request)
    filters = Filters(state=state, category=category, lamp=lamp, q=q, department=department)
    if errors := list(_unknown(scope, filters, cursor)):
        raise wrong("query", errors)
    own = scopes_of(user)
    if scope and scope not in own:
        raise Refused("appeal.not_your_list", _("您没有这个清单。"))
    if not own:
        return {"items": [], "next": None, "count": 0}
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
def read_appeal(request: HttpRequest, reference: Reference) -> dict[str, Any]:
    """Read one appeal; one that is not yours does not exist for you."""
    return whole(queries.appeal_for(person(request), reference), person(request))


@router.get("/appeals/{reference}/timeline", response={200: list[EventOut], **PROBLEMS})
def read_timeline(request: HttpRequest, reference: Reference) -> list[Any]:
    """Read what has happened, newest first."""
    user = person(request)
    return queries.timeline_for(user, queries.appeal_for(user, reference))


@router.post("/appeals/{reference}/attachments", response={201: AttachmentOut, **PROBLEMS})
def attach(
    request: HttpRequest, response: HttpResponse, reference: Reference, file: File[UploadedFile]
) -> Status[dict[str, Any]]:
    """Add a photo, PDF or Office file (multipart)."""
    user = person(request)
    appeal = queries.appeal_for(user, reference)
    if (file.size or 0) > settings.ATTACHMENT_MAX_BYTES:
        raise Refused("file.too_large", _("文件太大，请压缩后再传。"))
    kept = actions.add_attachment(appeal, name=file.name or "", data=file.read(), by=user)
    response.headers["Location"] = reverse("appeals:file", args=[kept.name])
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


def _unknown(scope: str, filters: Filters, cursor: str) -> Iterator[tuple[str, str]]:
    """Yield what is asked for that there is not, field by field: it would look like an empty list."""
    choices = (
        ("scope", scope, SCOPES),
        ("state", filters.state, STATES),
        ("lamp", filters.lamp, LAMPS),
    )
    for field, value, known in choices:
        if value and value not in known:
            yield field, _("没有“%(value)s”，可以是：%(known)s。") % {
                "value": value, "known": _("、").join(known),
            }  # fmt: skip
    if filters.category and not is_category(filters.category):
        yield "category", _no_category(filters.category)
    if filters.department and not is_department(filters.department):
        yield "department", _("没有“%(code)s”这个部门。") % {"code": filters.department}
    if cursor and queries.place_of(cursor) is None:
        yield "cursor", _("看不懂这个翻页位置，请原样传回上一页的 next。")


def _no_category(code: str) -> str:
    return _("没有“%(code)s”这个类别，请从清单里选。") % {"code": code}


def _category(code: str | None) -> Category | None:
    if not code:
        return None
    known = queries.directory().categories
    by_name = {c.name: c for c in known.values()}
    if category := known.get(code) or by_name.get(code):
        return category
    raise Refused("appeal.category", _no_category(code))
