"""What every request passes: limits and headers for all; sessions and the rest for pages only.

The API is entered with a token. Leaving sessions, CSRF and messages out of its way is worth a third
of its rate, so each of Django's layers is wrapped to step aside for addresses under /api/.
"""

from collections.abc import Callable
from typing import Any

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import AuthenticationMiddleware, LoginRequiredMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.common import CommonMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from config.problems import problem
from liandong.accounts.models import User
from liandong.enterprises.queries import SESSION_KEY
from liandong.kit.refusals import Refused
from liandong.kit.tables import too_large

Next = Callable[[HttpRequest], HttpResponse]


def is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _pages_only(layer: Any) -> Any:
    """Return a layer of Django's that steps aside for the API."""

    class PagesOnly(layer):  # type: ignore[misc]
        def __call__(self, request: HttpRequest) -> Any:
            if is_api(request):
                return self.get_response(request)
            return super().__call__(request)

        if hasattr(layer, "process_view"):

            def process_view(self, request: HttpRequest, *args: Any) -> Any:
                return None if is_api(request) else super().process_view(request, *args)

    return PagesOnly


pages_csp = _pages_only(CSPMiddleware)
pages_sessions = _pages_only(SessionMiddleware)
pages_common = _pages_only(CommonMiddleware)
pages_csrf = _pages_only(CsrfViewMiddleware)
pages_authentication = _pages_only(AuthenticationMiddleware)


class SignInAgain(LoginRequiredMiddleware):
    """Ask to sign in; say that a session ran out to whoever was sending something."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        response = super().handle_no_permission(request, view_func)
        if request.method == "POST":
            response["Location"] += "&expired=yes"
        return response


pages_login_required = _pages_only(SignInAgain)


class Seat:
    """Note on the reader which of their offices they have chosen to look from.

    Where nothing is changed, what they may act as is asked once and kept on them for this request: every
    part of a page begins with who asks.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            kind, _sign, code = request.session.get(SESSION_KEY, "").partition(":")
            if kind == "office" and isinstance(request.user, User):
                request.user.seat = code
            if request.method in {"GET", "HEAD"} and isinstance(request.user, User):
                request.user.known = {}
        return self.get_response(request)


pages_seat = _pages_only(Seat)
pages_messages = _pages_only(MessageMiddleware)
pages_frames = _pages_only(XFrameOptionsMiddleware)


class Language:
    """Speak Chinese unless the reader has chosen otherwise: by the cookie of a page, by the API's header.

    A browser's own preference is not a choice: many in China come set to English.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_api(request):
            wish = request.headers.get("Accept-Language", "")[:2]
        else:
            wish = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        code = wish if wish in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response


def _drain(request: HttpRequest, length: int) -> None:
    """Read a body and forget it: a client that is still sending hears no answer."""
    while length > 0 and (piece := request.META["wsgi.input"].read(min(length, 1 << 16))):
        length -= len(piece)


class SizeLimit:
    """Refuse a body that is too long before anything reads it, and NUL, which no database takes."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        importing = request.path == settings.IMPORT_ADDRESS
        limit = settings.API_MAX_BYTES if is_api(request) else settings.REQUEST_MAX_BYTES
        limit = settings.IMPORT_MAX_BYTES if importing else limit
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = limit + 1
        if is_api(request) and "%00" in request.META.get("QUERY_STRING", ""):
            detail = _("地址里有不能用的字符，请改后再试。")
            return self._refuse(request, 400, "address.characters", _("地址不对"), detail)
        if length <= limit:
            return self.get_response(request)
        if importing:  # nothing of it is read: the page has said so before it was sent
            context = {"text": too_large(length), "back": settings.IMPORT_ADDRESS}
            return render(request, "413.html", context, status=413)
        _drain(request, min(length, settings.REQUEST_MAX_BYTES))
        detail = _("内容太长，最多 %(limit)s KB。请删减后再提交。") % {"limit": limit // 1024}
        return self._refuse(request, 413, "body.too_long", _("内容太长"), detail)

    def _refuse(
        self, request: HttpRequest, status: int, code: str, title: str, detail: str
    ) -> HttpResponse:
        if is_api(request):
            return problem(status, title, detail, code)
        return render(request, f"{status}.html", {"detail": detail}, status=status)


class Methods:
    """Word what a wrong method is answered with; ninja says it in English and plain text."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or not is_api(request):
            return response
        allowed = ", ".join(sorted(response.headers["Allow"].split(", ")))
        detail = _("这个地址只接受 %(allowed)s。") % {"allowed": allowed}
        refusal = problem(405, _("方法不对"), detail, "method")
        refusal.headers["Allow"] = allowed
        return refusal


SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=()",
}


class SecurityHeaders:
    """Say to browsers what they must not do, on every answer."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in SAFE.items():
            response.headers.setdefault(name, value)
        if not response.streaming:  # Django's own way to say it is for pages only
            response.headers.setdefault("Content-Length", str(len(response.content)))
        return response


class PageRefusals:
    """Turn a refusal on a page into a message and a way back; the API words its own."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused) or is_api(request):
            return None
        messages.error(request, exception.message)
        back = request.META.get("HTTP_REFERER", "")
        if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
            back = "/"
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": back})
        return HttpResponseRedirect(back)
