"""Addresses of risks."""

from django.urls import path

from liandong.risks.pages import signals

app_name = "risks"
urlpatterns = [
    path("desk/risks/", signals.index, name="list"),
    path("desk/risks/<str:reference>/", signals.signal, name="signal"),
]
