"""A person reads what they were told, chooses how to be told, and an administrator sees what did not arrive."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from liandong.accounts.models import User
from liandong.appeals.actions import perform
from liandong.appeals.enums import Act
from liandong.departments.enums import Role
from liandong.departments.models import Appointment
from liandong.journal.models import Entry, Outbox
from liandong.kit.now import standing_at
from liandong.notices.actions import add_channel
from liandong.notices.enums import ChannelKind, DeliveryState
from liandong.notices.models import ChannelAddress, Delivery, Notice, Preference
from liandong.notices.queries import unread_of
from liandong.notices.rules.saying import said
from liandong.notices.rules.telling import TOLD

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
        "hat": "enterprise", "facts": {"title": f"第{number}件", "lead": "供电公司"},
        "url": f"/appeals/XG{number}/", "at": at,
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
    assert '<span class="num">3</span> 件有未读' in page


def test_a_thing_stands_once_with_its_latest_sentence_and_the_earlier_ones_folded(
    person, browser, tuesday
):
    for n in range(1, 6):
        give(person, n, tuesday - timedelta(days=2, hours=-n), subject="appeal:XG1")
    last = {"title": "申请增容", "lead": "供电公司", "due": "2026-11-26T09:00:00+00:00"}
    give(person, 6, tuesday, subject="appeal:XG1", facts=last)
    give(person, 7, tuesday - timedelta(days=1), read_at=tuesday)
    page = browser.get("/notices/").content.decode()
    assert page.count("申请增容") == 2  # once as its heading, once for who hears what is folded
    assert page.count(">XG1<") == 1
    assert "供电公司已签收这件诉求，11月26日 17:00 前办结。" in page
    assert "还有 5 条" in page
    assert "昨天" in page
    assert "11月22日" not in re.findall("<h2.*?</h2>", page)
    assert '<span class="num">1</span> 件有未读' in page
    assert unread_of(person) == 1
    browser.get("/notices/about/appeal:XG1/")
    assert (unread_of(person), Notice.objects.filter(read_at__isnull=True).count()) == (0, 0)


def test_it_is_read_in_the_language_of_its_reader(person, browser, tuesday):
    facts = {"title": "申请增容", "lead": "供电公司", "due": "2026-11-26T09:00:00+00:00"}
    give(person, 1, tuesday, facts=facts)
    give(person, 2, tuesday, hat="", facts={"title": "停水", "text": "「停水」已签收。"})
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = browser.get("/notices/").content.decode()
    assert "供电公司 has accepted this appeal, to be resolved by 26 Nov 17:00." in page
    assert "「停水」已签收。" in page  # told before sentences were kept by name
    assert "today" in page.lower()


def test_what_is_no_appeal_is_one_sentence(person, browser, tuesday):
    give(person, 1, tuesday, verb="member.removed", hat="person", subject="enterprises.enterprise:1",
         facts={"enterprise": "洛阳示例"})  # fmt: skip
    assert "您不再是洛阳示例的成员。" in browser.get("/notices/").content.decode()


def test_nothing_told_yet(browser):
    page = browser.get("/notices/").content.decode()
    assert "还没有消息" in page
    assert "全部已读" not in page


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
        give(person, 1000 + n, tuesday - timedelta(hours=n, minutes=1), subject=f"appeal:XG{n}")
    assert queries() == one
    for n in range(100, 130):
        give(person, n, tuesday)
    assert "99+" in browser.get("/notices/").content.decode()


def test_every_thing_is_on_one_page_of_the_list(person, browser, tuesday):
    for n in range(1, 76):
        at = tuesday - timedelta(minutes=n // 3)  # several at one moment
        give(person, n, at - timedelta(days=3))
        give(person, 1000 + n, at, subject=f"appeal:XG{n}")
    seen, address, pages = [], "/notices/", 0
    while address:
        page = browser.get(address).content.decode()
        seen += re.findall(r">(XG\d+)<", page)
        following = re.search(r'rel="next" href="(.*?)"', page)
        address, pages = following and f"/notices/{following[1]}", pages + 1
    assert (len(seen), set(seen), pages) == (75, {f"XG{n}" for n in range(1, 76)}, 3)
    assert "回到最新" in page
    for broken in ("x", "1e999_1", "1_", "_", "1_99999999999999999999"):
        assert browser.get(f"/notices/?after={broken}").status_code == 200


def test_officers_read_at_the_desk_and_enterprises_on_the_phone(
    officer, coordinator, leader, enterprise, works, tuesday
):
    for user, surface in (
        (officer, "desk"), (coordinator, "desk"), (leader, "desk"), (enterprise, "phone"),
    ):  # fmt: skip
        give(user, 1, tuesday)
        client = Client()
        client.force_login(user)
        for address in ("/notices/", "/notices/settings/"):
            page = client.get(address).content.decode()
            assert f'<body class="{surface}"' in page, (user, address)
            assert ('class="dk-rail"' in page) == (surface == "desk")


def test_quiet_hours_are_chosen(person, browser):
    page = browser.get("/notices/settings/").content.decode()
    assert 'value="22:00"' in page
    form = {"do": "preference", "quiet_from": "21:30", "quiet_to": "08:00", "language": "en"}
    for wrong in ({"quiet_from": "25:00"}, {"language": "xx"}):
        bad = browser.post("/notices/settings/", form | wrong)
        assert (bad.status_code, Preference.objects.count()) == (422, 0)
        assert next(iter(wrong.values())) in bad.content.decode() or "language" in wrong
    good = browser.post("/notices/settings/", form)
    assert good.status_code == 302
    kept = Preference.objects.get()
    assert (kept.user, kept.quiet_from, kept.quiet_to) == (person, time(21, 30), time(8))
    assert kept.language == "en"
    assert Entry.objects.order_by("pk").last().verb == "preference.set"
    page = browser.get("/notices/settings/").content.decode()
    assert page.count("已保存，每天 21:30 到第二天 08:00 免打扰。") == 1
    assert 'value="21:30"' in page
    assert '<option value="en" selected>' in page


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("12:00", "13:30", "已保存，每天 12:00 到 13:30 免打扰。"),
        ("00:00", "00:00", "已保存，不设免打扰。"),
    ],
)
def test_what_is_saved_is_said(browser, start, end, said):
    form = {"do": "preference", "quiet_from": start, "quiet_to": end, "language": "zh-hans"}
    answer = browser.post("/notices/settings/", form)
    assert [str(message) for message in get_messages(answer.wsgi_request)] == [said]


def test_a_channel_is_added_tested_switched_and_removed(person, browser):
    page = browser.get("/notices/settings/").content.decode()
    assert "还没有渠道" in page
    assert "邮件" in page.split("用什么收")[1].split("</select>")[0]
    answer = browser.post("/notices/settings/", {"do": "add", "kind": "wecom", "address": KEY})
    assert answer.status_code == 302
    channel = ChannelAddress.objects.get()
    page = browser.get("/notices/settings/").content.decode()
    assert channel.masked in page
    assert KEY not in page
    assert KEY not in str(list(Entry.objects.values_list("data", flat=True)))
    assert browser.post("/notices/settings/", {"do": "test"}).status_code == 302
    assert Delivery.objects.get().channel == channel
    assert "上一条正在发" in browser.get("/notices/settings/").content.decode()
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
    assert "供电公司已签收「第1件」。" in page
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


def test_news_comes_before_ones_own_act_and_what_was_read_is_headed_by_what_came_after(
    file, told, works, officer, enterprise, power, tuesday
):
    appeal = file()
    perform(Act.ACCEPT, appeal, by=officer)
    perform(Act.RESOLVE, appeal, outcome="solved", answer="好了。", by=officer)
    told()
    client = Client()
    client.force_login(enterprise)
    path, ask = "/notices/", '<span class="says">供电公司办结了'
    assert ask in client.get(path).content.decode()
    with standing_at(tuesday + timedelta(minutes=5)):
        perform(Act.DISPUTE, appeal, reason="还是不够", by=enterprise)
        page = client.get(path).content.decode()
        assert ask in page
        assert page.index(ask) < page.index("之后：您说没解决，退回重办")
        client.post("/notices/read/")
        page = client.get(path).content.decode()
    assert '<span class="says">您说没解决，退回重办</span>' in page
    assert ask not in page
    with translation.override("en"):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        assert ">Today, Tuesday<" in client.get(path).content.decode()


def test_every_sentence_without_its_title_is_english():
    with translation.override("en"):
        words = {said(verb, hat, {}, titled=False) for verb, hat in TOLD}
    assert [w for w in words if re.search(r"^This appeal:|[Yy]our this", w)] == []
    assert any(w.startswith("This appeal, which you filed, led to an improvement") for w in words)
