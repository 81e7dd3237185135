"""Addresses of visits."""

from django.urls import path

from liandong.visits.pages import consents, desk, own, planning

app_name = "visits"
urlpatterns = [
    path("enterprise/calendar/", own.calendar, name="calendar"),
    path("desk/visits/", desk.index, name="desk"),
    path("desk/visits/new/", planning.new, name="new"),
    path("desk/visits/consents/", consents.consents, name="consents"),
    path("desk/visits/together/", consents.join_week, name="join_week"),
    path("desk/visits/export/", desk.export, name="export"),
    path("desk/visits/<str:reference>/", desk.visit, name="visit"),
    path("desk/visits/<str:reference>/<slug:act>/", desk.act, name="act"),
]
