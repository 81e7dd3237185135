"""What the enterprise does: supplement, answer, urge, withdraw, rate, dispute."""

from random import random

from django.db import transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.appeals.actions.frame import PAUSED, take_up
from liandong.appeals.actions.merging import let_go_merged
from liandong.appeals.enums import Act, CallBackKind, Hat, State, Verdict
from liandong.appeals.models import Appeal, CallBack
from liandong.appeals.queries.timeline import last_moment
from liandong.appeals.rules import limits
from liandong.appeals.rules.limits import URGE_PAUSE
from liandong.kit.refusals import Refused
from liandong.kit.working_time import add_working_time


@transaction.atomic
def supplement_appeal(appeal: Appeal, *, text: str, by: User) -> Appeal:
    """Add to what was filed; whoever works on it sees it at once."""
    case = take_up(appeal, Act.SUPPLEMENT, by)
    case.record("appeal.supplemented", text=text)
    return case.save()


@transaction.atomic
def answer_question(appeal: Appeal, *, text: str, by: User) -> Appeal:
    """Answer what was asked; the clock goes on."""
    case = take_up(appeal, Act.ANSWER, by)
    question = case.appeal.questions.filter(answered_at__isnull=True).first()
    if question is None:
        raise Refused("appeal.no_question", _("现在没有要您回答的问题；想补充请点“补充”。"))
    question.answer, question.answered_at = text, case.now
    question.save(update_fields=["answer", "answered_at"])
    case.go_on()
    case.record("appeal.answered", text=text)
    return case.save(*PAUSED)


@transaction.atomic
def urge_appeal(appeal: Appeal, *, text: str = "", by: User) -> Appeal:
    """Remind whoever has it; one named contact is told, never in quiet hours."""
    case = take_up(appeal, Act.URGE, by)
    if case.hat == Hat.COORDINATOR and case.appeal.state == State.SUBMITTED:
        raise Refused("appeal.nobody_has_it", _("还没有交给部门，没有人可催，请先交办。"))
    last = last_moment(case.appeal, "appeal.urged")
    if last and case.now - last < URGE_PAUSE:
        raise Refused("appeal.urged_just_now", _("刚刚催过，已经提醒对方。四小时后可以再催。"))
    case.record("appeal.urged", text=text)
    return case.save()


@transaction.atomic
def withdraw_appeal(appeal: Appeal, *, reason: str, by: User) -> Appeal:
    """Take an appeal back, saying why; one that a department had in hand is called back."""
    case = take_up(appeal, Act.WITHDRAW, by)
    if case.appeal.state != State.SUBMITTED:
        CallBack.objects.create(
            appeal=case.appeal, kind=CallBackKind.WITHDRAWAL, opened_at=case.now
        )
    case.drop_question()
    case.refuse_proposal()
    case.go_on()
    case.record("appeal.withdrawn", reason=reason, was=case.appeal.state)
    case.appeal.state, case.appeal.closed_at = State.WITHDRAWN, case.now
    withdrawn = case.save("state", "closed_at", *PAUSED)
    let_go_merged(withdrawn)
    return withdrawn


@transaction.atomic
def confirm_appeal(
    appeal: Appeal,
    *,
    verdict: str,
    speed: int,
    attitude: int,
    result: int,
    comment: str = "",
    by: User,
) -> Appeal:
    """Rate and close (销号); the rating is kept from the department until the period is published.

    Some of those closed as solved are drawn at random to be looked at again three months later.
    """
    case = take_up(appeal, Act.CONFIRM, by)
    it = case.appeal
    it.verdict, it.comment = verdict, comment
    it.speed, it.attitude, it.result = speed, attitude, result
    it.state, it.closed_at, it.silent_at = State.CLOSED, case.now, None
    it.call_backs.filter(done_at__isnull=True).update(done_at=case.now, finding="rated")
    if verdict == Verdict.SOLVED and random() < it.terms.get("look_again_share", 0.1):  # noqa: S311
        it.look_again_at = limits.months_later(case.now, it.terms.get("look_again_months", 3))
    case.record(
        "appeal.confirmed",
        verdict=verdict,
        rating={"speed": speed, "attitude": attitude, "result": result, "comment": comment},
    )
    return case.save(
        "verdict", "comment", "speed", "attitude", "result", "state", "closed_at",
        "silent_at", "look_again_at",
    )  # fmt: skip


@transaction.atomic
def dispute_appeal(appeal: Appeal, *, reason: str, by: User) -> Appeal:
    """Say that it is not solved: the first time back to the lead, the second to the coordinator."""
    case = take_up(appeal, Act.DISPUTE, by)
    it = case.appeal
    it.disputes += 1
    it.state, it.resolved_at, it.silent_at = State.IN_PROGRESS, None, None
    it.reopened_at = case.now
    it.with_coordinator = it.disputes > 1
    it.call_backs.filter(done_at__isnull=True).update(done_at=case.now, finding="disputed")
    again = add_working_time(
        case.now,
        limits.days(it.terms["resolve_days"][it.limit_class], case.calendar) / 2,
        case.calendar,
    )
    it.due_at = max(it.due_at, again) if it.due_at else again
    case.record("appeal.disputed", reason=reason, times=it.disputes, due_at=it.due_at.isoformat())
    return case.save(
        "disputes", "state", "reopened_at", "resolved_at", "silent_at", "with_coordinator", "due_at"
    )
