"""What happens because time passed: alarms, pauses that end, silence, the look again."""

from django.db import transaction

from liandong.appeals.actions.frame import PAUSED, system_case, write
from liandong.appeals.enums import Alarm, CallBackKind, State
from liandong.appeals.models import Appeal, CallBack
from liandong.appeals.rules import limits

ALARM_VERBS = {
    Alarm.YELLOW: "appeal.turned_yellow",
    Alarm.RED: "appeal.turned_red",
    Alarm.RED_ONE_DAY: "appeal.red_for_one_day",
    Alarm.RED_THREE_DAYS: "appeal.red_for_three_days",
}


@transaction.atomic
def raise_alarm(appeal: Appeal) -> None:
    """Tell of a lamp that changed: the contact, the head, the coordinator, the leader, in turn.

    Does nothing when the alarm is not due, so that it may be called twice.
    """
    case = system_case(appeal)
    it = case.appeal
    if it.alarm_at is None or it.alarm_at > case.now or it.yellow_at is None or it.burns_at is None:
        return
    following = limits.next_alarm(it.alarm, it.yellow_at, it.burns_at, case.calendar)
    if following is None:
        return
    it.alarm = following[0]
    if it.alarm == Alarm.RED_THREE_DAYS and not it.for_meeting:
        it.for_meeting = True  # red for three days stands on the joint meeting's agenda
    case.record(
        ALARM_VERBS[Alarm(it.alarm)], limit=it.limit, burns_at=it.burns_at.isoformat(),
        department=it.lead.code if it.lead else None,
    )  # fmt: skip
    case.set_alarm()
    write(it, "alarm", "alarm_at", "for_meeting")


@transaction.atomic
def end_pause(appeal: Appeal) -> None:
    """Let the clock go on after three working days without an answer; remind of a suspension's date."""
    case = system_case(appeal)
    it = case.appeal
    if it.pause_ends_at is None or it.pause_ends_at > case.now:
        return
    if it.state == State.SUSPENDED:
        it.pause_ends_at = None
        case.record("appeal.look_at_suspension")
        it.save(update_fields=["pause_ends_at"])
        return
    case.go_on()
    case.record("appeal.pause_ended", due_at=it.due_at.isoformat() if it.due_at else None)
    case.save(*PAUSED)


@transaction.atomic
def notice_silence(appeal: Appeal) -> None:
    """Ask for a call-back after five working days without a rating; close as unrated after it."""
    case = system_case(appeal)
    it = case.appeal
    if it.silent_at is None or it.silent_at > case.now or it.state != State.RESOLVED:
        return
    called = it.call_backs.filter(kind=CallBackKind.SILENCE).order_by("-opened_at").first()
    it.silent_at = None
    if called and called.done_at and it.resolved_at and called.opened_at > it.resolved_at:
        it.state, it.closed_at = State.CLOSED, case.now
        case.record("appeal.closed_unrated")
    elif called is None or called.done_at:
        CallBack.objects.create(appeal=it, kind=CallBackKind.SILENCE, opened_at=case.now)
        case.record("appeal.call_back_due", why=CallBackKind.SILENCE)
    case.save("silent_at", "state", "closed_at")


@transaction.atomic
def draw_look_again(appeal: Appeal) -> None:
    """Open the look again of an appeal that was drawn when it was closed."""
    case = system_case(appeal)
    it = case.appeal
    if it.look_again_at is None or it.look_again_at > case.now or it.state != State.CLOSED:
        return
    it.look_again_at = None
    CallBack.objects.create(appeal=it, kind=CallBackKind.LOOK_AGAIN, opened_at=case.now)
    case.record("appeal.look_again_due")
    case.save("look_again_at")
