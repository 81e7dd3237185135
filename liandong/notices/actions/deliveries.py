"""Send notices by outside channels: planned with the notice, tried five times, then left for an administrator."""

import ipaddress
import logging
import socket
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import cast
from urllib.parse import quote, urlsplit

import apprise
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

from liandong.accounts.models import User
from liandong.accounts.sms import send_sms
from liandong.journal.actions import record
from liandong.kit.now import now
from liandong.notices.enums import ChannelKind, DeliveryState
from liandong.notices.models import ChannelAddress, Delivery, Notice, Preference
from liandong.notices.rules.channels import apprise_url
from liandong.notices.rules.quiet import QUIET_FROM, QUIET_TO, quiet_until
from liandong.notices.rules.sentences import cut
from liandong.notices.rules.telling import MOST_TRIES

TASK = "notices.deliver"
FIRST_WAIT = timedelta(seconds=30)  # then 2, 8 and 32 minutes: a provider is seldom gone for longer
GROWTH = 4


def plan_deliveries(notices: Sequence[Notice], moment: datetime, *, at_once: bool = False) -> None:
    """Plan each notice for every channel that its reader has switched on, after quiet hours.

    One job each, put down in the caller's transaction. `at_once`: the reader asked for it just now.
    """
    channels = defaultdict(list)
    readers = {notice.user_id for notice in notices}
    for channel in ChannelAddress.objects.filter(
        user_id__in=readers, is_on=True, removed_at__isnull=True
    ):
        channels[channel.user_id].append(channel)
    if not channels:
        return
    quiet = {
        preference.user_id: (preference.quiet_from, preference.quiet_to)
        for preference in Preference.objects.filter(user_id__in=channels)
    }
    deliveries = []
    for notice in notices:
        for channel in channels.get(notice.user_id, ()):
            hours = quiet.get(notice.user_id, (QUIET_FROM, QUIET_TO))
            due = moment if at_once else quiet_until(moment, *hours)
            deliveries.append(Delivery(notice=notice, channel=channel, not_before=due))
    Delivery.objects.bulk_create(deliveries)
    _defer(deliveries)


def deliver_now(delivery_id: int) -> DeliveryState | None:
    """Try to deliver once; return how it stands then, or None where there is nothing to do.

    A message may arrive twice when the worker is killed between the sending and this note of it.
    """
    delivery = (
        Delivery.objects.filter(pk=delivery_id, state=DeliveryState.WAITING)
        .select_related("notice__user", "channel")
        .first()
    )
    if delivery is None:
        return None
    if not delivery.channel.is_on or delivery.channel.removed_at:
        delivery.delete()
        return None
    error = send(delivery.channel, delivery.notice)
    return _note(delivery, error)


def retry_dead(delivery_ids: Iterable[int], *, by: User) -> int:
    """Try again what could not be delivered; return how many. Each gets its full number of tries."""
    with transaction.atomic():
        dead = list(
            Delivery.objects.select_for_update()
            .filter(pk__in=list(delivery_ids), state=DeliveryState.DEAD)
            .order_by("pk")
        )
        for delivery in dead:
            delivery.state, delivery.tries, delivery.not_before = DeliveryState.WAITING, 0, now()
        Delivery.objects.bulk_update(dead, ["state", "tries", "not_before"])
        if dead:
            record("delivery.retried", on=by, by=by, deliveries=[delivery.pk for delivery in dead])
        _defer(dead)
    return len(dead)


def send(channel: ChannelAddress, notice: Notice) -> str:
    """Send a notice by a channel and return what went wrong, in words for an administrator; '' if it went."""
    kind = ChannelKind(channel.kind)
    capture = apprise.LogCapture(level=logging.WARNING, fmt="%(message)s")  # type: ignore[no-untyped-call]
    with capture as heard:
        if kind == ChannelKind.SMS:
            went = send_sms(channel.address, notice.text)
        else:
            sender, url = apprise.Apprise(), _outgoing(kind, channel.address)
            if not url:
                return _("系统没有设置邮件服务，或不允许发到这个地址。")
            if not sender.add(url):
                return _("渠道地址无效，请本人改一改。")
            link = f"\n{public}{notice.url}" if (public := _setting("PUBLIC_URL")) else ""
            went = bool(sender.notify(title=_("企服联动"), body=notice.text + link))
        said = heard.getvalue().strip()
    return "" if went else cut(said or _("对方没有接收。"), 500)


def _setting(name: str) -> str:
    return cast(str, getattr(settings, name, ""))


def _outgoing(kind: ChannelKind, address: str) -> str:
    """Return the Apprise address to send to, or '' where the system may or can not."""
    if kind == ChannelKind.MAIL:
        return _setting("MAIL_URL").replace("{address}", quote(address, safe="@"))
    if kind == ChannelKind.WEBHOOK and not may_reach(urlsplit(address).hostname or ""):
        return ""
    return apprise_url(kind, address)


def may_reach(host: str) -> bool:
    """Return whether a webhook may go to a host: to public addresses only, unless the settings allow others.

    Otherwise anybody who has signed in could make the server knock at doors inside its own network.
    """
    if getattr(settings, "PRIVATE_WEBHOOKS", False):
        return True
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, None)}
    except OSError:
        return False
    return bool(found) and all(ipaddress.ip_address(one).is_global for one in found)


def _note(delivery: Delivery, error: str) -> DeliveryState:
    moment = now()
    delivery.tries += 1
    delivery.error = error
    if not error:
        delivery.state, delivery.done_at = DeliveryState.SENT, moment
    elif delivery.tries >= MOST_TRIES:
        delivery.state, delivery.done_at = DeliveryState.DEAD, moment
    else:
        later = moment + FIRST_WAIT * GROWTH ** (delivery.tries - 1)
        hours = Preference.objects.filter(user=delivery.notice.user).first()
        delivery.not_before = quiet_until(
            later,
            hours.quiet_from if hours else QUIET_FROM,
            hours.quiet_to if hours else QUIET_TO,
        )
    with transaction.atomic():
        delivery.save(update_fields=["tries", "error", "state", "done_at", "not_before"])
        if delivery.state == DeliveryState.WAITING:
            _defer([delivery])
    return DeliveryState(delivery.state)


def _defer(deliveries: Sequence[Delivery]) -> None:
    """Put down one job for each delivery, those for the same moment in one statement."""
    by_moment: dict[datetime, list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        by_moment[delivery.not_before].append(delivery)
    for moment, due in by_moment.items():
        jobs: list[dict[str, JSONValue]] = [{"delivery_id": delivery.pk} for delivery in due]
        app.configure_task(TASK, schedule_at=moment).batch_defer(*jobs)
