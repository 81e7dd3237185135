"""How a journal entry reads on a timeline, and who reads it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liandong.appeals.enums import Hat, Limit, State, Verdict
from liandong.appeals.rules.terms import day_words, words

STOOD_IN = "（代办）"  # after an office in the journal, where somebody from elsewhere stood in
# What is said of the appeal that leads is said to all that are handled together with it.
SHARED = frozenset(
    f"appeal.{name}"
    for name in (
        "accepted", "progress_noted", "extension_agreed", "promise_agreed", "step_fulfilled",
        "suspended", "resumed", "reassigned", "referred_up",
    )
)  # fmt: skip
HIDDEN = {"appeal.phone_shown", "appeal.remarked"}
INSIDE = {
    "appeal.phone_shown",
    "appeal.remarked",
    "appeal.call_back_due",
    "appeal.look_at_suspension",
    "appeal.turned_yellow",
}


@dataclass(frozen=True)
class Event:
    """One step of the story: when, in whose name, a headline, and what was said."""

    at: datetime
    verb: str
    who: str
    title: str
    text: str = ""
    kind: str = "step"  # step, said, paused, alarm, ended
    number: int = 0
    person: str = ""  # who of the office did it, for those inside


class Line(Protocol):
    """What is needed of a journal entry."""

    verb: str
    office: str
    at: datetime
    number: int
    data: dict[str, Any]


class Told(Protocol):
    """What is needed of the appeal that the entry is about."""

    text: str
    confidential: bool


def day_opened(closed: datetime) -> datetime:
    """Return when ratings of a month are opened to departments: the 15th of the next month, 09:00."""
    year, month = divmod(closed.year * 12 + closed.month, 12)
    return closed.replace(
        year=year, month=month + 1, day=15, hour=1, minute=0, second=0, microsecond=0
    )


def told(
    entry: Line,
    appeal: Told,
    hats: Collection[Hat],
    *,
    inside: bool,
    now: datetime,
    person: str = "",
) -> Event | None:
    """Word one entry for one reader; None when it is not for them. `person`: who did it, if told."""
    enterprise = Hat.ENTERPRISE in hats
    if entry.verb in INSIDE and not inside and (enterprise or entry.verb in HIDDEN):
        return None
    data = {**entry.data, "now": now}
    who = entry.office or (
        _("您") if enterprise and data.get("hat") == Hat.ENTERPRISE
        else _("企业") if data.get("hat") == Hat.ENTERPRISE
        else _("系统")
    )  # fmt: skip
    name = entry.verb.removeprefix("appeal.")
    title = TITLES.get(name, lambda d: name)(data)
    text = str(data.get("text") or data.get("reason") or data.get("task") or "")
    if name in {"extension_agreed", "promise_agreed"}:
        text = "\n".join(str(data[key]) for key in ("reason", "text") if data.get(key))
    if name == "submitted":
        text = appeal.text
    if name == "confirmed":
        sealed = not enterprise and not inside and now < day_opened(entry.at)
        text = "" if sealed else _rating(data)
        title = _("已评价，销号") if sealed else title
    if name == "declined":
        text = f"{text} {data.get('turn_to', '')}".strip()
    if steps := data.get("steps"):
        text = "\n".join([text, *(f"{_day(s['due_on'], now)} {s['text']}" for s in steps)]).strip()
    return Event(
        at=entry.at,
        verb=entry.verb,
        who=who,
        title=title,
        text=text,
        kind=_kind(name),
        number=entry.number,
        person=person,
    )


def _kind(name: str) -> str:
    if name in {"asked", "completion_asked", "suspended"}:
        return "paused"
    if name in {"progress_noted", "answered", "supplemented", "resolved", "assist_reported"}:
        return "said"
    if name.startswith(("turned_", "red_for", "supervised", "disputed", "urged")):
        return "alarm"
    if name in {"confirmed", "closed_unrated", "declined", "withdrawn"}:
        return "ended"
    return "step"


def _when(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    return words(datetime.fromisoformat(value), data["now"]) if value else ""


def _day(value: str, now: datetime) -> str:
    return day_words(date.fromisoformat(value), now)


def _rating(data: dict[str, Any]) -> str:
    rating = data.get("rating") or {}
    stars = _("速度 %(speed)s 分，态度 %(attitude)s 分，结果 %(result)s 分") % {
        "speed": rating.get("speed"),
        "attitude": rating.get("attitude"),
        "result": rating.get("result"),
    }
    return f"{stars}\n{rating.get('comment', '')}".strip()


def _handed(data: dict[str, Any], verb: str) -> str:
    return _("%(verb)s%(who)s，请在 %(by)s 前签收") % {
        "verb": verb,
        "who": data.get("short"),
        "by": _when(data, "accept_by"),
    }


def _limit(data: dict[str, Any]) -> str:
    return str(Limit(data["limit"]).label) if data.get("limit") else ""


TITLES: dict[str, Any] = {
    "submitted": lambda d: (
        _("提交，系统交给%(who)s") % {"who": d["short"]}
        if d.get("short")
        else _("提交，等协调员交办")
    ),
    "dispatched": lambda d: _handed(d, _("交办给")),
    "accepted": lambda d: _("签收，%(due)s 前办结") % {"due": _when(d, "due_at")},
    "task_accepted": lambda d: _("接到协办"),
    "returned": lambda d: _("退单，建议由%(who)s办") % {"who": d.get("proposed")},
    "ruled": lambda d: _handed(d, _("裁定交给")),
    "reassigned": lambda d: _handed(d, pgettext("story", "改派给")),
    "contacted": lambda d: _("联系企业（%(how)s）") % {"how": _(d["how"]) if d.get("how") else ""},
    "progress_noted": lambda d: _("回复企业"),
    "remarked": lambda d: pgettext("story", "内部备注"),
    "assist_added": lambda d: (
        _("加协办 %(who)s，%(due)s 前回报") % {"who": d.get("short"), "due": _when(d, "due_at")}
    ),
    "assist_reminded": lambda d: (
        pgettext("story", "请%(who)s回报") % {"who": _("、").join(d.get("shorts", []))}
    ),
    "assist_reported": lambda d: pgettext("story", "协办回报"),
    "asked": lambda d: (
        _("问企业，计时暂停，最晚 %(until)s 恢复") % {"until": _when(d, "until")}
        if d.get("clock_stands")
        else _("问企业，三个工作日已用完，计时不停")
    ),
    "answered": lambda d: _("回答，计时继续"),
    "completion_asked": lambda d: _("请企业补充说明，计时暂停"),
    "extension_asked": lambda d: _("申请延期到 %(until)s") % {"until": _when(d, "until")},
    "extension_agreed": lambda d: _("同意延期到 %(until)s") % {"until": _when(d, "until")},
    "extension_refused": lambda d: _("不同意延期，期限不变"),
    "promise_asked": lambda d: pgettext("story", "申请承诺办理"),
    "promise_agreed": lambda d: _("同意承诺办理，列入承诺台账"),
    "promise_refused": lambda d: _("不同意承诺办理，期限不变"),
    "step_fulfilled": lambda d: (
        _("完成第 %(n)s 步：%(step)s") % {"n": d.get("number"), "step": d.get("step")}
    ),
    "resolved": lambda d: (
        (_("说已解决，请您评价") if d.get("outcome") == "solved" else _("作了解释说明，请您评价"))
        + (_("（一并记作首次联系）") if d.get("first_contact") else "")
    ),
    "confirmed": lambda d: _("评价：%(v)s，销号") % {"v": Verdict(d["verdict"]).label},
    "disputed": lambda d: (
        pgettext("story", "说没解决，退回重办")
        if d.get("times") == 1
        else _("又说没解决，交协调员")
    ),
    "declined": lambda d: _("不予受理：%(title)s") % {"title": d.get("title")},
    "merged": lambda d: _("并入 %(ref)s 一起办") % {"ref": d.get("into")},
    "unmerged": lambda d: (
        _("%(why)s，恢复单独办理，%(due)s 前%(what)s")
        % {
            "why": _("一起办的那件%(how)s") % {"how": State(d["parent"]).label}
            if d.get("parent")
            else _("不再并案"),
            "due": _when(d, "due_at"),
            "what": _("办结") if d.get("department") else _("交办"),
        }
    ),
    "suspended": lambda d: (
        pgettext("story", "暂停计时，%(day)s 再看") % {"day": _day(d["look_again_on"], d["now"])}
    ),
    "look_at_suspension": lambda d: _("到了再看的日期"),
    "resumed": lambda d: _("恢复办理，%(due)s 前办结") % {"due": _when(d, "due_at")},
    "pause_ended": lambda d: _("等待满三个工作日，计时继续"),
    "referred_up": lambda d: (
        _("上报%(region)s，由%(who)s主办") % {"region": d.get("region"), "who": d.get("short")}
    ),
    "referred_to_meeting": lambda d: pgettext("story", "提交联席会议"),
    "supervised": lambda d: pgettext("story", "督办"),
    "urged": lambda d: pgettext("story", "催办"),
    "supplemented": lambda d: pgettext("story", "补充"),
    "withdrawn": lambda d: pgettext("story", "撤回"),
    "call_back_due": lambda d: _("五个工作日没有评价，安排回访"),
    "called_back": lambda d: (
        _("电话回访，已联系上")
        if d.get("reached")
        else _("电话回访，没联系上，再打一次")
        if d.get("again")
        else _("电话回访，没联系上")
    ),
    "closed_unrated": lambda d: _("没有评价，按“未评价”销号"),
    "look_again_due": lambda d: _("抽中三个月后回头看"),
    "looked_again": lambda d: (
        _("回头看：仍然解决") if d.get("holds") else _("回头看：没有保持住，重新办理")
    ),
    "lesson_learned": lambda d: _("举一反三：规定有了改变"),
    "phone_shown": lambda d: _("查看联系电话"),
    "file_added": lambda d: _("上传 %(name)s") % {"name": d.get("name")},
    "turned_yellow": lambda d: _("%(limit)s临近期限，已提醒联系人") % {"limit": _limit(d)},
    "turned_red": lambda d: _("%(limit)s已超期，已告知部门负责人") % {"limit": _limit(d)},
    "red_for_one_day": lambda d: _("%(limit)s超期满一个工作日，已报协调员") % {"limit": _limit(d)},
    "red_for_three_days": lambda d: (
        _("%(limit)s超期满三个工作日，已报区领导") % {"limit": _limit(d)}
    ),
}
