"""Addresses of figures."""

from django.urls import path

from liandong.figures.pages import desk, needs, own

app_name = "figures"
urlpatterns = [
    path("enterprise/figures/", own.own, name="own"),
    path("enterprise/figures/<str:reference>/", own.form, name="form"),
    path("enterprise/figures/<str:reference>/skip/", own.pass_over, name="skip"),
    path("desk/figures/", desk.desk, name="desk"),
    path("desk/figures/export/", desk.export, name="export"),
    path("desk/figures/ask/", desk.ask_now, name="ask"),
    path("desk/needs/", needs.needs, name="needs"),
]
