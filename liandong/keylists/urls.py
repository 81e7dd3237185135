"""Addresses of keylists."""

from django.urls import path

from liandong.keylists.pages import lists, own

app_name = "keylists"
urlpatterns = [
    path("enterprise/key/", own.own, name="own"),
    path("desk/key/", lists.index, name="index"),
    path("desk/key/<str:reference>/", lists.show, name="list"),
    path("desk/key/<str:reference>/weights/", lists.weights, name="weights"),
    path("desk/key/<str:reference>/decide/", lists.decide, name="decide"),
    path("desk/key/<str:reference>/<slug:uscc>/", lists.place, name="place"),
]
