"""The API: one address for all houses, bearer tokens, problem details (RFC 9457) for every error."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled
from ninja.errors import ValidationError as Invalid
from ninja.security import HttpBearer

from liandong.accounts.models import User
from liandong.accounts.queries import user_of_token
from liandong.kit.refusals import Refused


class Bearer(HttpBearer):
    """`Authorization: Bearer …`, issued by `liandong token USERNAME`."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        return user_of_token(token)


api = NinjaAPI(
    title="企服联动",
    version="1",
    description="Appeals of enterprises, from filing to close-out.",
    auth=Bearer(),
    urls_namespace="api",
    docs_url=None,
)


def problem(status: int, title: str, detail: str, code: str, **more: Any) -> HttpResponse:
    """Answer with problem details (RFC 9457)."""
    body = {
        "type": f"urn:liandong:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
    }
    response = JsonResponse(
        body | more, status=status, content_type="application/problem+json; charset=utf-8"
    )
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(Refused)
def on_refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    status = 422 if refused.code in BAD_INPUT or refused.code.startswith("file.") else 409
    if refused.code == "appeal.not_yours":
        status = 403
    return problem(status, _("没有办成"), str(refused.message), refused.code)


BAD_INPUT = {"appeal.no_text", "appeal.text_too_long", "appeal.phone"}


@api.exception_handler(Http404)
def on_missing(request: HttpRequest, missing: Http404) -> HttpResponse:
    return problem(404, _("没有找到"), _("没有这一项，或者您不能查看。"), "not_found")


@api.exception_handler(AuthenticationError)
def on_stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem(
        401, _("请先登录"), _("请带上有效的令牌（Authorization: Bearer …）。"), "unauthorized"
    )


@api.exception_handler(Invalid)
def on_invalid(request: HttpRequest, error: Invalid) -> HttpResponse:
    errors = [
        {"field": ".".join(str(p) for p in e["loc"][1:] if p != "payload"), "message": e["msg"]}
        for e in error.errors
    ]
    return problem(
        422, _("内容不对"), _("请看 errors 里每一项的说明，改好再提交。"), "invalid", errors=errors
    )


@api.exception_handler(Throttled)
def on_throttled(request: HttpRequest, error: Throttled) -> HttpResponse:
    return problem(429, _("太快了"), _("请求太多，请稍后再试。"), "throttled")


@api.exception_handler(HttpError)
def on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, _("没有办成"), str(error), "http_error")


for _house in (
    "config.health",
    "liandong.appeals.api",
    "liandong.departments.api",
    "liandong.enterprises.api",
):
    if find_spec(_house):
        api.add_router("", import_module(_house).router)
