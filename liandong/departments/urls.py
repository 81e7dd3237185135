"""Addresses of departments."""

from django.urls import path

from liandong.departments import pages

app_name = "departments"
urlpatterns = [
    path("me/stand-in/", pages.stand_in, name="stand_in"),
    path("me/stand-in/ask/", pages.ask, name="ask_for_another"),
    path("me/stand-in/end/", pages.end, name="end_stand_in"),
]
