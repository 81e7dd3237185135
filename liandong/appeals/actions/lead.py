"""What the lead department does: accept, return, contact, note, ask, extend, promise, resolve."""

from datetime import date, datetime, timedelta
from typing import TypedDict

from django.db import transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.appeals.actions.frame import PAUSED, Case, open_ends, take_up
from liandong.appeals.enums import (
    Act,
    AssignmentKind,
    Hat,
    Outcome,
    PauseKind,
    ProposalKind,
    State,
)
from liandong.appeals.models import (
    Appeal,
    Assignment,
    PromiseStep,
    Proposal,
    Question,
    Remark,
)
from liandong.appeals.queries.facts import latest_extension
from liandong.appeals.rules import limits, terms
from liandong.departments.models import Department
from liandong.kit.refusals import Refused
from liandong.kit.working_time import add_working_time


class Step(TypedDict):
    """A step of a promise: what, and the day on which it is kept at the latest."""

    text: str
    due_on: date


@transaction.atomic
def accept_appeal(appeal: Appeal, *, by: User) -> Appeal:
    """Sign for an appeal (签收); an assisting department signs for its own task."""
    case = take_up(appeal, Act.ACCEPT, by)
    if case.hat == Hat.ASSIST:
        return _accept_task(case)
    if case.appeal.state != State.ASSIGNED:
        raise Refused("appeal.already_accepted", _("这件诉求已经签收，请直接办理。"))
    _accept(case)
    case.record("appeal.accepted", due_at=_iso(case.appeal.due_at))
    return case.save("state", "accepted_at")


def _accept(case: Case) -> None:
    case.appeal.state, case.appeal.accepted_at = State.IN_PROGRESS, case.now
    case.appeal.assignments.filter(kind=AssignmentKind.LEAD, ended_at__isnull=True).update(
        accepted_at=case.now, accepted_by=case.by
    )


def _accept_task(case: Case) -> Appeal:
    task = case.task
    if task.accepted_at:
        raise Refused("assignment.already_accepted", _("协办任务已经签收，请办好后回报。"))
    task.accepted_at, task.accepted_by = case.now, case.by
    task.save(update_fields=["accepted_at", "accepted_by"])
    case.record("appeal.task_accepted")
    return case.save()


@transaction.atomic
def return_appeal(appeal: Appeal, *, reason: str, department: Department, by: User) -> Appeal:
    """Hand an appeal back (退单), naming who should have it; a coordinator rules the same day.

    Refused after half a working day, to a department that has already returned it once, and after a
    ruling that binds.
    """
    case = take_up(appeal, Act.RETURN, by)
    home = case.department
    before = list(case.appeal.proposals.filter(kind=ProposalKind.RETURN))
    terms.require_return(
        assigned_at=case.appeal.assigned_at,
        now=case.now,
        hours=case.appeal.terms["return_hours"],
        calendar=case.calendar,
        returned_by_this=sum(p.department_id == home.pk for p in before),
        returned=len(before),
    )
    if department.pk == home.pk:
        raise Refused("appeal.returned_to_itself", _("请选择另一个部门作为建议的主办部门。"))
    Proposal.objects.create(
        appeal=case.appeal,
        kind=ProposalKind.RETURN,
        department=home,
        reason=reason,
        to=department,
        asked_by=by,
        asked_at=case.now,
        decide_by=limits.end_of_working_day(case.now, case.calendar),
    )
    case.record("appeal.returned", reason=reason, proposed=department.short)
    case.appeal.assignments.filter(kind=AssignmentKind.LEAD, ended_at__isnull=True).update(
        ended_at=case.now
    )
    case.appeal.lead, case.appeal.state = None, State.SUBMITTED
    case.appeal.assigned_at = case.appeal.accept_due_at = None
    case.appeal.due_at = limits.end_of_working_day(case.now, case.calendar)
    return case.save("lead", "state", "assigned_at", "accept_due_at", "due_at")


@transaction.atomic
def contact_enterprise(appeal: Appeal, *, how: str, text: str = "", by: User) -> Appeal:
    """Record the first contact with the enterprise, due within a working day."""
    case = take_up(appeal, Act.CONTACT, by)
    if case.appeal.contacted_at:
        raise Refused(
            "appeal.already_contacted",
            _("首次联系已经记过（记进展、问企业、答复都算），请记进展。"),
        )
    case.appeal.contacted_at = case.now
    case.record("appeal.contacted", how=how, text=text)
    return case.save("contacted_at")


@transaction.atomic
def note_progress(appeal: Appeal, *, text: str, by: User) -> Appeal:
    """Tell the enterprise how far it is; the first note counts as contact."""
    case = take_up(appeal, Act.NOTE, by)
    case.appeal.contacted_at = case.appeal.contacted_at or case.now
    case.record("appeal.progress_noted", text=text)
    return case.save("contacted_at")


@transaction.atomic
def remark_on_appeal(appeal: Appeal, *, text: str, by: User) -> Appeal:
    """Leave a note that only the own department reads."""
    case = take_up(appeal, Act.REMARK, by)
    Remark.objects.create(
        appeal=case.appeal, department=case.department, text=text, by=by, at=case.now
    )
    case.record("appeal.remarked")
    return case.appeal


@transaction.atomic
def add_assist(appeal: Appeal, *, department: Department, task: str, by: User) -> Appeal:
    """Bring in an assisting department (协办); it owes its report before the lead can resolve."""
    case = take_up(appeal, Act.ADD_ASSIST, by)
    if case.appeal.assignments.filter(department=department, ended_at__isnull=True).exists():
        raise Refused(
            "assignment.twice", _("%(who)s已经在办这件诉求。") % {"who": department.short}
        )
    due = add_working_time(case.now, limits.days(2, case.calendar), case.calendar)
    if case.appeal.due_at and due > case.appeal.due_at > case.now:
        due = case.appeal.due_at
    Assignment.objects.create(
        appeal=case.appeal,
        department=department,
        kind=AssignmentKind.ASSIST,
        task=task,
        assigned_at=case.now,
        due_at=due,
    )
    case.record(
        "appeal.assist_added", department=department.code, short=department.short, task=task,
        due_at=_iso(due),
    )  # fmt: skip
    return case.save()


@transaction.atomic
def remind_assist(appeal: Appeal, *, by: User) -> Appeal:
    """Ask the assisting departments that have not reported to do so."""
    case = take_up(appeal, Act.REMIND_ASSIST, by)
    missing = _missing_reports(case.appeal)
    if not missing:
        raise Refused("assignment.none_missing", _("协办部门都已回报。"))
    case.record(
        "appeal.assist_reminded",
        departments=[d.code for d in missing],
        shorts=[d.short for d in missing],
    )
    return case.save()


@transaction.atomic
def report_assist(appeal: Appeal, *, text: str, by: User) -> Appeal:
    """Report as an assisting department what was done or found."""
    case = take_up(appeal, Act.REPORT, by)
    task = case.task
    if task.reported_at:
        raise Refused(
            "assignment.already_reported", _("已经回报过；要补充请写内部备注或联系主办部门。")
        )
    task.accepted_at = task.accepted_at or case.now
    task.reported_at, task.report = case.now, text
    task.save(update_fields=["accepted_at", "reported_at", "report"])
    case.record("appeal.assist_reported", text=text)
    return case.save()


@transaction.atomic
def ask_enterprise(appeal: Appeal, *, text: str, by: User) -> Appeal:
    """Ask what only the enterprise knows; the clock stops, three working days in all at most."""
    case = take_up(appeal, Act.ASK, by)
    if case.appeal.questions.filter(answered_at__isnull=True).exists():
        raise Refused("appeal.question_open", _("上一个问题企业还没回答，不能再问。"))
    used = limits.asked_time(
        [
            (p.since, p.until)
            for p in case.appeal.pauses.filter(kind=PauseKind.ASKED, until__isnull=False)
            if p.until
        ],
        case.calendar,
    )
    left = limits.days(case.appeal.terms["ask_days"], case.calendar) - used
    Question.objects.create(appeal=case.appeal, text=text, asked_by=by, asked_at=case.now)
    case.appeal.contacted_at = case.appeal.contacted_at or case.now
    if left > timedelta(0):
        case.pause(PauseKind.ASKED, text)
        case.appeal.pause_ends_at = add_working_time(case.now, left, case.calendar)
    case.record(
        "appeal.asked",
        text=text,
        clock_stands=left > timedelta(0),
        until=_iso(case.appeal.pause_ends_at),
    )
    return case.save("contacted_at", *PAUSED)


@transaction.atomic
def ask_extension(appeal: Appeal, *, reason: str, until: date, by: User) -> Appeal:
    """Ask for more time (延期), to the end of a working day: at least a working day before the limit, at
    most twice, and no further than the terms allow.
    """
    case = take_up(appeal, Act.EXTEND, by)
    _require_no_proposal(case.appeal)
    terms.require_working_day(until, calendar=case.calendar, now=case.now)
    end = limits.end_of_day(until, case.calendar)
    terms.require_extension(
        due_at=case.appeal.due_at,
        until=end,
        now=case.now,
        granted=case.appeal.proposals.filter(kind=ProposalKind.EXTEND, agreed=True).count(),
        most=case.appeal.terms["extensions"],
        latest=latest_extension(case.appeal, case.now),
        calendar=case.calendar,
    )
    _propose(case, ProposalKind.EXTEND, reason, new_due_at=end)
    case.record("appeal.extension_asked", reason=reason, until=_iso(end))
    return case.save()


@transaction.atomic
def ask_promise(appeal: Appeal, *, reason: str, steps: list[Step], by: User) -> Appeal:
    """Ask to promise dated steps for what cannot be done within the limit (承诺)."""
    case = take_up(appeal, Act.PROMISE, by)
    _require_no_proposal(case.appeal)
    terms.require_steps([s["due_on"] for s in steps], calendar=case.calendar, now=case.now)
    dated = [{"text": step["text"], "due_on": step["due_on"].isoformat()} for step in steps]
    _propose(case, ProposalKind.PROMISE, reason, steps=dated)
    case.record("appeal.promise_asked", reason=reason, steps=dated)
    return case.save()


@transaction.atomic
def fulfil_step(appeal: Appeal, *, number: int, text: str, by: User) -> Appeal:
    """Strike the next step of a promise off the ledger; none is skipped."""
    case = take_up(appeal, Act.FULFIL_STEP, by)
    left = list(PromiseStep.objects.filter(appeal=case.appeal, done_at__isnull=True))
    step = next((s for s in left if s.number == number), None)
    if step is None:
        raise Refused("promise.no_such_step", _("没有这一步，或者已经完成。"))
    if step != left[0]:
        raise Refused(
            "promise.step_before_open",
            _("第 %(n)s 步“%(step)s”还没完成，请按顺序销号。")
            % {"n": left[0].number, "step": left[0].text},
        )
    step.done_at, step.note = case.now, text
    step.save(update_fields=["done_at", "note"])
    case.record(
        "appeal.step_fulfilled",
        number=number,
        step=step.text,
        text=text,
        late=case.now > step.due_at,
    )
    return case.save()


@transaction.atomic
def resolve_appeal(
    appeal: Appeal, *, outcome: str, answer: str, basis: str = "", by: User
) -> Appeal:
    """Report an appeal as solved or explained; every assist has reported; the enterprise decides.

    Appeals that were merged into this one are resolved with it, each to be rated by its own enterprise.
    """
    case = take_up(appeal, Act.RESOLVE, by)
    ends = open_ends(case.appeal)
    if ends.reports:
        missing = _missing_reports(case.appeal)
        raise Refused(
            "appeal.reports_missing",
            _("还差%(who)s的协办回报，回报后才能办结。")
            % {"who": _("、").join(d.short for d in missing)},
        )
    if ends.steps and outcome == Outcome.SOLVED:
        raise Refused("promise.steps_open", _("承诺的步骤还没全部完成，完成后才能按“已解决”办结。"))
    if outcome == Outcome.EXPLAINED and not basis:
        raise Refused("appeal.no_basis", _("解释说明要写明依据，以及企业还可以怎么办。"))
    if ends.proposals:
        raise _proposal_open()
    if ends.questions:
        case.drop_question()
    case.go_on()
    first = _resolve(case, outcome, answer, basis)
    case.record("appeal.resolved", outcome=outcome, text=answer, basis=basis, **first,
                in_time=bool(case.appeal.due_at and case.now <= case.appeal.due_at))  # fmt: skip
    case.save(*RESOLVED)
    if ends.merged:
        _resolve_merged(case)
    return case.appeal


RESOLVED = (
    "state", "resolved_at", "outcome", "answer", "basis", "silent_at", "contacted_at", *PAUSED,
)  # fmt: skip


def _resolve_merged(case: Case) -> None:
    lead = case.appeal
    for child in lead.merged.filter(state=State.MERGED).select_for_update():
        other = Case(child, case.by, case.hat, case.now)
        child.parent, child.lead = lead, lead.lead
        child.due_at, child.assigned_at = lead.due_at, lead.assigned_at
        child.reopened_at = lead.reopened_at
        first = _resolve(other, lead.outcome, lead.answer, lead.basis)
        other.record("appeal.resolved", outcome=lead.outcome, text=lead.answer, basis=lead.basis,
                     **first, with_parent=lead.reference)  # fmt: skip
        other.save("lead", "assigned_at", "reopened_at", *RESOLVED)


def _resolve(case: Case, outcome: str, answer: str, basis: str) -> dict[str, bool]:
    """Resolve; return what the journal adds when this is also the first contact with the enterprise."""
    appeal = case.appeal
    first = {} if appeal.contacted_at else {"first_contact": True}
    appeal.state, appeal.resolved_at = State.RESOLVED, case.now
    appeal.outcome, appeal.answer, appeal.basis = outcome, answer, basis
    appeal.contacted_at = appeal.contacted_at or case.now
    silence = limits.days(appeal.terms["silence_days"], case.calendar)
    appeal.silent_at = add_working_time(case.now, silence, case.calendar)
    return first


def _missing_reports(appeal: Appeal) -> list[Department]:
    return [
        a.department
        for a in appeal.assignments.filter(
            kind=AssignmentKind.ASSIST, ended_at__isnull=True, reported_at__isnull=True
        ).select_related("department")
    ]


def _require_no_proposal(appeal: Appeal) -> None:
    if appeal.proposals.filter(agreed__isnull=True).exists():
        raise _proposal_open()


def _proposal_open() -> Refused:
    return Refused("proposal.open", _("还有一项申请在等协调员审批，批完再说。"))


def _propose(case: Case, kind: ProposalKind, reason: str, **fields: object) -> None:
    assert case.by is not None
    Proposal.objects.create(
        appeal=case.appeal,
        kind=kind,
        department=case.department,
        reason=reason,
        asked_by=case.by,
        asked_at=case.now,
        decide_by=limits.end_of_working_day(case.now, case.calendar),
        **fields,
    )


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
