"""Walks the two years in several processes side by side, so that loading takes half the time."""

import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from datetime import datetime

from django.db import connections

AHEAD = 36 * 3600.0  # seconds that one may be ahead of the others, so that numbers follow the dates
NAP = 0.002
FINISHED = float("inf")


def possible() -> int:
    """Return in how many processes loading pays: two where the system can fork and has two cores."""
    return 2 if sys.platform == "linux" and (os.cpu_count() or 1) > 1 else 1


class Pace:
    """Keeps one process from running far ahead of the others."""

    def __init__(self, reached: list[float], own: int, alive: Callable[[], bool]) -> None:
        self.reached, self.own, self.alive = reached, own, alive

    def __call__(self, moment: datetime) -> None:
        """Say how far this process has come; wait while another is more than a day behind."""
        self.reached[self.own] = stamp = moment.timestamp()
        while stamp > min(self.reached) + AHEAD and self.alive():
            time.sleep(NAP)


def side_by_side(shares: int, live: Callable[[int, Callable[[datetime], None]], None]) -> None:
    """Call `live(share, pace)` for each share, all but the first in processes of their own.

    A share that fails fails the whole.
    """
    if shares == 1:
        live(0, lambda _moment: None)
        return
    connections.close_all()  # a connection cannot be shared
    context = multiprocessing.get_context("fork")
    reached = context.Array("d", shares, lock=False)
    parent = os.getpid()

    def one(share: int) -> None:
        live(share, Pace(reached, share, lambda: os.getppid() == parent))
        reached[share] = FINISHED
        connections.close_all()

    others = [context.Process(target=one, args=(n,), daemon=True) for n in range(1, shares)]
    for other in others:
        other.start()
    try:
        alive = lambda: all(o.is_alive() or o.exitcode == 0 for o in others)  # noqa: E731
        live(0, Pace(reached, 0, alive))
    finally:
        reached[0] = FINISHED
        for other in others:
            other.join()
    if any(other.exitcode for other in others):
        raise RuntimeError("a process that loaded a share of the sample district has failed")
