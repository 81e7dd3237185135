"""Addresses of the journal."""

from django.urls import path

from liandong.journal import pages

app_name = "journal"
urlpatterns = [
    path("journal/", pages.index, name="index"),
    path("journal/roots.csv", pages.roots, name="roots"),
]
