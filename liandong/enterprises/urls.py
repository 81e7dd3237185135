"""Addresses of enterprises, and of oneself in them."""

from django.urls import path

from liandong.enterprises.pages import (
    base,
    claiming,
    desk,
    duplicates,
    importing,
    joining,
    me,
    members,
    own,
)

app_name = "enterprises"
urlpatterns = [
    path("me/", me.me, name="me"),
    path("me/place/", me.switch, name="switch"),
    path("me/enterprise/", joining.find, name="find"),
    path("me/enterprise/check/", joining.check, name="check"),
    path("me/enterprise/register/", joining.register, name="register"),
    path("me/enterprise/<slug:uscc>/claim/", claiming.claim, name="claim"),
    path("me/enterprise/<slug:uscc>/dispute/", claiming.contest, name="dispute"),
    path("me/enterprise/<slug:uscc>/leave/", members.part, name="leave"),
    path("me/enterprise/<slug:uscc>/withdraw/", joining.withdraw, name="withdraw"),
    path("me/enterprise/<slug:uscc>/accept/", joining.accept, name="accept"),
    path("me/enterprise/<slug:uscc>/decline/", joining.decline, name="decline"),
    path("me/enterprise/<slug:uscc>/members/", members.members, name="members"),
    path("me/enterprise/<slug:uscc>/uninvite/", members.uninvite, name="uninvite"),
    path("me/enterprise/<slug:uscc>/members/<str:username>/", members.member, name="member"),
    path("me/enterprise/<slug:uscc>/requests/<str:username>/", members.decide, name="decide"),
    path("enterprise/", own.mine, name="own"),
    path("enterprise/<str:code>/", own.correct, name="correct"),
    path("desk/enterprises/", base.index, name="base"),
    path("desk/enterprises/export/", base.export, name="export"),
    path("desk/enterprises/import/", importing.index, name="import"),
    path("desk/enterprises/import/<uuid:upload>/", importing.upload, name="upload"),
    path("desk/enterprises/import/<uuid:upload>/rejects/", importing.rejects, name="rejects"),
    path("desk/enterprises/waiting/", desk.waiting, name="waiting"),
    path("desk/enterprises/duplicates/", duplicates.index, name="duplicates"),
    path("desk/enterprises/duplicates/<slug:uscc>/undo/", duplicates.undo, name="unmerge"),
    path("desk/enterprises/duplicates/<slug:wrong>/<slug:into>/", duplicates.merge, name="merge"),
    path("desk/enterprises/proof/<uuid:name>/", claiming.proof, name="proof"),
    path("desk/enterprises/<slug:uscc>/letter/", desk.letter, name="letter"),
    path("desk/enterprises/<slug:uscc>/settle/<str:username>/", desk.settle, name="settle"),
    path(
        "desk/enterprises/<slug:uscc>/members/<str:username>/phone/", base.member, name="showphone"
    ),
    path("desk/enterprises/<slug:uscc>/verify/", desk.verify, name="verify"),
    path("desk/enterprises/<slug:uscc>/phone/", desk.phone, name="phone"),
    path("desk/enterprises/<slug:uscc>/", base.file, name="file"),
    path("desk/enterprises/<slug:uscc>/side/", base.side, name="side"),
    path("desk/enterprises/<slug:uscc>/missing/", base.missing, name="missing"),
    path("desk/enterprises/<slug:uscc>/facts/<str:code>/", base.fact, name="fact"),
    path("desk/enterprises/<slug:uscc>/facts/<str:code>/show/", base.show, name="show"),
]
