"""Every act of an appeal as an endpoint, made from the form that the page shows."""

import json
from collections.abc import Iterable
from typing import Annotated, Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema
from pydantic import create_model

from liandong.appeals import actions, queries
from liandong.appeals.api.shapes import PROBLEMS, AppealOut, person, shown
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
