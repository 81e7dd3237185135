"""Addresses of appeals: for phones, for desks, and the acts that both share."""

from django.urls import path

from liandong.appeals.pages import (
    acts,
    coordinator,
    desk,
    files,
    filing,
    hotline,
    ledger,
    phone,
    rating,
    routing,
)

app_name = "appeals"
urlpatterns = [
    path("", phone.home, name="home"),
    path("appeals/", phone.index, name="list"),
    path("appeals/new/", filing.new, name="new"),
    path("appeals/new/suggest/", filing.suggest, name="suggest"),
    path("appeals/new/draft/", filing.draft, name="draft"),
    path("appeals/<slug:reference>/", phone.detail, name="detail"),
    path("appeals/<slug:reference>/clock/", phone.clock, name="clock"),
    path("appeals/<slug:reference>/rate/", rating.rate, name="rate"),
    path("appeals/<slug:reference>/files/", files.add, name="add_file"),
    path("appeals/<slug:reference>/<slug:act>/", acts.act, name="act"),
    path("files/check/", files.check, name="check_file"),
    path("files/<uuid:name>/", files.serve, name="file"),
    path("desk/", desk.index, name="desk"),
    path("desk/today/", coordinator.today, name="today"),
    path("desk/promises/", ledger.promises, name="promises"),
    path("desk/routing/", routing.health, name="routing"),
    path("desk/export.xlsx", desk.export, name="export"),
    path("desk/<slug:view>/", desk.index, name="desk_view"),
    path("desk/appeals/<slug:reference>/", desk.case, name="case"),
    path("hotline/", hotline.new, name="hotline"),
]
