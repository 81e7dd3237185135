"""Every act of an appeal as an endpoint, made from the form that the page shows."""

import json
from collections.abc import Iterable
from typing import Annotated, Any, cast

import pydantic
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema
from ninja.errors import HttpError
from ninja.errors import ValidationError as Invalid
from pydantic import create_model

from liandong.appeals import actions, queries
from liandong.appeals.api.shapes import PROBLEMS, AppealOut, Reference, person, shown
from liandong.appeals.enums import Act
from liandong.appeals.forms import FORMS, DepartmentChoice, StepsField
from liandong.appeals.rules import moves

router = Router(tags=["acts"])


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


def _schema_of(act: Act, *, strict: bool) -> type[Schema]:
    """Make the payload of an act from its form, so that both ask for the same.

    The strict one is for the OpenAPI document. What is missing, the form words better than a schema.
    """
    fields: dict[str, Any] = {}
    for name, field in FORMS[act].base_fields.items():
        kind = _type_of(field)
        fields[name] = (kind, ...) if field.required and strict else (kind | None, None)
    name = f"{act.value.title().replace('_', '')}In"
    made: type[Schema] = create_model(name, __base__=Schema, **fields)
    return made


def _payload(request: HttpRequest, shape: type[Schema]) -> dict[str, Any]:
    """Return the fields of a body; none is an empty one. Raises ValidationError or HttpError 400."""
    try:
        body = json.loads(request.body or b"{}")
    except ValueError as error:
        raise HttpError(400, _("请求内容不是 JSON。")) from error
    try:
        given = shape.model_validate(body, strict=True).dict(exclude_none=True)
    except pydantic.ValidationError as error:
        raise Invalid(
            [{**e, "loc": ("body", "payload", *e["loc"])} for e in error.errors()]
        ) from error
    return {k: _plain(v) for k, v in given.items()}


def _plain(value: Any) -> Any:
    """Return a value as a form takes it: words for truth, and no NUL, which the database refuses."""
    if isinstance(value, bool):
        return str(value).lower()
    return value.replace("\0", "") if isinstance(value, str) else value


def _endpoint(act: Act) -> None:
    shape = _schema_of(act, strict=False)

    def do(request: HttpRequest, reference: Reference) -> Any:
        user = person(request)
        appeal = queries.appeal_for(user, reference)
        hats = queries.hats_of(user, appeal)
        moves.require_hat(act, hats)
        moves.require_move(act, appeal.state, hats)
        form = FORMS[act](_payload(request, shape), appeal=appeal, user=user)
        if not form.is_valid():
            return invalid(form)
        actions.perform(act, appeal, **form.cleaned_data, by=user)
        return shown(queries.appeal_for_act(user, reference, appeal), user)

    body = {"application/json": {"schema": _schema_of(act, strict=True).model_json_schema()}}
    required = any(field.required for field in FORMS[act].base_fields.values())
    router.post(
        f"/appeals/{{reference}}/{act.value}",
        response={200: AppealOut, **PROBLEMS},
        summary=str(act.label),
        description=str(moves.MOVES[act].effect),
        operation_id=f"appeal_{act.value}",
        openapi_extra={"requestBody": {"content": body, "required": required}},
    )(do)


def invalid(form: forms.Form) -> HttpResponse:
    """Answer a form's errors as problem details, field by field."""
    errors = [
        {"field": name, "message": str(message)}
        for name, messages in form.errors.items()
        for message in messages
    ]
    detail = _("；").join(e["message"] for e in errors)
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
