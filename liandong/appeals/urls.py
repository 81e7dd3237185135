"""Addresses of appeals: for phones, for desks, and the acts that both share."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import path


def _there(route, room, view, name):  # until every room stands
    if not find_spec(f"liandong.appeals.pages.{room}"):
        return []
    found = getattr(import_module(f"liandong.appeals.pages.{room}"), view, None)
    return [path(route, found, name=name)] if found else []


app_name = "appeals"
urlpatterns = [
    *_there("", "phone", "home", "home"),
    *_there("appeals/", "phone", "index", "list"),
    *_there("appeals/new/", "filing", "new", "new"),
    *_there("appeals/new/suggest/", "filing", "suggest", "suggest"),
    *_there("appeals/new/draft/", "filing", "draft", "draft"),
    *_there("appeals/<slug:reference>/", "phone", "detail", "detail"),
    *_there("appeals/<slug:reference>/clock/", "phone", "clock", "clock"),
    *_there("appeals/<slug:reference>/rate/", "phone", "rate", "rate"),
    *_there("appeals/<slug:reference>/files/", "files", "add", "add_file"),
    *_there("appeals/<slug:reference>/<slug:act>/", "acts", "act", "act"),
    *_there("files/<uuid:name>/", "files", "serve", "file"),
    *_there("desk/", "desk", "index", "desk"),
    *_there("desk/today/", "coordinator", "today", "today"),
    *_there("desk/promises/", "ledger", "promises", "promises"),
    *_there("desk/routing/", "routing", "health", "routing"),
    *_there("desk/export.xlsx", "desk", "export", "export"),
    *_there("desk/<slug:view>/", "desk", "index", "desk_view"),
    *_there("desk/appeals/<slug:reference>/", "desk", "case", "case"),
    *_there("hotline/", "hotline", "new", "hotline"),
]
