"""What the rules of advice need to know of an appeal, read for a whole list in five queries."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.appeals.enums import AssignmentKind, Hat, Lamp, ProposalKind, State
from liandong.appeals.models import (
    Appeal,
    Assignment,
    CallBack,
    PromiseStep,
    Proposal,
    Question,
)
from liandong.appeals.queries.standing import hats_of, standing_of
from liandong.appeals.rules import limits, terms
from liandong.appeals.rules.advice import Facts
from liandong.departments.queries import calendar_of
from liandong.kit.refusals import Refused


def open_ends() -> "tuple[Prefetch[Any], ...]":
    """Return what to fetch with appeals: their assignments, and whatever of them is still open."""
    return (
        Prefetch("assignments", Assignment.objects.select_related("department").order_by("pk")),
        Prefetch(
            "proposals",
            Proposal.objects.filter(agreed__isnull=True).select_related("department", "to"),
            to_attr="open_proposals",
        ),
        Prefetch(
            "questions", Question.objects.filter(answered_at__isnull=True), to_attr="open_questions"
        ),
        Prefetch(
            "steps",
            PromiseStep.objects.filter(done_at__isnull=True).order_by("number"),
            to_attr="open_steps",
        ),
        Prefetch("call_backs", CallBack.objects.filter(done_at__isnull=True), to_attr="open_calls"),
    )


def with_open_ends(appeals: QuerySet[Appeal]) -> QuerySet[Appeal]:
    """Fetch with each appeal of a list what `facts_of` needs."""
    return appeals.prefetch_related(*open_ends())


def lamp_of(appeal: Appeal, now: datetime) -> Lamp | None:
    """Return an appeal's lamp at a moment."""
    return limits.lamp(appeal.state, appeal.yellow_at, appeal.burns_at, now, appeal.paused_at)


def assists_of(appeal: Appeal) -> list[Assignment]:
    """Return the assists of an appeal that have not ended."""
    return [
        a
        for a in appeal.assignments.all()
        if a.kind == AssignmentKind.ASSIST and a.ended_at is None
    ]


def own_assist(user: User, appeal: Appeal) -> Assignment | None:
    """Return the assist of the reader's own department, if there is one."""
    own = standing_of(user).departments
    return next((a for a in assists_of(appeal) if a.department_id in own), None)


def facts_of(user: User, appeal: Appeal, now: datetime, *, closely: bool = False) -> Facts:
    """Return what decides the next step for one reader of an appeal that was fetched `with_open_ends`.

    `closely` also asks whether a return or an extension is still in time, which a list does not show.
    """
    hats = hats_of(user, appeal)
    proposals: list[Proposal] = appeal.open_proposals  # type: ignore[attr-defined]
    steps: list[PromiseStep] = appeal.open_steps  # type: ignore[attr-defined]
    calls: list[CallBack] = appeal.open_calls  # type: ignore[attr-defined]
    task = own_assist(user, appeal) if Hat.ASSIST in hats else None
    waits = task is not None and task.accepted_at is None
    return Facts(
        state=appeal.state,
        contacted=appeal.contacted_at is not None,
        question=bool(appeal.open_questions),  # type: ignore[attr-defined]
        proposal=proposals[0].kind if proposals else "",
        missing=tuple(a.department.short for a in assists_of(appeal) if a.reported_at is None),
        step=(steps[0].number, steps[0].text) if steps else None,
        acceptable=waits or (Hat.LEAD in hats and appeal.state == State.ASSIGNED),
        task_reported=task is not None and task.reported_at is not None,
        call_back=calls[0].kind if calls else "",
        look_due=appeal.state == State.SUSPENDED and appeal.pause_ends_at is None,
        look_on=date_format(limits.local_date(appeal.pause_ends_at), _("n月j日"))
        if appeal.pause_ends_at
        else "",
        red=lamp_of(appeal, now) == Lamp.RED,
        supervised=appeal.is_supervised,
        on_agenda=appeal.for_meeting,
        with_coordinator=appeal.with_coordinator,
        has_above=appeal.region.parent_id is not None,
        no_return=_no_return(appeal, now) if closely and Hat.LEAD in hats else "",
        no_extension=_no_extension(appeal, now) if closely and Hat.LEAD in hats else "",
    )


def _no_return(appeal: Appeal, now: datetime) -> str:
    """Return why the lead may not return an appeal now, as the action would word it; '' when it may."""
    if appeal.state != State.ASSIGNED:
        return ""
    before = list(
        appeal.proposals.filter(kind=ProposalKind.RETURN).values_list("department_id", flat=True)
    )
    try:
        terms.require_return(
            assigned_at=appeal.assigned_at,
            now=now,
            hours=appeal.terms["return_hours"],
            calendar=calendar_of(appeal.lead, appeal.region),
            returned_by_this=before.count(appeal.lead_id or 0),
            returned=len(before),
        )
    except Refused as no:
        return no.message
    return ""


def _no_extension(appeal: Appeal, now: datetime) -> str:
    """Return why no extension can be asked for now; '' when it can."""
    if appeal.state != State.IN_PROGRESS or appeal.due_at is None:
        return ""
    try:
        terms.require_extension(
            due_at=appeal.due_at,
            until=appeal.due_at + timedelta(days=1),
            now=now,
            granted=appeal.proposals.filter(kind=ProposalKind.EXTEND, agreed=True).count(),
            most=appeal.terms["extensions"],
            calendar=calendar_of(appeal.lead, appeal.region),
        )
    except Refused as no:
        return no.message
    return ""
