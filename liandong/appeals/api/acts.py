"""Every act of an appeal as an endpoint, made from the form that the page shows."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, cast

import pydantic
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema
from ninja.errors import HttpError
from ninja.errors import ValidationError as Invalid
from pydantic import create_model, field_validator
from pydantic_core import PydanticCustomError

from liandong.appeals import actions, queries
from liandong.appeals.api.shapes import (
    PROBLEMS,
    AppealOut,
    PhoneOut,
    Reference,
    person,
    whole,
    wrong,
)
from liandong.appeals.enums import Act
from liandong.appeals.forms import FORMS, DepartmentChoice, StepsField
from liandong.appeals.rules import moves
from liandong.kit.text import clean_text

router = Router(tags=["acts"])


Day = Annotated[str, Field(examples=["2026-12-01"], json_schema_extra={"format": "date"})]


class StepIn(pydantic.BaseModel):
    """One step of a promise: what will be done, and by which day."""

    due_on: Day
    text: Annotated[str, Field(min_length=1, max_length=300, examples=["Survey the site"])]

    @field_validator("due_on")
    @classmethod
    def _is_a_day(cls, written: str) -> str:
        try:
            return date.fromisoformat(written).isoformat()
        except ValueError as error:
            raise PydanticCustomError("worded", _("日期看不懂，请写成 2026-12-01。")) from error

    @field_validator("text")
    @classmethod
    def _says_something(cls, written: str) -> str:
        if kept := clean_text(written):
            return kept
        raise PydanticCustomError("worded", _("请填写这一项。"))


def _values(field: forms.ChoiceField) -> list[Any]:
    return [value for value, _label in cast("Iterable[tuple[Any, Any]]", field.choices)]


def _type_of(field: forms.Field) -> Any:
    """Return the JSON type of a form's field."""
    match field:
        case StepsField():
            return list[StepIn]
        case DepartmentChoice():
            return Annotated[str, Field(max_length=60, examples=["ly-power"])]
        case forms.ModelChoiceField():
            return Annotated[str, Field(max_length=60)]
        case forms.TypedChoiceField() if _values(field) == ["true", "false"]:
            return bool
        case forms.TypedChoiceField():
            return Annotated[int, Field(ge=1, le=5)]
        case forms.BooleanField():
            return bool
        case forms.IntegerField():
            return Annotated[int, Field(ge=1, le=1000)]
        case forms.DateField():
            return Day
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


def _written_out(shape: type[Schema]) -> dict[str, Any]:
    """Return a JSON schema in one piece: in the OpenAPI document, its references would lead nowhere."""
    schema = shape.model_json_schema()
    parts = schema.pop("$defs", {})

    def whole_of(piece: Any) -> Any:
        if isinstance(piece, list):
            return [whole_of(one) for one in piece]
        if not isinstance(piece, dict):
            return piece
        if "$ref" in piece:
            return whole_of(parts[piece["$ref"].rpartition("/")[2]])
        return {key: whole_of(value) for key, value in piece.items()}

    return cast("dict[str, Any]", whole_of(schema))


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
        queries.require_move(user, appeal, act)
        form = FORMS[act](_payload(request, shape), appeal=appeal, user=user)
        if not form.is_valid():
            raise wrong("body", ((name, m) for name, said in form.errors.items() for m in said))
        done = actions.perform(act, appeal, **form.cleaned_data, by=user)
        answer = whole(queries.appeal_for_act(user, reference, appeal), user)
        if act == Act.SHOW_PHONE:
            answer |= {"contact_name": done.contact_name, "contact_phone": done.contact_phone}
        return answer

    body = {"application/json": {"schema": _written_out(_schema_of(act, strict=True))}}
    required = any(field.required for field in FORMS[act].base_fields.values())
    router.post(
        f"/appeals/{{reference}}/{act.value}",
        response={200: PhoneOut if act == Act.SHOW_PHONE else AppealOut, **PROBLEMS},
        summary=str(act.label),
        description=str(moves.MOVES[act].effect),
        operation_id=f"appeal_{act.value}",
        openapi_extra={"requestBody": {"content": body, "required": required}},
    )(do)


for _act in Act:
    _endpoint(_act)
