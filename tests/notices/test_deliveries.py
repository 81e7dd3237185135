"""Outside channels: tried until it goes, dead after five tries, tried again by an administrator."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.utils import timezone, translation
from procrastinate.contrib.django.models import ProcrastinateJob
from structlog.testing import capture_logs

from liandong.accounts.models import User
from liandong.appeals import actions
from liandong.appeals.actions import perform
from liandong.appeals.enums import Act
from liandong.kit.now import standing_at
from liandong.kit.refusals import Refused
from liandong.notices.actions import (
    add_channel,
    deliver_now,
    remove_channel,
    retry_dead,
    set_preference,
    switch_channel,
    test_channels,
)
from liandong.notices.actions.deliveries import plan_deliveries
from liandong.notices.actions.sending import why_not
from liandong.notices.enums import ChannelKind, DeliveryState
from liandong.notices.models import Delivery, Notice
from liandong.notices.queries import channels_of, dead_deliveries
from liandong.notices.rules.causes import PRIVATE

test_channels.__test__ = False  # a verb, not a test

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
NIGHT = datetime(2026, 11, 24, 15, tzinfo=UTC)  # 23:00 in China
MORNING = datetime(2026, 11, 24, 23, tzinfo=UTC)  # 7:00 the next day


class Receiver(HTTPServer):
    """A webhook's other end on this machine; answers with `status` and keeps what it was sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.status = 200
        self.got: list[tuple[str, dict[str, Any]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/in?key=a%20b"


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, json.loads(body)))
        self.send_response(self.server.status)
        if self.server.status == 307:
            self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.PRIVATE_WEBHOOKS = True
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create(username="person", phone="13800001234", phone_verified=True)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with standing_at(NOON):
        yield


def tell(user: User, at: datetime = NOON, **fields: Any) -> list[Delivery]:
    given = {"facts": {"text": "已签收。"}, "subject": "appeal:XG1"} | fields
    notice = Notice.objects.create(
        user=user, entry_id=1, verb="appeal.accepted", url="/appeals/XG1/", at=at, **given,
    )  # fmt: skip
    with standing_at(at):
        plan_deliveries([notice], at)
    return list(Delivery.objects.filter(notice=notice).order_by("pk"))


def scheduled() -> list[tuple[int, datetime | None]]:
    jobs = ProcrastinateJob.objects.filter(task_name="notices.deliver").order_by("pk")
    return [(job.args["delivery_id"], job.scheduled_at) for job in jobs]


def test_a_notice_goes_by_each_channel_that_is_on(person, receiver):
    add_channel(person, kind=ChannelKind.WEBHOOK, address=receiver.url)
    off = add_channel(person, kind=ChannelKind.WEBHOOK, address=receiver.url + "&n=2")
    switch_channel(off, is_on=False, by=person)
    gone = add_channel(person, kind=ChannelKind.WEBHOOK, address=receiver.url + "&n=3")
    remove_channel(gone, by=person)
    (delivery,) = tell(person)
    assert scheduled() == [(delivery.pk, NOON)]
    assert deliver_now(delivery.pk) == DeliveryState.SENT
    ((path, body),) = receiver.got
    assert path == "/in?key=a+b"
    assert (body["title"], body["message"]) == ("企服联动", "已签收。")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries, delivery.error) == (DeliveryState.SENT, 1, "")
    assert deliver_now(delivery.pk) is None
    assert len(receiver.got) == 1


def test_a_message_leads_back_to_the_thing(person, receiver, settings):
    settings.PUBLIC_URL = "https://qiye.example.cn"
    add_channel(person, kind=ChannelKind.WEBHOOK, address=receiver.url)
    (delivery,) = tell(person)
    deliver_now(delivery.pk)
    assert receiver.got[0][1]["message"] == "已签收。\nhttps://qiye.example.cn/appeals/XG1/"


def test_five_tries_further_and_further_apart_then_dead(person, receiver):
    receiver.status = 503
    add_channel(person, kind=ChannelKind.WEBHOOK, address=receiver.url)
    (delivery,) = tell(person)
    waits, moment = [], NOON
    for _try in range(5):
        with standing_at(moment):
            state = deliver_now(delivery.pk)
        delivery.refresh_from_db()
        waits.append((delivery.not_before - moment).total_seconds())
        moment = delivery.not_before
    assert waits[:4] == [30, 120, 480, 1920]
    assert (state, delivery.state, delivery.tries) == ("dead", "dead", 5)
    assert "503" in delivery.error
    assert "127.0.0.1" in delivery.error or "JSON" in delivery.error
    assert list(dead_deliveries()) == [delivery]
    assert [pk for pk, _at in scheduled()] == [delivery.pk] * 5
    (channel,) = channels_of(person)
    assert (channel.last_state, "503" in channel.last_error) == ("dead", True)

    receiver.status = 200
    assert retry_dead([delivery.pk], by=person) == 1
    assert retry_dead([delivery.pk], by=person) == 0
    assert deliver_now(delivery.pk) == DeliveryState.SENT
    assert not dead_deliveries().exists()


def test_nothing_goes_out_in_quiet_hours(person, receiver):
    add_channel(person, kind=ChannelKind.WEBHOOK, address=receiver.url)
    (delivery,) = tell(person, NIGHT)
    assert (delivery.not_before, scheduled()) == (MORNING, [(delivery.pk, MORNING)])
    receiver.status = 500
    evening = datetime(2026, 11, 24, 13, 59, 50, tzinfo=UTC)  # ten seconds before ten
    with standing_at(evening):
        deliver_now(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.not_before == MORNING


def test_a_late_job_waits_for_the_morning_too(person, receiver):
    add_channel(person, kind=ChannelKind.WEBHOOK, address=receiver.url)
    (delivery,) = tell(person)
    with standing_at(NIGHT):
        assert deliver_now(delivery.pk) == DeliveryState.WAITING
    assert (receiver.got, scheduled()[-1]) == ([], (delivery.pk, MORNING))
    with standing_at(MORNING):
        assert deliver_now(delivery.pk) == DeliveryState.SENT
        assert deliver_now(delivery.pk) is None
    assert len(receiver.got) == 1


def test_urging_at_night_is_held_back_and_sent_once_in_the_morning(
    file, officer, enterprise, receiver, told
):
    """From the enterprise's finger to the officer's robot: kept over midnight, not lost, not doubled."""
    appeal = file()
    told()
    add_channel(officer, kind=ChannelKind.WEBHOOK, address=receiver.url)
    with standing_at(NIGHT):
        perform(Act.URGE, appeal, by=enterprise)
        assert set(told()) == {"officer"}  # in the app at once
    appeal.refresh_from_db()
    with standing_at(NIGHT + timedelta(hours=4)):
        actions.raise_alarm(appeal)
        assert set(told()) == {"officer"}
    assert {at for _pk, at in scheduled()} == {MORNING}
    due = [pk for pk, _at in scheduled()]
    for at in (NIGHT, NIGHT + timedelta(hours=5), MORNING, MORNING + timedelta(minutes=1)):
        with standing_at(at):
            for pk in due:
                deliver_now(pk)
        assert len(receiver.got) == (2 if at >= MORNING else 0)
    first, second = (body["message"] for _path, body in receiver.got)
    assert first.startswith("企业在催「申请用电增容」")
    assert second.startswith("「申请用电增容」快到期了")


def test_a_message_speaks_the_language_that_its_reader_wants(person, receiver):
    add_channel(person, kind=ChannelKind.WEBHOOK, address=receiver.url)
    set_preference(person, quiet_from=time(), quiet_to=time(), language="en")
    (delivery,) = tell(person, hat="enterprise", facts={"title": "增容", "lead": "供电公司"})
    deliver_now(delivery.pk)
    message = receiver.got[0][1]["message"]
    assert message == "供电公司 has accepted “增容”."
    with translation.override("en"):
        other = User.objects.create(username="other")
        add_channel(other, kind=ChannelKind.WEBHOOK, address=receiver.url)
    assert User.objects.get(username="other").language == "en"


def test_a_message_follows_the_language_of_the_pages_until_another_is_chosen(
    person, client, receiver
):
    add_channel(person, kind=ChannelKind.WEBHOOK, address=receiver.url)
    client.force_login(person)
    facts = {"title": "增容", "lead": "供电公司"}

    def heard(number):
        (delivery,) = tell(person, hat="enterprise", facts=facts, subject=f"appeal:XG{number}")
        deliver_now(delivery.pk)
        return receiver.got[-1][1]["message"]

    client.post("/language/", {"language": "en"})
    set_preference(person, quiet_from=time(), quiet_to=time(), language="")
    assert heard(1) == "供电公司 has accepted “增容”."
    client.post("/language/", {"language": "zh-hans"})
    assert heard(2) == "供电公司已签收「增容」。"
    set_preference(person, quiet_from=time(), quiet_to=time(), language="en")
    assert heard(3) == "供电公司 has accepted “增容”."


def test_one_chooses_ones_own_quiet_hours(person, receiver):
    add_channel(person, kind=ChannelKind.WEBHOOK, address=receiver.url)
    noon = NOON.astimezone(timezone.get_default_timezone()).time()
    set_preference(
        person,
        quiet_from=noon.replace(tzinfo=None),
        quiet_to=noon.replace(hour=13, tzinfo=None),
        language="zh-hans",
    )
    (delivery,) = tell(person, NOON)
    assert delivery.not_before == NOON + timedelta(hours=1)


def test_a_test_message_goes_at_once_and_is_not_counted_as_unread(person, receiver):
    with pytest.raises(Refused, match="还没有启用的渠道"):
        test_channels(person)
    add_channel(person, kind=ChannelKind.WEBHOOK, address=receiver.url)
    with standing_at(NIGHT):
        notice = test_channels(person)
        (delivery,) = Delivery.objects.filter(notice=notice)
        assert delivery.not_before == NIGHT
        assert deliver_now(delivery.pk) == DeliveryState.SENT
    assert (notice.read_at, len(receiver.got)) == (NIGHT, 1)


def test_a_test_message_that_does_not_arrive_is_tried_again_at_once_in_the_night(person, receiver):
    receiver.status = 500
    add_channel(person, kind=ChannelKind.WEBHOOK, address=receiver.url)
    with standing_at(NIGHT):
        (delivery,) = Delivery.objects.filter(notice=test_channels(person))
        assert deliver_now(delivery.pk) == DeliveryState.WAITING
    delivery.refresh_from_db()
    assert delivery.not_before == NIGHT + timedelta(seconds=30)


def test_a_channel_that_was_taken_away_gets_nothing_more(person, receiver):
    channel = add_channel(person, kind=ChannelKind.WEBHOOK, address=receiver.url)
    (delivery,) = tell(person)
    remove_channel(channel, by=person)
    assert deliver_now(delivery.pk) is None
    assert receiver.got == []
    again = add_channel(person, kind=ChannelKind.WEBHOOK, address=receiver.url)
    assert again.pk != channel.pk


def test_texts_go_to_ones_own_verified_number(person, settings, receiver):
    settings.SMS_URLS = [f"json://127.0.0.1:{receiver.server_port}/sms/{{phone}}"]
    channel = add_channel(person, kind=ChannelKind.SMS, address="13900000000")
    assert channel.address == "13800001234"
    (delivery,) = tell(person)
    assert deliver_now(delivery.pk) == DeliveryState.SENT
    assert receiver.got[0][0] == "/sms/13800001234"
    person.phone_verified = False
    with pytest.raises(Refused, match="请先核验"):
        add_channel(person, kind=ChannelKind.SMS)


def test_mail_goes_by_the_systems_own_gateway(person, settings, receiver):
    channel = add_channel(person, kind=ChannelKind.MAIL, address="name@example.com")
    with capture_logs() as said:
        (delivery,) = tell(person)
        assert deliver_now(delivery.pk) == DeliveryState.SENT
    assert [(line["event"], line["address"]) for line in said] == [
        ("mail.printed", "name@example.com")
    ]
    assert receiver.got == []
    settings.MAIL_URL = f"json://127.0.0.1:{receiver.server_port}/mail/{{address}}"
    Delivery.objects.update(state=DeliveryState.WAITING)
    assert deliver_now(delivery.pk) == DeliveryState.SENT
    assert receiver.got[0][0] == f"/mail/{channel.address}"


def test_a_webhook_is_not_followed_elsewhere(person, receiver):
    receiver.status = 307
    add_channel(person, kind=ChannelKind.WEBHOOK, address=receiver.url)
    (delivery,) = tell(person)
    assert deliver_now(delivery.pk) == DeliveryState.WAITING
    assert [path for path, _body in receiver.got] == ["/in?key=a+b"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.8", "169.254.169.254", "::1"])
def test_a_webhook_does_not_reach_into_the_network(person, settings, host):
    settings.PRIVATE_WEBHOOKS = False
    assert why_not(host) == PRIVATE
    shown = f"[{host}]" if ":" in host else host
    with pytest.raises(Refused, match="本机或内网"):
        add_channel(person, kind=ChannelKind.WEBHOOK, address=f"https://{shown}/in")
    settings.PRIVATE_WEBHOOKS = True
    assert why_not(host) == ""
    add_channel(person, kind=ChannelKind.WEBHOOK, address=f"https://{shown}/in")


def test_a_name_that_turns_out_private_gets_nothing(person, receiver, settings):
    channel = add_channel(person, kind=ChannelKind.WEBHOOK, address="http://localhost:1/in")
    settings.PRIVATE_WEBHOOKS = False  # what was public once may be so no longer
    (delivery,) = tell(person)
    assert deliver_now(delivery.pk) == DeliveryState.WAITING
    delivery.refresh_from_db()
    assert (delivery.channel, delivery.error) == (channel, PRIVATE)
    assert delivery.cause == "地址在内网，系统不往那里发，请本人换一个。"
    assert delivery.said == ""


def test_refusals_of_channels(person, receiver):
    channel = add_channel(person, kind=ChannelKind.WEBHOOK, address=receiver.url)
    with pytest.raises(Refused, match="已经有了"):
        add_channel(person, kind=ChannelKind.WEBHOOK, address=receiver.url)
    for n in range(9):
        add_channel(person, kind=ChannelKind.WEBHOOK, address=f"{receiver.url}&n={n}")
    with pytest.raises(Refused, match="最多十个"):
        add_channel(person, kind=ChannelKind.WEBHOOK, address=f"{receiver.url}&n=10")
    other = User.objects.create(username="other")
    with pytest.raises(type(channel).DoesNotExist):
        switch_channel(channel, is_on=False, by=other)
