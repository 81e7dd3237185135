"""What the life of every sample appeal is made of: who acts, when, and with which words."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from liandong.accounts.models import User
from liandong.appeals import actions
from liandong.appeals.enums import Act, Channel, State
from liandong.appeals.models import Appeal
from liandong.demo.actions.cast import Cast
from liandong.demo.actions.course import Course
from liandong.demo.rules.plans import Plan
from liandong.demo.rules.texts import Writer
from liandong.departments.queries import calendar_of
from liandong.enterprises.models import Enterprise
from liandong.kit.now import now
from liandong.kit.working_time import (
    SHANGHAI,
    Calendar,
    add_working_time,
    one_working_day,
    subtract_working_time,
)

HOUR = timedelta(hours=1)


class Life:
    """One appeal with everybody around it; what it does next is up to the files beside this one."""

    def __init__(
        self,
        course: Course,
        cast: Cast,
        writer: Writer,
        topic: dict[str, Any],
        plan: Plan,
        enterprise: Enterprise,
    ) -> None:
        self.course, self.cast, self.writer = course, cast, writer
        self.topic, self.plan, self.enterprise = topic, plan, enterprise
        self.random: Random = writer.random
        self.user: User = cast.members[writer.firm.number]
        self.appeal = Appeal()
        self.parent: Life | None = None
        self.children: list[Life] = []

    # who, and when

    @property
    def calendar(self) -> Calendar:
        return calendar_of(self.appeal.lead, self.appeal.region)

    def at_work(self, day: date) -> date:
        """Return this day, or the next on which somebody is at work."""
        while not self.calendar.windows_on(day):
            day += timedelta(days=1)
        return day

    @property
    def day(self) -> timedelta:
        return one_working_day(self.calendar)

    @property
    def over(self) -> bool:
        """Whether it has ended, or follows another."""
        return self.appeal.state in (
            State.CLOSED, State.MERGED, State.DECLINED, State.WITHDRAWN,
        )  # fmt: skip

    @property
    def quality(self) -> float:
        return self.cast.quality(self.appeal.lead)

    def officer(self) -> User:
        return self.cast.officer(self.appeal.lead, self.random)

    def coordinator(self) -> User:
        return self.cast.coordinator(self.appeal, self.random)

    def work(self, least: float, most: float | None = None) -> datetime:
        """Return a moment after so many working hours, drawn between two numbers."""
        hours = least if most is None else self.random.uniform(least, most)
        return add_working_time(now(), hours * HOUR, self.calendar)

    def later(self, least: float, most: float) -> datetime:
        """Return a moment after so many hours by the wall clock, but not in the night."""
        moment = now() + self.random.uniform(least, most) * HOUR
        hour = moment.astimezone(SHANGHAI).hour
        return moment + 9 * HOUR if hour >= 22 or hour < 7 else moment

    def term(self) -> timedelta:
        """Return the whole limit of this appeal's class, in working time."""
        days: float = self.appeal.terms["resolve_days"][self.appeal.limit_class]
        return self.day * days

    def target(self) -> datetime:
        """Return when the plan has it resolved; nobody is planned to be late today."""
        due = self.appeal.due_at
        assert due is not None
        spare = self.term() * abs(1 - self.plan.pace)
        if self.plan.pace > 1:
            late = add_working_time(due, spare, self.calendar)
            if late < self.course.end:
                return late
            spare = self.term() * 0.15
        return subtract_working_time(due, spare, self.calendar)

    # doing

    def file(self) -> None:
        """File it: on the page, or by telephone to a clerk."""
        plan, clerk = self.plan, self.cast.people["clerk"]
        category = self.cast.categories[self.topic["category"]]
        title, text = self.writer.appeal(self.topic, hotline=plan.hotline)
        self.appeal = actions.file_appeal(
            self.enterprise,
            title=title,
            text=text,
            category=category if plan.chooses else None,
            contact_name=self.enterprise.contact_name,
            contact_phone=self.enterprise.contact_phone,
            confidential=plan.confidential,
            channel=Channel.HOTLINE if plan.hotline else Channel.PAGE,
            by=clerk if plan.hotline else self.user,
        )
        self.course.mind(self.appeal)

    def do(self, act: Act, by: User, **fields: Any) -> None:
        """Do an act now, as whoever presses the button would."""
        self.appeal = actions.perform(act, self.appeal, by=by, **fields)
        self.course.mind(self.appeal)

    def look(self) -> None:
        """Read the appeal anew: the clock may have moved it."""
        self.appeal = Appeal.objects.select_related("region", "lead").get(pk=self.appeal.pk)

    def say(self, name: str) -> str:
        """Return what this topic has to say under a name, else what is usually said."""
        own = self.topic.get(name)
        if own and self.random.random() < 0.75:
            return self.writer.fill(self.random.choice(own))
        return self.writer.pick(name)
