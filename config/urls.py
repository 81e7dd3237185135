"""Every address of the product, one line per house."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.defaults import page_not_found

from config.api import api, on_missing
from config.middleware import is_api

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
