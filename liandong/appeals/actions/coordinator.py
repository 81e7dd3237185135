"""What the coordinator does: dispatch, rule, decide, decline, suspend, refer, supervise, call back."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.appeals.actions.frame import HANDED, PAUSED, Case, take_up
from liandong.appeals.actions.merging import let_go_merged
from liandong.appeals.enums import (
    Act,
    CallBackKind,
    PauseKind,
    ProposalKind,
    State,
)
from liandong.appeals.models import (
    Appeal,
    CallBack,
    Category,
    DeclineReason,
    Lesson,
    PromiseStep,
    Proposal,
    Question,
)
from liandong.appeals.queries.timeline import last_moment
from liandong.appeals.rules import limits
from liandong.departments.models import Department
from liandong.kit.refusals import Refused
from liandong.kit.working_time import add_working_time


@transaction.atomic
def dispatch_appeal(
    appeal: Appeal,
    *,
    department: Department,
    category: Category | None = None,
    limit_class: str = "",
    by: User,
) -> Appeal:
    """Hand an appeal to a department (交办); its clock starts."""
    case = take_up(appeal, Act.DISPATCH, by)
    if _open_proposal(case.appeal, ProposalKind.RETURN):
        raise Refused("appeal.ruling_needed", _("这件是退单，请用“裁定退单”决定由谁办。"))
    case.drop_question()
    case.go_on()
    if category:
        case.appeal.category = category
    case.appeal.limit_class = limit_class or case.appeal.limit_class
    case.hand_to(department)
    _record_handing(case, "appeal.dispatched", department)
    return case.save("category", "limit_class", *HANDED, *PAUSED)


@transaction.atomic
def ask_completion(appeal: Appeal, *, text: str, by: User) -> Appeal:
    """Ask the enterprise for what is missing before anyone can take it (补正)."""
    case = take_up(appeal, Act.ASK_COMPLETION, by)
    if case.appeal.questions.filter(answered_at__isnull=True).exists():
        raise Refused("appeal.question_open", _("上一个问题企业还没回答，不能再问。"))
    Question.objects.create(appeal=case.appeal, text=text, asked_by=by, asked_at=case.now)
    case.pause(PauseKind.COMPLETION, text)
    case.record("appeal.completion_asked", text=text)
    return case.save(*PAUSED)


@transaction.atomic
def decline_appeal(appeal: Appeal, *, reason: DeclineReason, note: str = "", by: User) -> Appeal:
    """Decline for a reason on the published list, with where to turn; never counted as solved."""
    case = take_up(appeal, Act.DECLINE, by)
    case.drop_question()
    case.go_on()
    case.appeal.state, case.appeal.closed_at = State.DECLINED, case.now
    case.refuse_proposal()
    case.record(
        "appeal.declined",
        reason=reason.code,
        title=reason.title,
        text=note or reason.explanation,
        turn_to=reason.turn_to,
    )
    declined = case.save("state", "closed_at", *PAUSED)
    let_go_merged(declined)
    return declined


@transaction.atomic
def rule_on_return(appeal: Appeal, *, department: Department, note: str, by: User) -> Appeal:
    """Decide who handles a returned appeal; the second ruling binds."""
    case = take_up(appeal, Act.RULE, by)
    proposal = _open_proposal(case.appeal, ProposalKind.RETURN)
    if proposal is None:
        raise Refused("appeal.nothing_to_rule", _("没有待裁定的退单，请直接交办。"))
    _settle(case, proposal, department != proposal.department, note)
    case.go_on()
    case.hand_to(department)
    binding = case.appeal.proposals.filter(kind=ProposalKind.RETURN).count() > 1
    _record_handing(case, "appeal.ruled", department, text=note, binding=binding)
    return case.save(*HANDED, *PAUSED)


@transaction.atomic
def decide_proposal(appeal: Appeal, *, agreed: bool, note: str = "", by: User) -> Appeal:
    """Agree to or refuse an extension or a promise; the enterprise is told why, by whom, until when."""
    case = take_up(appeal, Act.DECIDE, by)
    proposal = _open_proposal(case.appeal, ProposalKind.EXTEND, ProposalKind.PROMISE)
    if proposal is None:
        raise Refused("proposal.none", _("没有待审批的延期或承诺申请。"))
    if not agreed and not note:
        raise Refused("proposal.refusal_needs_reason", _("不同意时请写明理由，部门才知道怎么办。"))
    _settle(case, proposal, agreed, note)
    verb = "extension" if proposal.kind == ProposalKind.EXTEND else "promise"
    data: dict[str, object] = {"reason": proposal.reason, "text": note}
    if agreed and proposal.kind == ProposalKind.EXTEND:
        case.appeal.due_at = proposal.new_due_at
        data["until"] = proposal.new_due_at.isoformat() if proposal.new_due_at else None
    elif agreed:
        case.drop_question()
        case.go_on()
        _promise(case, proposal)
        data["steps"] = proposal.steps
    case.record(f"appeal.{verb}_{'agreed' if agreed else 'refused'}", **data)
    return case.save("state", *PAUSED)


def _promise(case: Case, proposal: Proposal) -> None:
    """Enter the ledger of promises: the steps' dates take the limit's place, the last one to the end."""
    case.appeal.state = State.PROMISED
    steps = PromiseStep.objects.bulk_create(
        PromiseStep(
            appeal=case.appeal,
            number=number,
            text=step["text"],
            due_at=limits.end_of_day(date.fromisoformat(step["due_on"]), case.calendar),
        )
        for number, step in enumerate(proposal.steps, 1)
    )
    case.appeal.due_at = steps[-1].due_at


@transaction.atomic
def reassign_appeal(appeal: Appeal, *, department: Department, reason: str, by: User) -> Appeal:
    """Give an appeal to another lead (改派); its full term starts anew."""
    case = take_up(appeal, Act.REASSIGN, by)
    if department.pk == case.appeal.lead_id:
        raise Refused("appeal.same_lead", _("已经由%(who)s主办。") % {"who": department.short})
    case.drop_question()
    case.go_on()
    case.refuse_proposal()
    case.hand_to(department)
    _record_handing(case, "appeal.reassigned", department, text=reason)
    return case.save(*HANDED, *PAUSED)


@transaction.atomic
def suspend_appeal(appeal: Appeal, *, reason: str, look_again_on: date, by: User) -> Appeal:
    """Stop the clock for a cause outside the departments' power, with a date to look again (挂起)."""
    case = take_up(appeal, Act.SUSPEND, by)
    if look_again_on <= limits.local_date(case.now):
        raise Refused("appeal.look_again_in_past", _("再看日期要在今天以后。"))
    case.drop_question()
    case.go_on()
    case.pause(PauseKind.SUSPENDED, reason, look_again_on=look_again_on)
    case.appeal.state = State.SUSPENDED
    case.appeal.with_coordinator = False
    case.appeal.pause_ends_at = limits.start_of_day(look_again_on, case.calendar)
    case.record("appeal.suspended", reason=reason, look_again_on=look_again_on.isoformat())
    return case.save("state", "with_coordinator", *PAUSED)


@transaction.atomic
def resume_appeal(appeal: Appeal, *, note: str = "", by: User) -> Appeal:
    """Let a suspended appeal go on."""
    case = take_up(appeal, Act.RESUME, by)
    case.go_on()
    case.appeal.state = State.IN_PROGRESS
    case.record("appeal.resumed", text=note, due_at=_iso(case.appeal.due_at))
    return case.save("state", *PAUSED)


@transaction.atomic
def refer_up(appeal: Appeal, *, department: Department, reason: str, by: User) -> Appeal:
    """Hand an appeal to a department of the higher region (上报)."""
    case = take_up(appeal, Act.REFER_UP, by)
    above = case.appeal.region.parent
    if above is None or department.region_id != above.pk:
        raise Refused("appeal.not_above", _("请选择上一级辖区的部门。"))
    if department.pk == case.appeal.lead_id:
        raise Refused(
            "appeal.same_lead",
            _("%(who)s就是上级部门，已经在办；要上级协调，请选别的部门或提交联席会议。")
            % {"who": department.short},
        )
    agreed = _agreed_limit(case.appeal)
    case.drop_question()
    case.go_on()
    case.refuse_proposal()
    case.record(
        "appeal.referred_up",
        department=department.code,
        short=department.short,
        region=above.name,
        text=reason,
    )
    case.appeal.region = above
    case.hand_to(department)
    if agreed and case.appeal.due_at and agreed > case.appeal.due_at:
        case.appeal.due_at = agreed
        case.appeal.assignments.filter(department=department, ended_at__isnull=True).update(
            due_at=agreed
        )
    return case.save("region", *HANDED, *PAUSED)


def _agreed_limit(appeal: Appeal) -> datetime | None:
    """Return the limit that an extension gave and the enterprise was told; None without one."""
    extended = appeal.proposals.filter(kind=ProposalKind.EXTEND, agreed=True)
    return appeal.due_at if extended.exists() else None


@transaction.atomic
def refer_to_meeting(appeal: Appeal, *, reason: str, by: User) -> Appeal:
    """Put an appeal on the agenda of the joint meeting (提交联席会议); its lead goes on meanwhile."""
    case = take_up(appeal, Act.REFER_MEETING, by)
    if case.appeal.for_meeting:
        raise Refused("appeal.on_agenda", _("已经列入联席会议议题。"))
    case.appeal.for_meeting, case.appeal.with_coordinator = True, False
    case.record("appeal.referred_to_meeting", reason=reason)
    return case.save("for_meeting", "with_coordinator")


@transaction.atomic
def supervise_appeal(appeal: Appeal, *, text: str, by: User) -> Appeal:
    """Supervise a lead (督办); what a second “not solved” had brought to the coordinator is its again."""
    case = take_up(appeal, Act.SUPERVISE, by)
    case.appeal.is_supervised, case.appeal.with_coordinator = True, False
    case.record("appeal.supervised", text=text)
    return case.save("is_supervised", "with_coordinator")


@transaction.atomic
def record_call_back(
    appeal: Appeal, *, reached: bool, pressed: bool = False, note: str, by: User
) -> Appeal:
    """Record a call-back (回访): after five silent days, or after a withdrawal.

    Nobody reached after silence closes the appeal as unrated; after a withdrawal they are called once
    more on another day. Whoever was reached has two more days to
    say it themselves: no one rates in an enterprise's place.
    """
    case = take_up(appeal, Act.CALL_BACK, by)
    kinds = [CallBackKind.SILENCE, CallBackKind.WITHDRAWAL]
    call = case.appeal.call_backs.filter(kind__in=kinds, done_at__isnull=True).first()
    if call is None:
        raise Refused("call_back.none", _("现在没有要回访的。"))
    if call.kind == CallBackKind.WITHDRAWAL and not reached and not _tried(case, call):
        case.record("appeal.called_back", why=call.kind, reached=False, again=True, text=note)
        return case.save()
    finding = "pressed" if pressed else "reached" if reached else "no_answer"
    _done(case, call, reached, finding, note)
    case.record("appeal.called_back", why=call.kind, reached=reached, pressed=pressed, text=note)
    if call.kind == CallBackKind.SILENCE and not reached:
        case.appeal.state, case.appeal.closed_at = State.CLOSED, case.now
        case.appeal.silent_at = None
        case.record("appeal.closed_unrated")
    elif call.kind == CallBackKind.SILENCE:
        case.appeal.silent_at = add_working_time(
            case.now, limits.days(2, case.calendar), case.calendar
        )
    return case.save("state", "closed_at", "silent_at")


@transaction.atomic
def look_again(appeal: Appeal, *, holds: bool, note: str, by: User) -> Appeal:
    """Ask after three months whether it still holds (回头看); if not, it is in hand again."""
    case = take_up(appeal, Act.LOOK_AGAIN, by)
    call = case.appeal.call_backs.filter(kind=CallBackKind.LOOK_AGAIN, done_at__isnull=True).first()
    if call is None:
        raise Refused("look_again.none", _("这件没有抽中回头看，或者已经看过。"))
    _done(case, call, True, "holds" if holds else "fails", note)
    case.record("appeal.looked_again", holds=holds, text=note)
    it = case.appeal
    if not holds:
        it.state, it.closed_at, it.resolved_at, it.verdict = State.IN_PROGRESS, None, None, ""
        it.speed = it.attitude = it.result = None
        it.reopened_at = case.now
        term = limits.days(it.terms["resolve_days"][it.limit_class], case.calendar)
        it.due_at = add_working_time(case.now, term, case.calendar)
    return case.save(
        "state", "closed_at", "reopened_at", "resolved_at", "verdict", "speed", "attitude", "result",
        "due_at",
    )  # fmt: skip


@transaction.atomic
def learn_lesson(appeal: Appeal, *, text: str, link: str = "", by: User) -> Appeal:
    """Link what an appeal changed in the rules (举一反三); everyone who raised it is told."""
    case = take_up(appeal, Act.LESSON, by)
    Lesson.objects.create(appeal=case.appeal, text=text, link=link, by=by, at=case.now)
    case.record("appeal.lesson_learned", text=text, link=link)
    return case.save()


@transaction.atomic
def show_phone(appeal: Appeal, *, by: User) -> Appeal:
    """Show the unmasked telephone number to whoever needs it, and record that it was shown."""
    case = take_up(appeal, Act.SHOW_PHONE, by)
    if case.appeal.confidential and case.hat.value != "coordinator":
        raise Refused("appeal.confidential", _("企业选择了匿名交办，号码不对部门显示。"))
    if not case.appeal.contact_phone:
        raise Refused(
            "appeal.no_phone",
            _("这件诉求没有留联系电话，可以请企业补充，或查企业登记的联系人。"),
        )
    case.record("appeal.phone_shown")
    return case.appeal


def _record_handing(case: Case, verb: str, department: Department, **data: object) -> None:
    case.record(
        verb,
        department=department.code,
        short=department.short,
        accept_by=_iso(case.appeal.accept_due_at),
        due_at=_iso(case.appeal.due_at),
        **data,
    )


def _open_proposal(appeal: Appeal, *kinds: ProposalKind) -> Proposal | None:
    return appeal.proposals.filter(kind__in=kinds, agreed__isnull=True).first()


def _settle(case: Case, proposal: Proposal, agreed: bool, note: str) -> None:
    proposal.agreed, proposal.note = agreed, note
    proposal.decided_by, proposal.decided_at = case.by, case.now
    proposal.save(update_fields=["agreed", "note", "decided_by", "decided_at"])


def _tried(case: Case, call: CallBack) -> bool:
    """Return whether somebody has called already and nobody answered."""
    before = last_moment(case.appeal, "appeal.called_back")
    return before is not None and before >= call.opened_at


def _done(case: Case, call: CallBack, reached: bool, finding: str, note: str) -> None:
    call.done_at, call.done_by = case.now, case.by
    call.reached, call.finding, call.note = reached, finding, note
    call.save(update_fields=["done_at", "done_by", "reached", "finding", "note"])


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
