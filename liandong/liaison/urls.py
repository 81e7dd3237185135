"""Addresses of liaison."""

from django.urls import path

from liandong.liaison.pages import desk, ours, phone

app_name = "liaison"
urlpatterns = [
    path("liaison/", phone.day, name="day"),
    path("liaison/visits/<slug:reference>/", phone.visit, name="visit"),
    path("liaison/notes/<int:note>/problem/", phone.raise_problem, name="raise"),
    path("liaison/problems/<slug:reference>/", phone.settle, name="settle"),
    path("liaison/photo/<uuid:name>/", phone.photo, name="photo"),
    path("liaison/<slug:uscc>/", phone.enterprise, name="enterprise"),
    path("liaison/<slug:uscc>/contact/", phone.contact, name="contact"),
    path("liaison/<slug:uscc>/plan/", phone.plan, name="plan"),
    path("liaison/<slug:uscc>/phone/", phone.phone, name="phone"),
    path("enterprise/liaisons/", ours.ours, name="ours"),
    path("enterprise/problems/<slug:reference>/", ours.problem, name="problem"),
    path("desk/liaison/", desk.index, name="desk"),
    path("desk/liaison/hand-over/", desk.hand_over, name="hand_over"),
    path("desk/liaison/<slug:uscc>/", desk.choose, name="set"),
]
