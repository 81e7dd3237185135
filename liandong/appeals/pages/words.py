"""How phone pages say where an appeal stands: lamps, one sentence with name and date, five steps."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from liandong.appeals.enums import OPEN, Act, Lamp, Limit, Outcome, PauseKind, State, Verdict
from liandong.appeals.models import Appeal, Pause, PromiseStep
from liandong.appeals.queries.holding import held_by, is_with_office
from liandong.appeals.queries.phone_story import Holder
from liandong.appeals.rules import limits
from liandong.appeals.rules.story import Event
from liandong.departments.queries import calendar_of, contact_of
from liandong.kit.now import now
from liandong.kit.working_time import SHANGHAI, add_working_time

TO_ENTERPRISE = {
    "appeal.asked", "appeal.completion_asked", "appeal.contacted", "appeal.progress_noted",
}  # fmt: skip
NUMERALS = gettext_lazy("零 一 两 三 四 五 六 七 八 九 十")


def when(moment: datetime | None, now: datetime) -> str:
    """Return a moment as people say it: 今天 16:20, 11月26日 17:00, 2027年1月15日 09:00."""
    return _said(moment, now, "H:i")


def day(moment: datetime | None, now: datetime) -> str:
    """Return the day of a moment as people say it: 今天, 11月26日, 2027年1月15日."""
    return _said(moment, now, "")


def _said(moment: datetime | None, now: datetime, hour: str) -> str:
    if moment is None:
        return ""
    local, today = localtime(moment), localtime(now)
    if local.date() == today.date():
        spoken = pgettext("in a sentence", "今天")
    else:
        spoken = date_format(local, _("n月j日") if local.year == today.year else _("Y年n月j日"))
    return f"{spoken} {date_format(local, hour)}" if hour else spoken


def weekday(now: datetime) -> str:
    """Return today with its weekday: 11月25日 周三."""
    local = localtime(now)
    names = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
    return f"{date_format(local, _('n月j日'))} {names[local.weekday()]}"


def counted(number: int) -> str:
    """Return a small count as people write it before a measure word: 两, 三, 12."""
    return str(NUMERALS).split()[number] if number <= 10 else str(number)


def lamp_of(appeal: Appeal, now: datetime) -> tuple[str, str]:
    """Return the lamp's colour and word; one that nobody is late with has a quiet one."""
    if appeal.state in OPEN and appeal.paused_at:
        return "off", _("暂停计时")
    lamp = limits.lamp(appeal.state, appeal.yellow_at, appeal.burns_at, now, appeal.paused_at)
    if lamp is not None:
        return str(lamp), str(Lamp(lamp).label)
    return "done", str(State(appeal.state).label)


@dataclass(frozen=True)
class Course:
    """What a sentence about an appeal rests on, read once."""

    appeal: Appeal
    now: datetime
    pause: Pause | None = None
    step: PromiseStep | None = None

    @property
    def who(self) -> str:
        """Who has it now: the lead, else the coordinating office."""
        return held_by(self.appeal)


def sentence(course: Course) -> SafeString:
    """Return who must do what by when, as one sentence."""
    appeal, who = course.appeal, course.who
    words = _SENTENCES.get(appeal.state)
    if appeal.paused_at and course.pause:
        return _stands(course, course.pause)
    if words is not None:
        return words(course)
    due = when(appeal.due_at, course.now)
    if appeal.lead and is_with_office(appeal):
        return _must(_("您又说没解决，{who} 接过去定怎么办，应在 {when} 前办结"), who, due)
    match appeal.limit:
        case Limit.DISPATCH:
            return _must(
                _("{who} 应在 {when} 前交给办理部门"), who, when(appeal.burns_at, course.now)
            )
        case Limit.ACCEPT:
            return _must(_("{who} 应在 {when} 前签收"), who, when(appeal.burns_at, course.now))
        case Limit.CONTACT:
            first = when(appeal.burns_at, course.now)
            return _must(_("{who} 应在 {when} 前联系您，{due} 前办结"), who, first, due)
        case Limit.STEP if course.step:
            kept = when(appeal.burns_at, course.now)
            return _must(_("{who} 承诺在 {when} 前做到：{due}"), who, kept, course.step.text)
    return _must(_("{who} 应在 {when} 前办结"), who, due)


def _must(words: str, who: str, moment: str, due: str = "") -> SafeString:
    return format_html(words, who=_bold(who), when=_bold(moment), due=_bold(due))


def _bold(text: str) -> SafeString:
    return format_html('<b class="md">{}</b>', text)


def _stands(course: Course, pause: Pause) -> SafeString:
    """Say why the clock stands and until when."""
    ends = when(course.appeal.pause_ends_at, course.now)
    match pause.kind:
        case PauseKind.COMPLETION:
            return _must(_("{who} 等您补充说明，补充后马上交办"), course.who, "")
        case PauseKind.ASKED:
            return _must(_("{who} 等您回答，计时停着，最晚 {when} 恢复"), course.who, ends)
    look = day(limits_start(pause), course.now)
    return _must(_("{who} 暂停计时，{when} 再看"), course.appeal.region.office, look)


def limits_start(pause: Pause) -> datetime | None:
    """Return the day on which a suspension is looked at again, as a moment."""
    if pause.look_again_on is None:
        return None
    return datetime.combine(pause.look_again_on, datetime.min.time(), tzinfo=SHANGHAI)


def _resolved(course: Course) -> SafeString:
    if course.appeal.outcome == Outcome.EXPLAINED:
        return _must(
            _("{who} {when} 作了答复，等您评价"),
            course.who,
            when(course.appeal.resolved_at, course.now),
        )
    return _must(
        _("{who} {when} 说办好了，等您评价"),
        course.who,
        when(course.appeal.resolved_at, course.now),
    )


def _closed(course: Course) -> SafeString:
    appeal = course.appeal
    closed = when(appeal.closed_at, course.now)
    if not appeal.verdict:
        return _must(_("没有等到您的评价，{when} 按未评价销号"), "", closed)
    said = str(Verdict(appeal.verdict).label)
    return format_html(_("您说{said}，{when} 销号"), said=_bold(said), when=_bold(closed))


def _merged(course: Course) -> SafeString:
    parent = course.appeal.parent
    assert parent is not None
    who = held_by(parent)
    if parent.lead and parent.due_at and parent.state in OPEN:
        due = when(parent.due_at, course.now)
        return _must(_("和同样的事一起办，{who} 应在 {when} 前办结"), who, due)
    return _must(_("和同样的事一起办，由 {who} 跟进"), who, "")


def _declined(course: Course) -> SafeString:
    closed = when(course.appeal.closed_at, course.now)
    return _must(
        _("{who} {when} 决定不予受理，原因和可以找谁写在下面"), course.appeal.region.office, closed
    )


def _withdrawn(course: Course) -> SafeString:
    return _must(_("您 {when} 撤回了"), "", when(course.appeal.closed_at, course.now))


_SENTENCES: dict[str, Callable[[Course], SafeString]] = {
    State.RESOLVED: _resolved,
    State.CLOSED: _closed,
    State.MERGED: _merged,
    State.DECLINED: _declined,
    State.WITHDRAWN: _withdrawn,
}


def steps(appeal: Appeal, now: datetime) -> list[dict[str, str]]:
    """Return the five steps: filed, accepted, in hand, answered, rated by the enterprise.

    While it is handled together with another they are that one's, but for the day it was filed.
    """
    filed = appeal.filed_at
    if appeal.state == State.MERGED and appeal.parent:
        appeal = appeal.parent
    reached = _reached(appeal)
    notes = [
        day(filed, now),
        day(appeal.accepted_at or appeal.accept_due_at, now),
        _("暂停") if appeal.paused_at else "",
        day(appeal.resolved_at or _expected(appeal), now),
        day(appeal.closed_at, now) if appeal.verdict else "",
    ]
    if reached == 2 and not notes[2]:
        notes[2] = _("承诺办理") if appeal.state == State.PROMISED else _("进行中")
    if appeal.lead is None:
        notes[1] = notes[3] = ""
    words = (_("提交"), _("签收"), _("办理"), _("办结"), _("您评价"))
    icons = ("send", "user-check", "wrench", "check", "star")
    return [
        {
            "word": words[n],
            "note": notes[n],
            "state": "done" if n < reached else "now" if n == reached else "",
            "icon": icons[n],
        }
        for n in range(5)
    ]


def _expected(appeal: Appeal) -> datetime | None:
    """Return the day by which it is to be done; none while its clock stands, or steps are promised."""
    uncertain = appeal.paused_at or appeal.state in {State.PROMISED, State.SUSPENDED}
    return None if uncertain else appeal.due_at


def _reached(appeal: Appeal) -> int:
    """Return the number of the step that stands open now; five when all are done."""
    match appeal.state:
        case State.SUBMITTED | State.ASSIGNED:
            return 1
        case State.IN_PROGRESS | State.SUSPENDED | State.PROMISED:
            return 2
        case State.RESOLVED:
            return 4
    return 5


def card(appeal: Appeal, now: datetime, text: str = "") -> dict[str, Any]:
    """Return what a row of a list says of an appeal."""
    colour, word = lamp_of(appeal, now)
    who = held_by(appeal)
    return {
        "href": appeal.get_absolute_url(),
        "title": appeal.title,
        "lamp": colour,
        "word": word,
        "text": text,
        "meta": who,
        "due": _due(appeal, now),
    }


def _due(appeal: Appeal, now: datetime) -> str:
    if appeal.paused_at and appeal.state in OPEN:
        return _("%(day)s 起暂停计时") % {"day": day(appeal.paused_at, now)}
    moment = {"when": when(appeal.burns_at, now)}
    match appeal.limit:
        case Limit.DISPATCH:
            return _("%(when)s 前交办") % moment
        case Limit.ACCEPT:
            return _("%(when)s 前签收") % moment
        case Limit.CONTACT:
            return _("%(when)s 前联系您") % moment
        case Limit.STEP:
            return _("%(when)s 前做到下一步") % moment
        case Limit.RESOLVE:
            return _("%(when)s 前办结") % moment
    if appeal.state == State.RESOLVED:
        return _("%(when)s 答复") % {"when": when(appeal.resolved_at, now)}
    return _("%(day)s 提交") % {"day": day(appeal.filed_at, now)}


def by_whom(event: Event) -> str:
    """Return the office that did it; what came about because time passed was done by nobody."""
    return "" if event.who == _("系统") else event.who


def in_short(event: Event) -> str:
    """Return what happened without its particulars: 签收，… 前办结 becomes 签收."""
    return re.split(r"，|, |（| \(", for_enterprise(event), maxsplit=1)[0]


def for_enterprise(event: Event) -> str:
    """Return a headline as the enterprise itself reads it: 联系企业 becomes 联系您."""
    if event.verb not in TO_ENTERPRISE:
        return event.title
    return event.title.replace(pgettext("headline", "企业"), pgettext("headline", "您"))


def limit_word(limit: str) -> str:
    """Return a limit as a heading names it: 办结期限."""
    return _("%(limit)s期限") % {"limit": Limit(limit).label}


def done_for(act: Act, appeal: Appeal) -> str:
    """Say to an enterprise what has come of its act: who was told, when they see it, what follows."""
    if act == Act.WITHDRAW:
        called = appeal.call_backs.filter(done_at__isnull=True).exists()
        return _("已撤回，会有人回访核实是不是自愿") if called else _("已撤回")
    if act != Act.URGE:
        return _("%(act)s：%(title)s") % {"act": act.label, "title": appeal.title}
    who = appeal.region.office
    if appeal.lead:
        who = Holder(appeal.lead.label, str(contact_of(appeal.lead) or "")).called
    moment = now()
    seen = add_working_time(moment, timedelta(), calendar_of(appeal.lead, appeal.region))
    if seen <= moment:
        return _("已提醒%(who)s，马上能看到") % {"who": who}
    return _("已提醒%(who)s，不打扰休息，%(when)s 上班后看到") % {
        "who": who,
        "when": when(seen, moment),
    }
