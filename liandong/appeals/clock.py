"""What happens to appeals because time passes: alarms, pauses, silence, looking again, the search index."""

import threading
from collections.abc import Callable

import structlog
from django.db import close_old_connections, connection
from django.db.models import QuerySet

from liandong.appeals import actions
from liandong.appeals.actions.search import BATCH as INDEXED_AT_ONCE
from liandong.appeals.models import Appeal
from liandong.kit.now import now

log = structlog.get_logger("liandong.appeals")
BATCH = 500
TICK_SECONDS = 20.0
CLOCK_LOCK = 4107_0001  # of all processes only one walks the clock


def tick() -> int:
    """Do all that is due at this moment, each in a transaction of its own; safe to run twice.

    Returns how many appeals were moved. One that fails is logged and does not keep the others waiting.
    """
    moment, moved = now(), 0
    due: list[tuple[QuerySet[Appeal], Callable[[Appeal], None]]] = [
        (Appeal.objects.filter(pause_ends_at__lte=moment), actions.end_pause),
        (Appeal.objects.filter(alarm_at__lte=moment), actions.raise_alarm),
        (Appeal.objects.filter(silent_at__lte=moment), actions.notice_silence),
        (Appeal.objects.filter(look_again_at__lte=moment), actions.draw_look_again),
    ]
    for rows, act in due:
        for appeal in rows.only("pk")[:BATCH]:
            try:
                act(appeal)
                moved += 1
            except Exception:
                log.exception("clock.failed", appeal=appeal.pk, act=act.__name__)
    return moved


def run_clock(stop: threading.Event) -> None:
    """Walk the clock until told to stop; a second process that tries waits its turn."""
    while not stop.is_set():
        try:
            close_old_connections()
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [CLOCK_LOCK])
                mine = cursor.fetchone()[0]
            while mine and tick() >= BATCH and not stop.is_set():
                pass
        except Exception:
            log.exception("clock.stumbled")
        stop.wait(TICK_SECONDS)
    connection.close()


def run_search_index(stop: threading.Event) -> None:
    """Keep the search windows up to date, behind the intake: once a second, because a full batch costs least."""
    while not stop.is_set():
        try:
            close_old_connections()
            while actions.index_batch() >= INDEXED_AT_ONCE and not stop.is_set():
                pass
        except Exception:
            log.exception("search.stumbled")
        stop.wait(1.0)
    connection.close()
