"""Every address of the product, one line per house."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found, server_error

from config.api import api, on_missing
from config.middleware import is_api
from config.problems import problem

# `enterprises` takes every `enterprise/<fact>/` that is left, `appeals` every `desk/<list>/`.
HOUSES = (
    *("risks", "liaison", "visits", "figures", "keylists"),
    *("enterprises", "appeals", "notices", "audit", "departments", "accounts", "theme"),
)
urlpatterns = [
    path("api/v1/", api.urls),  # first: looking through the pages' addresses takes long
    *(path("", include(f"liandong.{house}.urls")) for house in HOUSES),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say in the reader's own format that an address leads nowhere."""
    return on_missing(request, exception) if is_api(request) else page_not_found(request, exception)


def handler500(request: HttpRequest) -> HttpResponse:
    """Say in the reader's own format that the fault is ours."""
    if not is_api(request):
        return server_error(request)
    return problem(500, _("我们这边出错了"), _("已经记下来，会有人看。请过一会儿再试。"), "fault")
