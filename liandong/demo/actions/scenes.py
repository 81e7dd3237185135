"""Pieces of an appeal's life at set moments, of which today's desks are put together."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from liandong.appeals import actions
from liandong.appeals.enums import Act, State
from liandong.demo.actions.course import Steps
from liandong.demo.actions.history import SHOWN, History
from liandong.demo.actions.life import HOUR, Life
from liandong.demo.rules.firms import Firm
from liandong.demo.rules.pictures import document, photo
from liandong.demo.rules.plans import Plan
from liandong.departments.queries import calendar_of
from liandong.enterprises.models import Enterprise
from liandong.kit.now import now
from liandong.kit.working_time import SHANGHAI, Calendar, subtract_working_time

PLAIN = Plan(
    hotline=False, confidential=False, chooses=True, accept_hours=0.4, contact_hours=2,
    pace=0.8, question="", assist=False, supplement=False, urge=False, remark=False, extend="",
    suspend=False, meeting=False, refer_up=False, withdraw="", outcome="solved",
    reaction="rate",
)  # fmt: skip


@dataclass(frozen=True)
class Hand:
    """Sets scenes by the clock of today: `back` counts working hours back from now."""

    history: History
    calendar: Calendar

    @classmethod
    def of(cls, history: History) -> "Hand":
        return cls(history, calendar_of(None, "410303"))

    @property
    def end(self) -> datetime:
        return self.history.course.end

    def back(self, hours: float) -> datetime:
        """Return the moment so many working hours ago."""
        return subtract_working_time(self.end, hours * HOUR, self.calendar)

    def day_of(self, moment: datetime) -> date:
        """Return the day that a moment falls on in China."""
        return moment.astimezone(SHANGHAI).date()

    def days_on(self, days: int) -> date:
        """Return the day so many days from today."""
        return self.day_of(self.end) + timedelta(days=days)

    def life(self, code: str, firm: int, **plan: Any) -> Life:
        """Return a life on a topic for the enterprise with a number, planned as given."""
        topic = next(t for t in self.history.topics if t["code"] == code)
        enterprise, sample = self._fitting(firm, topic["for"].split())
        if text := plan.pop("text", ""):
            topic = {**topic, "texts": [text], "bare": plan.pop("bare", False)}
        life = self.history.life(topic, enterprise, sample)
        life.plan = replace(PLAIN, **plan)
        return life

    def _fitting(self, firm: int, groups: list[str]) -> tuple[Enterprise, Firm]:
        """Return the first enterprise from a number on that would raise such a thing."""
        enterprises = self.history.cast.enterprises
        if firm <= SHOWN:
            return enterprises[firm - 1]
        while groups and enterprises[(firm - 1) % len(enterprises)][1].group not in groups:
            firm += 1
        return enterprises[(firm - 1) % len(enterprises)]

    def begin(self, moment: datetime, scene: Callable[..., Steps], life: Life, **how: Any) -> Life:
        """Let a scene begin at a moment."""
        self.history.course.start(moment, scene(self, life, **how))
        return life


def file_at_once(life: Life) -> None:
    """File, and see to it that the right department has it: what is set by hand must not stray."""
    life.file()
    right = life.cast.departments[life.topic["department"]]
    by = life.cast.people["coordinator"]
    if life.appeal.state == State.SUBMITTED:
        life.do(Act.DISPATCH, by, department=right)
    elif life.appeal.lead != right:
        life.do(Act.REASSIGN, by, department=right, reason="按职责调整主办部门。")


def attach(life: Life, *scenes: str, paper: bool = False) -> None:
    """Attach photos, and a list of equipment on paper."""
    for number, scene in enumerate(scenes, 1):
        data = photo(scene, life.writer.firm.number)
        name = f"现场照片{number}.png"
        actions.add_attachment(life.appeal, name=name, data=data, by=life.user)
    if paper:
        name = "用电设备清单.pdf"
        actions.add_attachment(life.appeal, name=name, data=document(), by=life.user)


def filed(hand: Hand, life: Life, *, photos: tuple[str, ...] = (), paper: bool = False) -> Steps:
    """Filed and handed over; nobody has signed for it."""
    file_at_once(life)
    attach(life, *photos, paper=paper)
    yield from ()


def unsent(hand: Hand, life: Life, *, ask: str = "") -> Steps:
    """Filed in words that speak for nobody; waits for a coordinator, or for the enterprise's answer."""
    life.file()
    if ask and life.appeal.state == State.SUBMITTED:
        yield now() + timedelta(minutes=8)
        life.do(Act.ASK_COMPLETION, life.cast.people["coordinator"], text=ask)


def taken(
    hand: Hand,
    life: Life,
    *,
    contact: bool = True,
    note: str = "",
    photos: tuple[str, ...] = (),
    paper: bool = False,
) -> Steps:
    """Filed, signed for, and as the case may be called about and reported on."""
    yield from filed(hand, life, photos=photos, paper=paper)
    yield life.work(life.plan.accept_hours)
    by = life.officer()
    life.do(Act.ACCEPT, by)
    if contact:
        yield life.work(1.2)
        how, text = life.writer.pair("contact")
        life.do(Act.CONTACT, by, how=how, text=text)
    if note:
        yield life.work(2)
        life.do(Act.NOTE, by, text=note)


def then(
    hand: Hand, life: Life, *, before: Callable[..., Steps], at: datetime, act: Act, **how: Any
) -> Steps:
    """A scene, and at a moment one more act of the lead's."""
    fields = how.pop("fields")
    yield from before(hand, life, **how)
    yield at
    life.do(act, life.officer(), **fields)
