"""How the API says no: problem details (RFC 9457)."""

from typing import Any

from django.http import HttpResponse, JsonResponse

MEDIA_TYPE = "application/problem+json; charset=utf-8"


def problem(status: int, title: str, detail: str, code: str, **more: Any) -> HttpResponse:
    """Answer with problem details; `more` stands beside the usual fields."""
    body = {
        "type": f"urn:liandong:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
    }
    response = JsonResponse(body | more, status=status, content_type=MEDIA_TYPE)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response
