"""Addresses of the audit."""

from django.urls import path

from liandong.audit import pages

app_name = "audit"
urlpatterns = [
    path("journal/", pages.index, name="index"),
    path("journal/roots.csv", pages.roots, name="roots"),
]
