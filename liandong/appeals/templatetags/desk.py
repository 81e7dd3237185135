"""Words and lamps that the desk's templates ask for."""

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils.translation import gettext as _

from liandong.appeals import queries
from liandong.appeals.enums import Act, Lamp
from liandong.appeals.forms import FORMS
from liandong.appeals.models import Assignment, PromiseStep
from liandong.appeals.queries.clock_story import ClockStory
from liandong.appeals.rules.wording import owed, when
from liandong.theme.spells import length

register = template.Library()

ICONS = {
    Act.URGE: "bell-ring", Act.ACCEPT: "check", Act.RETURN: "undo-2", Act.CONTACT: "phone",
    Act.NOTE: "message-square", Act.ADD_ASSIST: "user-plus", Act.REMIND_ASSIST: "bell",
    Act.ASK: "circle-help", Act.EXTEND: "calendar-plus", Act.PROMISE: "calendar-check",
    Act.FULFIL_STEP: "list-checks", Act.RESOLVE: "circle-check", Act.REPORT: "send",
    Act.DISPATCH: "send", Act.ASK_COMPLETION: "circle-help", Act.DECLINE: "ban",
    Act.MERGE: "git-merge", Act.SEPARATE: "route", Act.RULE: "scale", Act.DECIDE: "scale", Act.REASSIGN: "route",
    Act.SUSPEND: "circle-pause", Act.RESUME: "circle-play", Act.REFER_UP: "landmark",
    Act.REFER_MEETING: "users-round", Act.SUPERVISE: "megaphone", Act.CALL_BACK: "phone",
    Act.LOOK_AGAIN: "history", Act.LESSON: "bookmark",
}  # fmt: skip


@register.filter
def moment(value: datetime | None, now: datetime) -> str:
    """Return a moment as it is said today; nothing for none."""
    return when(value, now) if value else ""


@register.filter
def act_icon(act: Act) -> str:
    """Return the icon of an act."""
    return ICONS.get(act, "pencil")


@register.filter
def fieldless(act: Act) -> bool:
    """Return whether an act asks for nothing, so that one press does it."""
    return not FORMS[act].base_fields


@register.filter
def department_short(code: str) -> str:
    """Return a department's short name by its code."""
    known = queries.directory().departments.get(code)
    return known.label if known else code


@register.filter
def as_percent(share: float) -> str:
    """Return a share as a whole percentage."""
    return f"{round(share * 100)}%"


@register.filter
def task_lamp(task: Assignment, now: datetime) -> str:
    """Return the lamp of an assist."""
    if task.reported_at:
        return "done"
    if task.due_at and now > task.due_at:
        return Lamp.RED
    return Lamp.GREEN


@register.filter
def step_words(step: PromiseStep, now: datetime) -> str:
    """Return whether a step of a promise was kept, and when."""
    if step.done_at:
        late = step.done_at > step.due_at
        words = _("%(when)s 完成，晚了") if late else _("%(when)s 完成")
        return words % {"when": when(step.done_at, now)} + (
            f"{_('：')}{step.note}" if step.note else ""
        )
    return _("没有按时完成") if now > step.due_at else ""


@register.filter
def length_words(time: timedelta) -> str:
    """Return a length of working time in words."""
    return length(time)


@register.filter
def clock_words(clock: Any, now: datetime) -> str:
    """Return what a clock says in one sentence: what is left, since when it is yellow or red."""
    it: ClockStory = clock
    assert it.due is not None
    verb = owed(it.limit)
    if it.ended:
        return _("在时限内办结。") if it.ended <= it.due else _("%(due)s 应办结，超了 %(by)s。") % {
            "due": when(it.due, now), "by": length(-it.left),
        }  # fmt: skip
    if it.stands:
        return _("停表，剩 %(left)s不动。") % {"left": length(max(it.left, timedelta()))}
    if it.now > it.due:
        return _("%(due)s 应%(verb)s，已超 %(by)s。") % {
            "due": when(it.due, now), "verb": verb, "by": length(-it.left),
        }  # fmt: skip
    words = {"left": length(it.left), "quarter": length(it.quarter), "verb": verb}
    yellow = it.appeal.yellow_at
    if yellow and now > yellow:
        return _("%(verb)s还剩 %(left)s，不足四分之一（%(quarter)s），%(when)s 转黄。") % {
            **words, "when": when(yellow, now),
        }  # fmt: skip
    at = when(yellow, now) if yellow else ""
    return _("%(verb)s还剩 %(left)s，%(when)s 转黄。") % {**words, "when": at}
