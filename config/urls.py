"""Every address of the product, one line per house."""

from django.contrib import admin
from django.urls import include, path

from config.api import api

urlpatterns = [
    path("", include("liandong.appeals.urls")),
    path("", include("liandong.notices.urls")),
    path("", include("liandong.journal.urls")),
    path("", include("liandong.departments.urls")),
    path("", include("liandong.enterprises.urls")),
    path("", include("liandong.theme.urls")),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", api.urls),
    path("admin/", admin.site.urls),
]
