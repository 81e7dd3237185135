"""Handling appeals together (并案), and letting them go again when the one that leads them ends early."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.appeals.actions.frame import PAUSED, Case, lock, system_case, take_up
from liandong.appeals.enums import OPEN, Act, PauseKind, State
from liandong.appeals.models import Appeal, Pause
from liandong.appeals.queries.timeline import last_moment
from liandong.appeals.rules import limits
from liandong.kit.refusals import Refused
from liandong.kit.working_time import working_time_between


@transaction.atomic
def merge_appeal(appeal: Appeal, *, into: Appeal, note: str = "", by: User) -> Appeal:
    """Handle an appeal together with another that says the same (并案); it follows that one to the end."""
    case = take_up(appeal, Act.MERGE, by)
    parent = lock(into)
    if parent.pk == case.appeal.pk:
        raise Refused("appeal.merged_into_itself", _("不能并入自己，请填另一件的受理编号。"))
    if parent.state not in OPEN:
        raise Refused(
            "appeal.merged_into_ended",
            _("%(ref)s 现在是“%(state)s”，不能再并入。")
            % {"ref": parent.reference, "state": State(parent.state).label},
        )
    case.drop_question()
    case.go_on()
    case.refuse_proposal()
    case.appeal.assignments.filter(ended_at__isnull=True).update(ended_at=case.now)
    case.appeal.merged.update(parent=parent)
    case.appeal.state, case.appeal.parent = State.MERGED, parent
    case.record("appeal.merged", into=parent.reference, text=note)
    return case.save("state", "parent", *PAUSED)


@transaction.atomic
def separate_appeal(appeal: Appeal, *, reason: str, by: User) -> Appeal:
    """Let an appeal that was merged by mistake go its own way again."""
    return _come_back(take_up(appeal, Act.SEPARATE, by), text=reason)


def let_go_merged(parent: Appeal) -> None:
    """Let those that were merged into an appeal go their own way again: it was withdrawn or declined.

    Each comes back to where it was, in whose hands it was; its clock, which stood meanwhile, runs on.
    """
    for child in parent.merged.filter(state=State.MERGED).order_by("pk"):
        _come_back(system_case(child), parent=State(parent.state))


def _come_back(case: Case, **why: str) -> Appeal:
    it = case.appeal
    since = last_moment(it, "appeal.merged") or case.now
    it.assignments.filter(ended_at=since).update(ended_at=None)
    it.parent = None
    it.state = (
        State.SUBMITTED if it.lead is None
        else State.IN_PROGRESS if it.accepted_at
        else State.ASSIGNED
    )  # fmt: skip
    Pause.objects.create(appeal=it, kind=PauseKind.MERGED, since=since, until=case.now)
    _move_limits(case, since)
    case.record(
        "appeal.unmerged",
        **why,
        department=it.lead.code if it.lead else None,
        due_at=it.due_at.isoformat() if it.due_at else None,
    )
    return case.save("state", "parent", "accept_due_at", "contact_due_at", "due_at")


def _move_limits(case: Case, since: datetime) -> None:
    """Move what is still owed by the working time for which the clock has stood."""
    it = case.appeal
    lost = working_time_between(since, case.now, case.calendar)
    if it.accepted_at is None:
        it.accept_due_at = limits.shifted(it.accept_due_at, lost, case.calendar)
    if it.contacted_at is None:
        it.contact_due_at = limits.shifted(it.contact_due_at, lost, case.calendar)
    it.due_at = limits.shifted(it.due_at, lost, case.calendar)
