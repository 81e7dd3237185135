"""Walks the two years in several processes side by side, so that loading takes half the time."""

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, MutableSequence
from datetime import datetime

from django.db import connections

AHEAD = 36 * 3600.0  # seconds that one may be ahead of the others, so that numbers follow the dates
NAP = 0.002
FINISHED = float("inf")


class Alone(Exception):
    """Another process that loads a share has ended before its time."""


class Pace:
    """Keeps processes together on their way, and at its end, so that all commit or none."""

    def __init__(
        self, reached: MutableSequence[float], own: int, others_live: Callable[[], bool]
    ) -> None:
        self._reached, self._own, self._others_live = reached, own, others_live

    def __call__(self, moment: datetime) -> None:
        """Say how far this process has come; wait while another is more than a day behind."""
        stamp = moment.timestamp()
        self._reached[self._own] = stamp
        self._wait_until(stamp - AHEAD)

    def meet(self) -> None:
        """Wait until every process has come to its end."""
        self._reached[self._own] = FINISHED
        self._wait_until(FINISHED)

    def _wait_until(self, reached: float) -> None:
        while min(self._reached) < reached:
            if not self._others_live():
                raise Alone
            time.sleep(NAP)


def possible() -> int:
    """Return in how many processes loading pays: two where the system can fork and has two cores."""
    return 2 if sys.platform == "linux" and (os.cpu_count() or 1) > 1 else 1


def side_by_side(shares: int, live: Callable[[int, Pace], None]) -> None:
    """Call `live(share, pace)` for each share, all but the first in processes of their own.

    A share that fails fails the whole.
    """
    if shares == 1:
        live(0, Pace([0.0], 0, lambda: True))
        return
    connections.close_all()  # no two processes may use one
    context = multiprocessing.get_context("fork")
    reached = context.Array("d", shares, lock=False)
    parent = os.getpid()

    def one(share: int) -> None:
        live(share, Pace(reached, share, lambda: os.getppid() == parent))
        connections.close_all()

    others = [context.Process(target=one, args=(n,), daemon=True) for n in range(1, shares)]
    for other in others:
        other.start()

    def others_live() -> bool:
        return all(other.is_alive() or other.exitcode == 0 for other in others)

    try:
        live(0, Pace(reached, 0, others_live))
    except BaseException:
        for other in others:
            other.terminate()
        raise
    finally:
        for other in others:
            other.join()
    if any(other.exitcode for other in others):
        raise Alone
