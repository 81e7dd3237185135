"""Pages of the theme itself: the gallery of components, the look, the app's manifest, refusals."""

import json
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from liandong.theme import context, samples

YEAR = 365 * 24 * 3600


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with sample data, light and dark; only while developing and in the demo."""
    if not (settings.DEBUG or getattr(settings, "LIANDONG_DEMO", False)):
        raise Http404
    return render(request, "theme/gallery.html", samples.gallery())


@login_not_required
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or as the device says, and go back."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    chosen = request.POST.get("look", "")
    if chosen in context.LOOKS:
        response.set_cookie(
            context.COOKIE,
            chosen,
            YEAR,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(context.COOKIE, samesite="Lax")
    return response


@login_not_required
@cache_control(max_age=3600, public=True)
def manifest(request: HttpRequest) -> JsonResponse:
    """The web app's manifest: what a phone needs to put it on the home screen."""
    icons: list[dict[str, Any]] = [
        {"src": static("theme/mark.svg"), "sizes": "any", "type": "image/svg+xml"},
        {"src": static("theme/mark-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("theme/mark-512.png"), "sizes": "512x512", "type": "image/png"},
    ]
    body = {
        "name": _("企服联动"),
        "short_name": _("企服联动"),
        "description": _("企业提诉求，部门限时办，企业说了算"),
        "lang": "zh-CN",
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#fcf9f5",
        "theme_color": "#fcf9f5",
        "icons": icons,
    }
    return JsonResponse(body, content_type="application/manifest+json")


@login_not_required
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker that keeps the shell and the offline page; served from the root for its scope."""
    shell = [
        static(name)
        for name in (
            "theme/base.css",
            "theme/parts.css",
            "theme/phone.css",
            "theme/dark.css",
            "vendor/htmx.min.js",
            "vendor/icons.svg",
            "theme/page.js",
            "theme/live.js",
            "theme/draft.js",
        )
    ]
    version = sha256(" ".join(shell).encode()).hexdigest()[:12]
    words = {"shell": json.dumps(shell), "version": version}
    return render(request, "theme/service-worker.js", words, content_type="text/javascript")


@login_not_required
def offline(request: HttpRequest) -> HttpResponse:
    """What a phone shows without a network, unless it has the page itself."""
    filing = next((p["url"] for p in context.bar() if p["icon"] == "message-square-plus"), "")
    return render(request, "theme/offline.html", {"filing": filing})


@login_not_required
def offline_office(request: HttpRequest) -> HttpResponse:
    """What a desk shows without a network."""
    return render(request, "theme/offline_office.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old or came from elsewhere; the draft is kept by the page that held it."""
    return render(request, "403_csrf.html", status=403)
