"""Addresses of the theme; the worker and the manifest stand at the root."""

from django.urls import path

from liandong.theme import pages

app_name = "theme"
urlpatterns = [
    path("gallery/", pages.gallery, name="gallery"),
    path("look/", pages.look, name="look"),
    path("offline/", pages.offline, name="offline"),
    path("offline/desk/", pages.offline_office, name="offline_office"),
    path("manifest.webmanifest", pages.manifest, name="manifest"),
    path("service-worker.js", pages.service_worker, name="service-worker"),
]
