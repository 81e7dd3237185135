"""Two years of appeals: who raised what, and how each of them went."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from liandong.appeals.enums import OPEN, Act, State
from liandong.appeals.models import Appeal
from liandong.demo.actions.cast import Cast
from liandong.demo.actions.course import Course, Steps
from liandong.demo.actions.ending import ending
from liandong.demo.actions.enterprises import read
from liandong.demo.actions.life import Life
from liandong.demo.actions.opening import opening
from liandong.demo.actions.working import working
from liandong.demo.rules.firms import Firm
from liandong.demo.rules.plans import draw_plan
from liandong.demo.rules.seasons import filing_moments, topic_for
from liandong.demo.rules.texts import Writer
from liandong.departments.queries import calendar_of
from liandong.enterprises.models import Enterprise
from liandong.kit.working_time import SHANGHAI

TOPICS = ("supply", "place", "money", "people")
VAGUE = 0.03  # say so little that they have to be asked first
CLUSTER = 0.018  # start with several enterprises about the same thing
REPEAT = 0.02  # raise the same subject again within weeks
KEY_SHARE = 3  # a key enterprise raises so many times what another does
# What is left out of the last days, because today's desks are set out by hand (see `today.py`).
QUIET = {"power": timedelta(days=12), "water": timedelta(days=18)}
SHOWN, SHOWN_QUIET = 3, timedelta(days=45)


def topics() -> list[dict[str, Any]]:
    """Return everything that enterprises may raise."""
    return [t for name in TOPICS for t in read(f"topics_{name}")["topics"]]


class History:
    """Draws the appeals of the past and lets each begin at its moment."""

    def __init__(
        self,
        course: Course,
        cast: Cast,
        random: Random,
        enterprises: list[tuple[Enterprise, Firm]],
    ) -> None:
        self.course, self.cast, self.random = course, cast, random
        self.topics, self.words = topics(), read("words")
        self.enterprises = enterprises
        self.weights = [_weight(enterprise, firm) for enterprise, firm in enterprises]

    def plan(self, count: int, days: int) -> None:
        """Plan so many appeals over so many days until the end of the course."""
        start = (self.course.end - timedelta(days=days)).astimezone(SHANGHAI).date()
        calendar = calendar_of(None, "410303")
        moments = filing_moments(count, start, self.course.end, calendar, self.random)
        for moment, life in zip(moments, self._lives(moments), strict=False):
            self.course.start(moment, whole(life))

    def _lives(self, moments: list[datetime]) -> Iterator[Life]:
        """Yield one life for each moment; now and then several enterprises raise one thing."""
        fellows: list[tuple[dict[str, Any], Life]] = []
        for moment in moments:
            if fellows:
                topic, first = fellows.pop()
                yield self._fellow(topic, first)
                continue
            life = self._life(moment)
            old = self.course.end - moment > timedelta(days=60)
            if old and life.topic["weight"] > 3 and self.random.random() < CLUSTER:
                life.plan = replace(life.plan, withdraw="", refer_up=False, confidential=False)
                fellows = [(life.topic, life)] * self.random.randint(1, 3)
            yield life

    def _life(self, moment: datetime) -> Life:
        enterprise, firm = self._enterprise(moment)
        topic = topic_for(
            moment.astimezone(SHANGHAI).month, firm.group, self._allowed(moment), self.random
        )
        if self.random.random() < VAGUE:
            topic = {**topic, "texts": self.words["vague"], "vague": True, "bare": True}
        return self.life(topic, enterprise, firm)

    def life(self, topic: dict[str, Any], enterprise: Enterprise, firm: Firm) -> Life:
        """Return a new life for an appeal on a topic."""
        writer = Writer(self.random, self.words, firm)
        quality = self.cast.quality(self.cast.departments[topic["department"]])
        plan = draw_plan(self.random, quality)
        return Life(self.course, self.cast, writer, topic, plan, enterprise)

    def _fellow(self, topic: dict[str, Any], first: Life) -> Life:
        """Return another enterprise's life on the same topic, to be merged into the first's."""
        enterprise, firm = self._enterprise(self.course.end)
        life = self.life(topic, enterprise, firm)
        life.plan = replace(life.plan, withdraw="", chooses=True, confidential=False)
        life.parent = first
        return life

    def _enterprise(self, moment: datetime) -> tuple[Enterprise, Firm]:
        """Choose who files; those whose people can be signed in as rest in the last weeks."""
        recent = self.course.end - moment < SHOWN_QUIET
        while True:
            enterprise, firm = self.random.choices(self.enterprises, self.weights)[0]
            if firm.number > SHOWN or not recent:
                return enterprise, firm

    def _allowed(self, moment: datetime) -> list[dict[str, Any]]:
        ago = self.course.end - moment
        return [t for t in self.topics if ago > QUIET.get(t["category"], timedelta())]


def _weight(enterprise: Enterprise, firm: Firm) -> float:
    """Return how often an enterprise asks for help: half of them never, key enterprises thrice."""
    if firm.number <= SHOWN:
        return 4 * KEY_SHARE
    if enterprise.is_key:
        return KEY_SHARE
    return 1 if firm.number % 4 in (1, 2) else 0


def whole(life: Life) -> Steps:
    """Walk an appeal from filing to its end."""
    if life.parent is not None:
        yield from _joining(life, life.parent)
        if life.over:
            return
    else:
        yield from opening(life)
    if life.over:
        return
    yield from working(life)
    if life.appeal.state == State.RESOLVED:
        yield from ending(life)


def _joining(life: Life, first: Life) -> Steps:
    """File, and be merged into an earlier appeal that is still open; else go on alone."""
    yield from opening(life)
    if life.over:
        return
    parent = Appeal.objects.get(pk=first.appeal.pk) if first.appeal.pk else None
    if parent and parent.state in OPEN and parent.category_id == life.appeal.category_id:
        yield life.work(0.1, 0.8)
        parent.refresh_from_db()
        if parent.state in OPEN:
            note = life.writer.pick("merge_notes")
            life.do(Act.MERGE, life.coordinator(), into=parent, note=note)
            first.children.append(life)
