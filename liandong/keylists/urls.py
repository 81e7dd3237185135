"""Addresses of keylists."""

from django.urls import URLPattern

app_name = "keylists"
urlpatterns: list[URLPattern] = []
