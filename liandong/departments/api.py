"""Departments as JSON: whom an enterprise may turn to, and what each is there for."""

from typing import Annotated

from django.core.paginator import Paginator
from ninja import Field, Query, Router, Schema

from liandong.accounts.http import Problem, TokenRequest
from liandong.departments import queries
from liandong.departments.models import Department

router = Router(tags=["departments"])
PAGE = 50


class DepartmentOut(Schema):
    code: str
    name: str
    short: str
    kind: str
    kind_name: str = Field(alias="get_kind_display")
    region: str = Field(alias="region_id")
    region_name: str = Field(alias="region.name")
    parent: str | None = Field(None, alias="parent.code")
    remit: str
    phone: str


class DepartmentPage(Schema):
    """`next` is a cursor: pass it as `cursor` for what follows. With `page`, `count` is exact."""

    items: list[DepartmentOut]
    next: str | None = None
    count: int | None = None


class DepartmentFilters(Schema):
    q: str = Field("", max_length=60, description="Held by the name, the short name or the remit")
    region: str = Field("", max_length=12, description="Code of a region; those below it count too")
    cursor: str = Field("", max_length=40)
    page: int | None = Field(None, ge=1, le=10_000)


@router.get(
    "/departments",
    response={200: DepartmentPage, 400: Problem, 401: Problem, 422: Problem, 429: Problem},
)
def departments(request: TokenRequest, wanted: Annotated[DepartmentFilters, Query()]) -> object:
    """Return the departments in use, by code."""
    found = queries.departments(wanted.q, wanted.region)
    if wanted.page:
        paginator = Paginator(found, PAGE)
        items = list(paginator.page(wanted.page)) if wanted.page <= paginator.num_pages else []
        return {"items": items, "next": _cursor(items), "count": paginator.count}
    items = list(found.filter(code__gt=wanted.cursor)[: PAGE + 1])
    return {"items": items[:PAGE], "next": _cursor(items[:PAGE]) if len(items) > PAGE else None}


def _cursor(items: list[Department]) -> str | None:
    return items[-1].code if len(items) >= PAGE else None
