"""A person reads what they were told, chooses how to be told, and an administrator sees what did not arrive."""

from datetime import datetime, time, timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liandong.accounts.models import User
from liandong.departments.enums import Role
from liandong.departments.models import Appointment
from liandong.journal.models import Entry, Outbox
from liandong.notices.actions import add_channel
from liandong.notices.enums import ChannelKind, DeliveryState
from liandong.notices.models import ChannelAddress, Delivery, Notice, Preference

KEY = "693a91f6-7abc-4bc4-97a0-0ec2sifa5aaa"


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create(username="person", phone="13800001234", phone_verified=True)


@pytest.fixture
def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def give(user: User, number: int, at: datetime, **fields: object) -> Notice:
    given = {
        "entry_id": number, "verb": "appeal.accepted", "subject": f"appeal:XG{number}",
        "text": f"第{number}件已签收。", "url": f"/appeals/XG{number}/", "at": at,
    }  # fmt: skip
    return Notice.objects.create(user=user, **(given | fields))


def test_what_one_was_told_stands_by_day(person, browser, tuesday):
    give(person, 1, tuesday)
    give(person, 2, tuesday - timedelta(days=1), read_at=tuesday)
    give(person, 3, tuesday - timedelta(days=5), urgent=True)
    give(person, 4, tuesday - timedelta(days=400))
    give(User.objects.create(username="other"), 5, tuesday)
    page = browser.get("/notices/").content.decode()
    headings = ["今天 星期二", "昨天 星期一", "11月19日 星期四", "2025年10月20日 星期一"]
    places = [page.index(words) for words in headings]
    assert places == sorted(places)
    assert [f"第{n}件" in page for n in range(1, 6)] == [True] * 4 + [False]
    assert '<span class="num">3</span> 条未读' in page


def test_nothing_told_yet(browser):
    page = browser.get("/notices/").content.decode()
    assert "还没有消息" in page
    assert "全部标为已读" not in page


def test_a_notice_leads_to_its_thing_and_all_about_it_is_read(person, browser, tuesday):
    give(person, 1, tuesday)
    give(person, 11, tuesday, subject="appeal:XG1")
    other = give(person, 2, tuesday)
    answer = browser.get("/notices/about/appeal:XG1/")
    assert (answer.status_code, answer["Location"]) == (302, "/appeals/XG11/")
    assert list(Notice.objects.filter(read_at__isnull=True)) == [other]
    assert browser.get("/notices/about/appeal:XG99/").status_code == 404


def test_everything_is_marked_as_read(person, browser, tuesday):
    mine = give(person, 1, tuesday)
    others = give(User.objects.create(username="other"), 1, tuesday)
    assert browser.get("/notices/read/").status_code == 405
    assert browser.post("/notices/read/").status_code == 302
    mine.refresh_from_db()
    others.refresh_from_db()
    assert (mine.read_at is None, others.read_at) == (False, None)


def test_a_stranger_signs_in_first(db):
    for path in ("/notices/", "/notices/settings/", "/admin-desk/dead-letters/"):
        assert Client().get(path)["Location"].startswith("/accounts/login/")


def test_the_list_takes_as_many_queries_with_three_as_with_one(person, browser, tuesday):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get("/notices/").status_code == 200
        return len(captured)

    give(person, 1, tuesday)
    one = queries()
    for n in range(2, 100):
        give(person, n, tuesday - timedelta(hours=n))
    assert queries() == one
    assert 'rel="next" href="?page=2"' in browser.get("/notices/").content.decode()
    second = browser.get("/notices/?page=2").content.decode()
    assert ("第99件" in second, "第50件" in second, 'rel="next"' in second) == (True, False, False)
    assert browser.get("/notices/?page=-1e9").status_code == 200
    for n in range(100, 130):
        give(person, n, tuesday)
    assert "99+" in browser.get("/notices/").content.decode()


def test_quiet_hours_are_chosen(person, browser):
    page = browser.get("/notices/settings/").content.decode()
    assert 'value="22:00"' in page
    bad = browser.post(
        "/notices/settings/", {"do": "quiet", "quiet_from": "25:00", "quiet_to": "07:00"}
    )
    assert (bad.status_code, Preference.objects.count()) == (422, 0)
    assert "25:00" in bad.content.decode()
    good = browser.post(
        "/notices/settings/", {"do": "quiet", "quiet_from": "21:30", "quiet_to": "08:00"}
    )
    assert good.status_code == 302
    kept = Preference.objects.get()
    assert (kept.user, kept.quiet_from, kept.quiet_to) == (person, time(21, 30), time(8))
    assert Entry.objects.order_by("pk").last().verb == "preference.set"


def test_a_channel_is_added_tested_switched_and_removed(person, browser):
    page = browser.get("/notices/settings/").content.decode()
    assert "还没有渠道" in page
    assert "邮件" not in page.split("用什么收")[1].split("</select>")[0]
    answer = browser.post("/notices/settings/", {"do": "add", "kind": "wecom", "address": KEY})
    assert answer.status_code == 302
    channel = ChannelAddress.objects.get()
    page = browser.get("/notices/settings/").content.decode()
    assert channel.masked in page
    assert KEY not in page
    assert KEY not in str(list(Entry.objects.values_list("data", flat=True)))
    assert browser.post("/notices/settings/", {"do": "test"}).status_code == 302
    assert Delivery.objects.get().channel == channel
    assert "有一条正在发" in browser.get("/notices/settings/").content.decode()
    form = {"channel": channel.pk}
    browser.post("/notices/settings/", form | {"do": "off"})
    assert "已停用" in browser.get("/notices/settings/").content.decode()
    browser.post("/notices/settings/", form | {"do": "on"})
    browser.post("/notices/settings/", form | {"do": "remove"})
    assert "还没有渠道" in browser.get("/notices/settings/").content.decode()
    assert browser.post("/notices/settings/", form | {"do": "on"}).status_code == 404


def test_a_bad_address_is_said_beside_the_field_and_kept(browser):
    answer = browser.post(
        "/notices/settings/", {"do": "add", "kind": "feishu", "address": "https://example.com/"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "https://open.feishu.cn/" in page
    assert 'value="https://example.com/"' in page
    assert not ChannelAddress.objects.exists()


def test_a_test_without_a_channel_is_refused_with_the_next_step(browser):
    answer = browser.post("/notices/settings/", {"do": "test"})
    assert answer.status_code == 302
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert said == ["还没有启用的渠道，先添加一个再试。"]


def test_ones_channels_are_ones_own(person, browser):
    other = User.objects.create(username="other")
    channel = add_channel(other, kind=ChannelKind.WECOM, address=KEY)
    for do in ("on", "off", "remove"):
        form = {"do": do, "channel": channel.pk}
        assert browser.post("/notices/settings/", form).status_code == 404
    assert browser.post("/notices/settings/", {"do": "off", "channel": "x"}).status_code == 404
    channel.refresh_from_db()
    assert (channel.is_on, channel.removed_at) == (True, None)


@pytest.fixture
def admin(db: None) -> Client:
    user = User.objects.create(username="admin")
    Appointment.objects.create(user=user, role=Role.ADMIN, region_id="410303")
    client = Client()
    client.force_login(user)
    return client


def dead_letter(person: User, number: int, at: datetime) -> Delivery:
    channel, _new = ChannelAddress.objects.get_or_create(
        user=person, kind=ChannelKind.WECOM, address=KEY
    )
    return Delivery.objects.create(
        notice=give(person, number, at), channel=channel, state=DeliveryState.DEAD, tries=5,
        not_before=at, done_at=at, error="对方没有接收。",
    )  # fmt: skip


def test_dead_letters_are_for_administrators(person, browser, admin, tuesday):
    assert "都送到了" in admin.get("/admin-desk/dead-letters/").content.decode()
    dead_letter(person, 1, tuesday)
    page = admin.get("/admin-desk/dead-letters/").content.decode()
    assert "第1件已签收。" in page
    assert "对方没有接收。" in page
    assert browser.get("/admin-desk/dead-letters/").status_code == 404
    assert browser.post("/admin-desk/dead-letters/again/").status_code == 404


def test_dead_letters_are_sent_again(person, admin, tuesday):
    first, second, third = (dead_letter(person, n, tuesday) for n in range(3))
    path = "/admin-desk/dead-letters/again/"
    assert admin.post(path, {"delivery": [first.pk]}).status_code == 302
    assert admin.post(path, {"delivery": [first.pk, second.pk, "x"]}).status_code == 302
    states = Delivery.objects.order_by("pk").values_list("state", "tries")
    assert list(states) == [("waiting", 0), ("waiting", 0), ("dead", 5)]
    assert Entry.objects.filter(verb="delivery.retried").count() == 2
    assert third.pk


def test_entries_that_nobody_could_be_told_of_are_shown_and_tried_again(admin):
    Outbox.objects.create(entry_id=10**12, tries=5)
    assert "有 1 条日志没能告知任何人" in admin.get("/admin-desk/dead-letters/").content.decode()
    admin.post("/admin-desk/dead-letters/again/", {"what": "entries"})
    assert Outbox.objects.get(pk=10**12).tries == 0


def test_unread_is_counted_only_where_it_is_shown(person, browser, tuesday):
    give(person, 1, tuesday)
    with CaptureQueriesContext(connection) as captured:
        browser.get("/notices/about/appeal:XG9/")
    assert not any("read_at IS NULL" in query["sql"] for query in captured)
