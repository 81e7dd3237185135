"""Jobs of deliveries, done by the worker's own machinery, from the job table to the other end."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import time

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from liandong.accounts.models import User
from liandong.notices.actions import add_channel, set_preference
from liandong.notices.clock import revive
from liandong.notices.enums import ChannelKind, DeliveryState
from liandong.notices.models import Delivery
from tests.notices.test_deliveries import Receiver, _noon, receiver, tell

__all__ = ["_noon", "receiver"]


def test_the_worker_delivers(transactional_db, receiver):
    """From the job table to the other end, by the worker's own machinery."""
    delivery = due_now(receiver)
    work()
    delivery.refresh_from_db()
    assert (delivery.state, len(receiver.got)) == (DeliveryState.SENT, 1)


def test_what_a_killed_worker_had_in_hand_is_delivered_by_the_next(transactional_db, receiver):
    delivery = due_now(receiver)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        (killed,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [killed])
    revive.defer(timestamp=0)
    work()
    delivery.refresh_from_db()
    assert (delivery.state, len(receiver.got)) == (DeliveryState.SENT, 1)


def due_now(receiver: Receiver) -> Delivery:
    person = User.objects.create(username="person")
    add_channel(person, kind=ChannelKind.WEBHOOK, address=receiver.url)
    set_preference(person, quiet_from=time(), quiet_to=time(), language="zh-hans")
    (delivery,) = tell(person, timezone.now())
    return delivery


def work() -> None:
    """Do all jobs that are due, as the worker does."""

    async def until_done() -> None:
        connector = app.connector.get_worker_connector()
        with app.replace_connector(connector) as jobs:
            async with jobs.open_async():
                await jobs.run_worker_async(wait=False, install_signal_handlers=False)

    with ThreadPoolExecutor(1) as apart:  # beside a browser's loop, should one run here
        apart.submit(lambda: asyncio.run(until_done())).result()
