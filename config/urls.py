"""Every address of the product, one line per house."""

from django.contrib import admin
from django.urls import include, path

from config.api import api

# `appeals` last of those with pages at the desk: it takes every `desk/<list>/` that is left.
HOUSES = ("enterprises", "appeals", "notices", "audit", "departments", "accounts", "theme")
urlpatterns = [
    path("api/v1/", api.urls),  # first: looking through the pages' addresses takes long
    *(path("", include(f"liandong.{house}.urls")) for house in HOUSES),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
