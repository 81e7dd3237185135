"""Everything that the desk shows of one appeal, as its reader may see it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q, prefetch_related_objects

from liandong.accounts.models import User
from liandong.appeals.enums import ENDED, OPEN, Act, Hat, Lamp, State, Verdict
from liandong.appeals.models import (
    Appeal,
    Assignment,
    Attachment,
    CallBack,
    Lesson,
    PromiseStep,
    Proposal,
    Question,
    Remark,
)
from liandong.appeals.queries.appeals import appeals_for, repeat_seen, sees_enterprise
from liandong.appeals.queries.clock_story import ClockStory, clock_of
from liandong.appeals.queries.facts import facts_of, lamp_of
from liandong.appeals.queries.standing import hats_of, standing_of
from liandong.appeals.queries.timeline import timeline_for
from liandong.appeals.rules.advice import Advice, Facts, suggested_act, why_not
from liandong.appeals.rules.moves import MOVES
from liandong.appeals.rules.story import Event, day_opened
from liandong.enterprises.models import Enterprise
from liandong.kit.codes import mask_phone
from liandong.kit.working_time import SHANGHAI

MOST_LINKED = 50  # appeals shown with one: its parent, what it repeats, what is merged into it
MOST_GLANCED = 1000  # appeals of one enterprise that are counted; hardly any has a hundred


@dataclass(frozen=True)
class Choice:
    """An act in the menu: what it does, or why it is not possible now."""

    act: Act
    why: str
    possible: bool


@dataclass(frozen=True)
class Glance:
    """What is worth knowing of the enterprise; empty where its name is kept back."""

    enterprise: Enterprise | None = None
    total: int = 0
    solved: int = 0
    partly: int = 0
    under_way: int = 0


@dataclass(frozen=True)
class CaseFile:
    """One appeal on the desk."""

    appeal: Appeal
    hats: set[Hat]
    facts: Facts
    advice: Advice | None
    choices: list[Choice]
    lamp: Lamp | None
    sees_name: bool
    phone: str
    assignments: list[Assignment]
    events: list[Event]
    remarks: list[Remark]
    attachments: list[Attachment]
    proposals: list[Proposal]
    steps: list[PromiseStep]
    calls: list[CallBack]
    lessons: list[Lesson]
    question: Question | None
    children: list[Appeal]
    parent: Appeal | None
    repeats: Appeal | None
    glance: Glance
    clock: ClockStory | None

    @property
    def writes(self) -> bool:
        """Whether the reader works on it, or only reads."""
        return self.hats != {Hat.READER}

    @property
    def takes_files(self) -> bool:
        """Whether the reader may still add files."""
        return self.writes and self.appeal.state not in ENDED

    @property
    def remarks_here(self) -> bool:
        """Whether the reader's department keeps notes of its own on it."""
        return bool(self.hats & {Hat.LEAD, Hat.ASSIST})


def case_file(user: User, appeal: Appeal, now: datetime) -> CaseFile:
    """Return all that the desk shows of an appeal that somebody may open."""
    _read_course(appeal)
    hats = hats_of(user, appeal)
    facts = facts_of(user, appeal, now, closely=True)
    sees_name = sees_enterprise(hats, appeal) or Hat.ENTERPRISE in hats
    others = Q(parent=appeal) | Q(pk__in=[p for p in (appeal.parent_id, appeal.repeats_id) if p])
    linked = {a.pk: a for a in appeals_for(user).filter(others).order_by("filed_at")[:MOST_LINKED]}
    own = standing_of(user).departments
    inside = Hat.COORDINATOR in hats or standing_of(user).audits
    remarks = Remark.objects.filter(appeal=appeal, department_id__in=own).select_related("by")
    return CaseFile(
        appeal=appeal,
        hats=hats,
        facts=facts,
        advice=suggested_act(facts, hats),
        choices=_choices(facts, hats),
        lamp=lamp_of(appeal, now),
        sees_name=sees_name,
        phone=mask_phone(appeal.contact_phone) if sees_name and appeal.contact_phone else "",
        assignments=[a for a in appeal.assignments.all() if a.ended_at is None],
        events=timeline_for(user, appeal),
        remarks=list(remarks.order_by("-at")) if own else [],
        attachments=list(appeal.attachments.order_by("pk")),
        proposals=list(appeal.proposals.all()),
        steps=list(appeal.steps.all()),
        calls=list(appeal.call_backs.all()),
        lessons=list(appeal.lessons.order_by("-at")),
        question=next(iter(appeal.open_questions), None),  # type: ignore[attr-defined]
        children=[a for a in linked.values() if a.parent_id == appeal.pk],
        parent=linked.get(appeal.parent_id or 0),
        repeats=repeat_seen(hats, appeal, linked.get(appeal.repeats_id or 0)),
        glance=_glance(appeal, now, inside=inside) if sees_name else Glance(),
        clock=_clock(appeal, now),
    )


def _read_course(appeal: Appeal) -> None:
    """Read all of an appeal's course, and set apart what of it is still open, as `facts_of` wants it."""
    prefetch_related_objects(
        [appeal],
        Prefetch("assignments", Assignment.objects.select_related("department").order_by("pk")),
        Prefetch(
            "proposals",
            Proposal.objects.select_related("department", "to", "decided_by").order_by("-asked_at"),
        ),
        Prefetch("steps", PromiseStep.objects.order_by("number")),
        Prefetch(
            "call_backs",
            CallBack.objects.select_related("done_by").order_by("-opened_at"),
        ),
        Prefetch(
            "questions", Question.objects.filter(answered_at__isnull=True), to_attr="open_questions"
        ),
    )
    course: Any = appeal
    course.open_proposals = [p for p in appeal.proposals.all() if p.agreed is None]
    course.open_steps = [s for s in appeal.steps.all() if s.done_at is None]
    course.open_calls = [c for c in appeal.call_backs.all() if c.done_at is None]


def _choices(facts: Facts, hats: set[Hat]) -> list[Choice]:
    """Return the acts of these hats: first what can be done, then what cannot and why."""
    possible, impossible = [], []
    for act, move in MOVES.items():
        mine = set(move.hats) & hats - {Hat.ENTERPRISE}
        if not mine or act in {Act.SHOW_PHONE, Act.REMARK}:
            continue
        why = why_not(act, facts)
        if why is None:
            possible.append(Choice(act, str(move.effect), True))
        elif why:
            impossible.append(Choice(act, why, False))
    return possible + impossible


def _glance(appeal: Appeal, now: datetime, *, inside: bool) -> Glance:
    """Count what the enterprise raised before; a department reads no verdict before it is published."""
    closed = Q(state=State.CLOSED)
    if not inside:
        closed &= Q(closed_at__lt=_published_until(now))
    own = Appeal.objects.filter(enterprise=appeal.enterprise_id).order_by("-filed_at")
    counts = own.values("pk", "state", "verdict", "closed_at")[:MOST_GLANCED].aggregate(
        total=Count("pk"),
        solved=Count("pk", filter=closed & Q(verdict=Verdict.SOLVED)),
        partly=Count("pk", filter=closed & Q(verdict=Verdict.PARTLY)),
        under_way=Count("pk", filter=Q(state__in=[*OPEN, State.RESOLVED])),
    )
    return Glance(enterprise=appeal.enterprise, **counts)


def _published_until(now: datetime) -> datetime:
    """Return before which moment closed appeals have had their ratings opened to departments."""
    month = now.astimezone(SHANGHAI).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (
        month
        if now >= day_opened(month - timedelta(days=1))
        else (month - timedelta(days=1)).replace(day=1)
    )


def _clock(appeal: Appeal, now: datetime) -> ClockStory | None:
    """Return the clock of the limit that runs, or of the one to resolve until it was; else none."""
    if not appeal.burns_at and not appeal.resolved_at:
        return None
    story = clock_of(appeal, now)
    return story if story.due else None
