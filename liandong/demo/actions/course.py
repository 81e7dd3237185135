"""Lets time pass: everybody acts at their moment, and the system's own clocks strike in between."""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from itertools import count

from django.db import connection

from liandong.appeals import actions
from liandong.appeals.models import Appeal
from liandong.kit.now import now, standing_at

Steps = Generator[datetime]
"""Somebody's doings: what is yielded is the moment at which they go on."""

STRIKES = {
    "pause_ends_at": actions.end_pause,
    "alarm_at": actions.raise_alarm,
    "silent_at": actions.notice_silence,
    "look_again_at": actions.draw_look_again,
}
NEXT_STRIKES = f"SELECT {', '.join(STRIKES)} FROM appeals_appeal WHERE id = %s"  # noqa: S608
SOON = timedelta(seconds=7)  # the worker looks several times a minute


@contextmanager
def _without_savepoints() -> Iterator[None]:
    """Let blocks inside a transaction be no more than part of it."""
    features = connection.features
    before, features.uses_savepoints = features.uses_savepoints, False
    try:
        yield
    finally:
        features.uses_savepoints = before


class Course:
    """The course of time until a moment, as a heap of what happens next.

    The clock's acts are those of `appeals.clock.tick`, which asks the whole table what is due; here
    that is known beforehand, so each strikes within seconds of its moment, as it would have.
    """

    def __init__(self, end: datetime, pace: Callable[[datetime], None]) -> None:
        self.end, self._pace = end, pace
        self._order = count()
        self._next: list[tuple[datetime, int, Steps | int]] = []
        self._due: dict[int, tuple[datetime, str]] = {}

    def start(self, moment: datetime, steps: Steps) -> None:
        """Let somebody begin at a moment."""
        heappush(self._next, (moment.astimezone(UTC), next(self._order), steps))

    def mind(self, appeal: Appeal) -> None:
        """Remember when the clocks of an appeal strike next."""
        self._mind(appeal.pk, [getattr(appeal, name) for name in STRIKES])

    def run(self) -> None:
        """Go through everything in order until the end.

        Each act asks for a transaction of its own; inside the caller's it gets none, which spares
        two of five round trips. An act that fails fails the loading.
        """
        with _without_savepoints():
            while self._next and self._next[0][0] <= self.end:
                moment, _order, what = heappop(self._next)
                self._pace(moment)
                if isinstance(what, int):
                    self._strike(what, moment)
                else:
                    self._act(what, moment)

    def _act(self, steps: Steps, moment: datetime) -> None:
        with standing_at(moment):
            try:
                following = next(steps)
            except StopIteration:
                return
        self.start(max(following, moment), steps)

    def _mind(self, number: int, moments: list[datetime | None]) -> None:
        """Note which clock strikes next, and when: at once if that moment has passed already."""
        due = [(m, name) for name, m in zip(STRIKES, moments, strict=True) if m is not None]
        if not due:
            self._due.pop(number, None)
            return
        moment, name = min(due)
        strike = max(moment, now()).astimezone(UTC) + SOON
        self._due[number] = strike, name
        heappush(self._next, (strike, next(self._order), number))

    def _strike(self, number: int, moment: datetime) -> None:
        strike, name = self._due.get(number, (None, ""))
        if strike != moment:  # something has been done meanwhile that moved it
            return
        with standing_at(moment):
            STRIKES[name](Appeal(pk=number))
            with connection.cursor() as cursor:
                cursor.execute(NEXT_STRIKES, [number])
                self._mind(number, list(cursor.fetchone()))
