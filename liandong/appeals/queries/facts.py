"""What the rules of advice need to know of an appeal, read for a whole list in five queries."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.appeals.enums import Act, AssignmentKind, Hat, Lamp, ProposalKind, State
from liandong.appeals.models import (
    Appeal,
    Assignment,
    CallBack,
    PromiseStep,
    Proposal,
    Question,
)
from liandong.appeals.queries.standing import hats_of, standing_of
from liandong.appeals.queries.timeline import last_moment
from liandong.appeals.rules import advice, limits, moves, terms
from liandong.appeals.rules.advice import Facts
from liandong.departments.queries import calendar_of
from liandong.kit.now import now as this_moment
from liandong.kit.refusals import Refused

USUAL_STRETCH = 2  # for appeals whose terms are older than this one


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
    """Return the assist of the reader's own department; of several, what is left to do first."""
    own = standing_of(user).departments
    tasks = [a for a in assists_of(appeal) if a.department_id in own]
    return min(tasks, key=lambda a: (bool(a.reported_at), bool(a.accepted_at), a.pk), default=None)


def facts_of(user: User, appeal: Appeal, now: datetime, *, closely: bool = False) -> Facts:
    """Return what decides the next step for one reader of an appeal that was fetched `with_open_ends`.

    `closely` also asks what a list does not show: whether a return or an extension is still in time,
    whether it was urged just now, where it went.
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
        look_on=terms.day_words(limits.local_date(appeal.pause_ends_at), now)
        if appeal.pause_ends_at
        else "",
        red=lamp_of(appeal, now) == Lamp.RED,
        supervised=appeal.is_supervised,
        on_agenda=appeal.for_meeting,
        with_coordinator=appeal.with_coordinator,
        decides=Hat.COORDINATOR in hats,
        elsewhere=elsewhere(user, appeal, hats) if closely else "",
        urged=closely and _urged(appeal, now),
        no_phone=not appeal.contact_phone or (appeal.confidential and Hat.COORDINATOR not in hats),
        has_above=appeal.region.parent_id is not None,
        no_return=_no_return(appeal, now) if closely and Hat.LEAD in hats else "",
        no_extension=_no_extension(appeal, now) if closely and Hat.LEAD in hats else "",
    )


def elsewhere(user: User, appeal: Appeal, hats: Collection[Hat]) -> str:
    """Say who has an appeal that went on from the reader: into another, or to the region above."""
    if hats != {Hat.READER}:
        return ""
    lead = appeal.lead.short if appeal.lead else appeal.region.office
    if appeal.parent is not None:
        first = appeal.parent
        lead = first.lead.short if first.lead else first.region.office
        return _("已并入 %(ref)s，由%(who)s办") % {"ref": first.reference, "who": lead}
    home = appeal.enterprise.region_id
    if home != appeal.region_id and standing_of(user).coordinates_region(home):
        return _("已上报%(region)s，由%(who)s办理") % {
            "region": appeal.region.name,
            "who": lead,
        }
    return ""


def close_facts(user: User, appeal: Appeal) -> Facts:
    """Return what decides what one reader can do with one appeal at this moment."""
    if not hasattr(appeal, "open_proposals"):
        prefetch_related_objects([appeal], *open_ends())
    return facts_of(user, appeal, this_moment(), closely=True)


def acts_now(user: User, appeal: Appeal) -> list[Act]:
    """Return what somebody can do with an appeal at this moment, in the table's order."""
    return advice.acts_now(close_facts(user, appeal), hats_of(user, appeal))


def require_move(user: User, appeal: Appeal, act: Act) -> Hat:
    """Return the hat in which somebody does an act; refuse it where it is not theirs or not in turn.

    What the table allows asks for no more than the appeal itself; a refusal says what is possible now.
    """
    hats = hats_of(user, appeal)
    try:
        hat = moves.require_hat(act, hats)
    except Refused as no:
        if where := elsewhere(user, appeal, hats):
            raise Refused(
                no.code,
                _("%(where)s，“%(act)s”由那边决定。您这里继续看得到经过。")
                % {"where": where, "act": act.label},
            ) from None
        raise
    if appeal.with_coordinator and moves.is_held(act, decides=Hat.COORDINATOR in hats):
        raise Refused(
            "appeal.with_coordinator",
            _(
                "企业再次说没解决，已交协调员决定由谁接着办，现在不能“%(act)s”。现在可以：%(possible)s。"
            )
            % {"act": act.label, "possible": moves.in_words(acts_now(user, appeal))},
        )
    if appeal.state not in moves.MOVES[act].states:
        moves.require_move(act, appeal.state, hats, acts_now(user, appeal))
    if act == Act.ACCEPT and appeal.state != State.ASSIGNED and Hat.ASSIST in hats:
        return Hat.ASSIST  # who leads as well has signed for that already
    return hat


def require_now(user: User, appeal: Appeal, act: Act) -> Hat:
    """Return the hat for an act whose form is asked for; refuse also what has nothing to act on."""
    hat = require_move(user, appeal, act)
    why = advice.why_not(act, close_facts(user, appeal))
    if why is None:
        return hat
    raise Refused(
        "appeal.not_now",
        _("现在不能“%(act)s”%(why)s。现在可以：%(possible)s。")
        % {
            "act": act.label,
            "why": _("：%(why)s") % {"why": why.rstrip("。")} if why else "",
            "possible": moves.in_words(acts_now(user, appeal)),
        },
    )


def _urged(appeal: Appeal, now: datetime) -> bool:
    last = last_moment(appeal, "appeal.urged")
    return last is not None and now - last < limits.URGE_PAUSE


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


def latest_extension(appeal: Appeal, now: datetime) -> datetime:
    """Return until when an appeal may be extended at most, by the terms it started with."""
    return limits.latest_extension(
        appeal.reopened_at or appeal.assigned_at or appeal.filed_at,
        appeal.terms["resolve_days"][appeal.limit_class],
        appeal.terms.get("stretch", USUAL_STRETCH),
        [(p.since, p.until or now) for p in appeal.pauses.all()],
        calendar_of(appeal.lead, appeal.region),
    )


def _no_extension(appeal: Appeal, now: datetime) -> str:
    """Return why no extension can be asked for now; '' when it can."""
    if appeal.state != State.IN_PROGRESS or appeal.due_at is None:
        return ""
    calendar = calendar_of(appeal.lead, appeal.region)
    try:
        terms.require_extension(
            due_at=appeal.due_at,
            until=limits.end_of_day(limits.next_working_day(appeal.due_at, calendar), calendar),
            now=now,
            granted=appeal.proposals.filter(kind=ProposalKind.EXTEND, agreed=True).count(),
            most=appeal.terms["extensions"],
            latest=latest_extension(appeal, now),
            calendar=calendar,
        )
    except Refused as no:
        return no.message
    return ""
