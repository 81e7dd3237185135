"""Addresses of notices."""

from django.urls import path

from liandong.notices import pages

app_name = "notices"
urlpatterns = [
    path("notices/", pages.index, name="list"),
    path("notices/read/", pages.read, name="read"),
    path("notices/settings/", pages.settings, name="settings"),
    path("notices/about/<str:subject>/", pages.about, name="about"),
    path("admin-desk/channels/", pages.channels, name="channels"),
    path("admin-desk/dead-letters/", pages.dead_letters, name="dead_letters"),
    path("admin-desk/dead-letters/again/", pages.try_again, name="try_again"),
]
