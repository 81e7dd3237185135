"""The API: one address for all houses, bearer tokens, problem details (RFC 9457) for every error."""

from copy import deepcopy
from typing import Any, cast

from csp.middleware import CSPMiddleware
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled
from ninja.errors import ValidationError as Invalid
from ninja.openapi.docs import Swagger
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.renderers import BaseRenderer
from ninja.security import HttpBearer
from pydantic_core import from_json, to_json

from config.problems import problem
from liandong.accounts.models import User
from liandong.accounts.queries import user_of_token
from liandong.accounts.throttle import PerPerson
from liandong.kit.refusals import Refused


class Bearer(HttpBearer):
    """`Authorization: Bearer …`, issued by `liandong token USERNAME`."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        return user_of_token(token)


class QuickParser(Parser):
    """Reads JSON several times as fast as the standard library does."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        body: dict[str, Any] = from_json(request.body)
        return body


class QuickRenderer(BaseRenderer):
    """Writes JSON several times as fast, and Chinese as it is."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return to_json(data)


LOCATION = {
    "description": "Where the new thing can be read: a path from the root of this house.",
    "required": True,
    "schema": {"type": "string", "pattern": "^/"},
}


class Api(NinjaAPI):
    """An API whose errors are problem details, in its document as well."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        document = super().get_openapi_schema(**kwargs)
        for operations in document["paths"].values():
            for operation in operations.values():
                if refused := operation.get("responses", {}).get("401"):
                    # an address with NUL in it is refused before anything looks at it
                    operation["responses"].setdefault("400", deepcopy(refused))
                for status, answer in operation.get("responses", {}).items():
                    if int(status) == 201:
                        answer["headers"] = {"Location": LOCATION}
                    content = answer.get("content", {})
                    if int(status) >= 400 and "application/json" in content:
                        content["application/problem+json"] = content.pop("application/json")
        return document


class Docs(Swagger):
    """The document to read and to try out, in a page that loads nothing from elsewhere."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """Show Swagger UI under the policy of all pages, which those of the API pass by."""
        address = self.get_openapi_url(api, kwargs)
        told = {"title": api.title, "settings": {**self.settings, "url": address}}
        page = render_to_string("theme/api.html", told)
        return cast(HttpResponse, CSPMiddleware(lambda _asked: HttpResponse(page))(request))


api = Api(
    title="企服联动",
    version="1",
    description="Appeals of enterprises, from filing to close-out.",
    auth=Bearer(),
    throttle=[PerPerson("600/min")],
    parser=QuickParser(),
    renderer=QuickRenderer(),
    urls_namespace="api",
    docs=Docs({"validatorUrl": None}),
    docs_decorator=require_safe,
)


@api.exception_handler(Refused)
def on_refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    if field := FIELD_OF.get(refused.code):
        wrong = [{"field": field, "message": str(refused.message)}]
        return problem(422, _("内容不对"), str(refused.message), refused.code, errors=wrong)
    status = 422 if refused.code.startswith("file.") else 409
    if refused.code.endswith(".not_yours"):
        status = 403
    return problem(status, _("没有办成"), str(refused.message), refused.code)


# What a rule refuses of a single field, whatever state the appeal is in.
FIELD_OF = {
    "appeal.no_text": "text",
    "appeal.text_too_long": "text",
    "appeal.phone": "contact_phone",
    "appeal.category": "category",
    "enterprise.uscc": "enterprise",
    "enterprise.unknown": "enterprise",
    "enterprise.several": "enterprise",
    "enterprise.needed": "enterprise",
    "fact.value": "facts",
    "fact.unknown": "facts",
    "fact.computed": "facts",
    "fact.none": "facts",
    "fact.day": "on",
    "fact.source": "source",
}


@api.exception_handler(Http404)
def on_missing(request: HttpRequest, missing: Exception) -> HttpResponse:
    return problem(404, _("没有找到"), _("没有这一项，或者您不能查看。"), "not_found")


@api.exception_handler(AuthenticationError)
def on_stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem(
        401, _("请先登录"), _("请带上有效的令牌（Authorization: Bearer …）。"), "unauthorized"
    )


def wording(error: Any) -> str:
    """Say what is wrong with one field in the reader's language."""
    limits = error.get("ctx") or {}
    match error["type"]:
        case "worded":
            return str(error["msg"])
        case "missing" | "string_too_short":
            return _("请填写这一项。")
        case "string_type":
            return _("这一项应是文字。")
        case "string_too_long":
            return _("太长了，最多 %(most)s 字。") % {"most": limits.get("max_length")}
        case "int_type" | "int_parsing" | "int_from_float":
            return _("这一项应是整数。")
        case "greater_than_equal" | "less_than_equal":
            if "ge" in limits:
                return _("不能小于 %(ge)s。") % limits
            return _("不能大于 %(le)s。") % limits
        case "bool_type" | "bool_parsing":
            return _("这一项应是 true 或 false。")
        case "list_type" | "dict_type" | "model_type" | "model_attributes_type":
            return _("结构不对，请对照接口文档。")
    return _("内容不对，请对照接口文档。")


@api.exception_handler(Invalid)
def on_invalid(request: HttpRequest, error: Invalid) -> HttpResponse:
    if any(e["loc"] == ("path", "reference") for e in error.errors):
        return on_missing(request, Http404())
    errors = [
        {"field": ".".join(str(p) for p in e["loc"][1:] if p != "payload"), "message": wording(e)}
        for e in error.errors
    ]
    detail = _("请看 errors 里每一项的说明，改好再提交。")
    if all(e["type"] == "worded" for e in error.errors):
        detail = _("；").join(e["message"] for e in errors)
    return problem(422, _("内容不对"), detail, "invalid", errors=errors)


@api.exception_handler(Throttled)
def on_throttled(request: HttpRequest, error: Throttled) -> HttpResponse:
    return problem(429, _("太快了"), _("请求太多，请稍后再试。"), "throttled")


@api.exception_handler(HttpError)
def on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 400:  # the one that ninja itself raises
        return problem(400, _("看不懂内容"), _("请求的内容不是有效的 JSON。"), "body.json")
    return problem(error.status_code, _("没有办成"), str(error), "http_error")


for _house in (
    "config.health",
    "liandong.appeals.api",
    "liandong.departments.api",
    "liandong.enterprises.api",
    *(f"liandong.{_app}.api" for _app in ("visits", "figures", "keylists", "liaison", "risks")),
):
    api.add_router("", f"{_house}.router")
