"""Everything that an enterprise's page shows of one appeal, gathered in a handful of queries."""

from dataclasses import dataclass, field
from datetime import datetime

from liandong.accounts.models import User
from liandong.appeals.enums import AssignmentKind, Hat
from liandong.appeals.models import (
    Appeal,
    Assignment,
    Attachment,
    Pause,
    PromiseStep,
    Proposal,
    Question,
)
from liandong.appeals.queries.holding import is_with_office
from liandong.appeals.queries.timeline import timeline_for
from liandong.appeals.rules.story import Event
from liandong.departments.queries import contact_of
from liandong.journal.actions import name_of
from liandong.journal.models import Entry
from liandong.kit.files import PHOTOS
from liandong.kit.text import is_alike


@dataclass(frozen=True)
class Holder:
    """Who has an appeal now and how to reach them; the coordinating office while nobody else has it."""

    name: str
    person: str = ""
    phone: str = ""
    kind: str = ""
    assists: list[str] = field(default_factory=list)

    @property
    def called(self) -> str:
        """The office and its person, the office's name not said twice."""
        if not self.person or self.name in self.person or self.person.startswith(self.name[1:]):
            return self.person or self.name
        return f"{self.name} {self.person}"


@dataclass(frozen=True)
class PhoneStory:
    """One appeal as its enterprise sees it."""

    appeal: Appeal
    events: list[Event]
    holder: Holder
    question: Question | None
    pause: Pause | None
    steps: list[PromiseStep]
    attachments: list[Attachment]
    repeats: Appeal | None
    asked_for: Proposal | None
    seal: str

    @property
    def step(self) -> PromiseStep | None:
        """The next step of a promise that is not kept yet."""
        return next((s for s in self.steps if s.done_at is None), None)

    def last(self, verb: str) -> datetime | None:
        """Return when something last happened."""
        return next((e.at for e in self.events if e.verb == verb), None)


def phone_story(user: User, appeal: Appeal) -> PhoneStory:
    """Return what the page of an appeal shows; the caller has asked `appeal_for` already."""
    newest = Entry.objects.filter(subject=name_of(appeal)).order_by("-number").first()
    return PhoneStory(
        appeal=appeal,
        events=timeline_for(user, appeal),
        holder=holder_of(appeal),
        question=appeal.questions.filter(answered_at__isnull=True).first(),
        pause=appeal.pauses.filter(until__isnull=True).first() if appeal.paused_at else None,
        steps=list(appeal.steps.all()),
        attachments=list(appeal.attachments.order_by("at", "pk")),
        repeats=_own(appeal.repeats, appeal),
        asked_for=appeal.proposals.filter(agreed__isnull=True).first(),
        seal=bytes(newest.hash).hex()[:8] if newest else "",
    )


def holder_of(appeal: Appeal) -> Holder:
    """Return who has an appeal now: the lead and the person who took it, else the coordinating office."""
    held = appeal.parent if appeal.parent else appeal
    lead = held.lead
    if lead is None or is_with_office(held):
        return Holder(held.region.office, phone=held.region.office_phone)
    tasks = list(
        Assignment.objects.filter(appeal=held, ended_at__isnull=True)
        .select_related("department", "accepted_by")
        .order_by("assigned_at")
    )
    mine = next((t for t in tasks if t.kind == AssignmentKind.LEAD), None)
    person = (mine.accepted_by if mine else None) or contact_of(lead)
    return Holder(
        name=lead.label,
        person=str(person) if person else "",
        phone=lead.phone or held.region.office_phone,
        kind=lead.kind,
        assists=[t.department.label for t in tasks if t.kind == AssignmentKind.ASSIST],
    )


def _own(other: Appeal | None, appeal: Appeal) -> Appeal | None:
    """Return the other appeal only when it is of the same enterprise, in much the same words."""
    if other is None or other.enterprise_id != appeal.enterprise_id:
        return None
    return other if is_alike(appeal.text, other.text) else None


def answer_photos(appeal: Appeal) -> tuple[Attachment | None, Attachment | None]:
    """Return the first photo of the enterprise and the newest of the department: before and after."""
    photos = list(appeal.attachments.filter(kind__in=PHOTOS).order_by("at", "pk"))
    before = next((p for p in photos if p.hat == Hat.ENTERPRISE), None)
    after = next((p for p in reversed(photos) if p.hat != Hat.ENTERPRISE), None)
    return before, after
