"""Send notices by outside channels: planned with the notice, tried five times, then left for an administrator."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

from liandong.accounts.models import User
from liandong.journal.actions import record
from liandong.kit.now import now
from liandong.notices.actions.sending import send
from liandong.notices.enums import ChannelKind, DeliveryState
from liandong.notices.models import ChannelAddress, Delivery, Notice, Preference
from liandong.notices.queries import outside_words
from liandong.notices.rules.quiet import QUIET_FROM, QUIET_TO, quiet_until
from liandong.notices.rules.telling import MOST_TRIES, TEST

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
    if delivery.notice.verb != TEST and (later := _later(delivery)):
        _postpone(delivery, later)
        return DeliveryState.WAITING
    title, text = outside_words(delivery.notice)
    channel = delivery.channel
    error = send(
        ChannelKind(channel.kind),
        channel.address,
        title=title,
        text=text,
        url=delivery.notice.url,
    )
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


@transaction.atomic
def let_go(delivery_ids: Iterable[int], *, by: User) -> int:
    """Give up what could not be delivered; return how many. Their readers still find it in the house."""
    dead = Delivery.objects.select_for_update().filter(
        pk__in=list(delivery_ids), state=DeliveryState.DEAD
    )
    numbers = list(dead.order_by("pk").values_list("pk", flat=True))
    if numbers:
        Delivery.objects.filter(pk__in=numbers).update(state=DeliveryState.LET_GO)
        record("delivery.let_go", on=by, by=by, deliveries=numbers)
    return len(numbers)


def _later(delivery: Delivery) -> datetime | None:
    """Return when the quiet hours end that hold now: a job may be late, or its reader have just gone to rest."""
    moment = now()
    until = _peace(delivery.notice.user_id, moment)
    return until if until > moment else None


def _peace(user_id: int, moment: datetime) -> datetime:
    hours = Preference.objects.filter(user_id=user_id).values_list("quiet_from", "quiet_to")
    return quiet_until(moment, *(hours.first() or (QUIET_FROM, QUIET_TO)))


@transaction.atomic
def _postpone(delivery: Delivery, until: datetime) -> None:
    delivery.not_before = until
    delivery.save(update_fields=["not_before"])
    _defer([delivery])


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
        waits = delivery.notice.verb != TEST
        delivery.not_before = _peace(delivery.notice.user_id, later) if waits else later
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
