"""Administrators see what did not arrive and which ways out are connected; old notices go by themselves."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from liandong.accounts.models import User
from liandong.departments.enums import Role
from liandong.departments.models import Appointment
from liandong.journal.models import Entry
from liandong.notices.actions import forget_old_notices, retry_dead
from liandong.notices.enums import ChannelKind, DeliveryState
from liandong.notices.models import ChannelAddress, Delivery, Notice, Retention
from liandong.notices.rules.causes import cause_of

ADDRESS = "https://hook.example.com/in/secret"


@pytest.fixture
def admin(db: None) -> Client:
    user = User.objects.create(username="admin")
    Appointment.objects.create(user=user, role=Role.ADMIN, region_id="410303")
    client = Client()
    client.force_login(user)
    return client


def give(user: User, number: int, at: datetime, *, read: bool = False) -> Notice:
    return Notice.objects.create(
        user=user,
        entry_id=number,
        verb="appeal.accepted",
        subject=f"appeal:XG{number}",
        url=f"/appeals/XG{number}/",
        at=at,
        read_at=at if read else None,
    )


@pytest.fixture
def letter(officer: User, tuesday: datetime) -> Delivery:
    channel = ChannelAddress.objects.create(user=officer, kind=ChannelKind.WEBHOOK, address=ADDRESS)
    return Delivery.objects.create(
        notice=give(officer, 1, tuesday),
        channel=channel,
        state=DeliveryState.DEAD,
        tries=5,
        not_before=tuesday,
        done_at=tuesday,
        error="Failed to send JSON notification: Service Unavailable, error=503.",
    )


def test_a_dead_letter_says_whom_where_how_often_and_why(admin, letter):
    page = admin.get("/admin-desk/dead-letters/").text
    for words in ("officer", "https://hook.example.com/…", "5 次", "对方的服务出错（503）"):
        assert words in page
    assert "secret" not in page


def test_what_is_let_go_is_listed_and_sent_no_more(admin, officer, letter):
    path = "/admin-desk/dead-letters/again/"
    assert admin.post(path, {"what": "let_go", "delivery": [letter.pk]}).status_code == 302
    letter.refresh_from_db()
    assert letter.state == DeliveryState.LET_GO
    assert "都送到了" in admin.get("/admin-desk/dead-letters/").text
    assert retry_dead([letter.pk], by=officer) == 0
    assert Entry.objects.get(verb="delivery.let_go").data["deliveries"] == [letter.pk]
    client = Client()
    client.force_login(officer)
    assert client.post(path, {"what": "let_go", "delivery": [letter.pk]}).status_code == 404


def test_the_ways_out_say_whether_they_are_connected(admin, officer, letter, settings):
    settings.SMS_URLS, settings.MAIL_URL = ["json://sms.example.com/{phone}"], ""
    page = admin.get("/admin-desk/channels/").text
    assert page.count("未接通：写入日志") == 1
    assert "LIANDONG_MAIL" in page
    assert "LIANDONG_SMS" not in page
    client = Client()
    client.force_login(officer)
    assert client.get("/admin-desk/channels/").status_code == 404


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("Failed, error=404.", "没有这个地址"),
        ("Failed, error=401.", "拒绝接收"),
        ("A Connection error occurred sending JSON notification to x.", "连不上"),
        ("unknown host", "找不到这个网址"),
        ("", "对方没有接收"),
    ],
)
def test_causes(error, words):
    assert words in cause_of(error)


def test_old_notices_go_and_the_journal_stays(officer, letter, tuesday):
    def ago(days: int) -> datetime:
        return tuesday - timedelta(days=days)

    read_old, unread_old = give(officer, 2, ago(366), read=True), give(officer, 3, ago(366))
    read_new, too_old = give(officer, 4, ago(364), read=True), give(officer, 5, ago(731))
    entries = Entry.objects.count()
    assert forget_old_notices(tuesday) == 2
    kept = set(Notice.objects.values_list("pk", flat=True))
    assert kept == {letter.notice_id, unread_old.pk, read_new.pk}
    assert Entry.objects.count() == entries
    Retention.objects.update(read_days=30, all_days=31)
    assert forget_old_notices(tuesday) == 2
    assert list(Notice.objects.all()) == [letter.notice]
    assert {read_old.pk, too_old.pk}.isdisjoint(kept)
