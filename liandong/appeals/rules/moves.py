"""The table of moves: which act is possible in which state, and for whom."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandong.appeals.enums import OPEN, Act, Hat, State
from liandong.kit.refusals import Refused

WORKING = (State.IN_PROGRESS, State.PROMISED)
HANDED_OUT = (State.ASSIGNED, State.IN_PROGRESS, State.SUSPENDED, State.PROMISED)
ALL = tuple(State)
# After a second “not solved” the coordinator decides who goes on; until then the lead does none of these.
HELD = frozenset(
    {
        Act.ADD_ASSIST, Act.REMIND_ASSIST, Act.ASK, Act.EXTEND, Act.PROMISE, Act.RESOLVE,
        Act.REFER_MEETING,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Move:
    """Who may do an act, in which states, and what it will do and to whom, in one sentence."""

    hats: tuple[Hat, ...]
    states: tuple[State, ...]
    effect: str | Promise


MOVES: dict[Act, Move] = {
    # the enterprise
    Act.SUPPLEMENT: Move(
        (Hat.ENTERPRISE,), (*OPEN, State.RESOLVED), gettext_lazy("补充的内容马上转给正在办的人")
    ),
    Act.ANSWER: Move(
        (Hat.ENTERPRISE,), (State.SUBMITTED, State.IN_PROGRESS), gettext_lazy("回答后计时继续")
    ),
    Act.URGE: Move((Hat.ENTERPRISE, Hat.COORDINATOR), OPEN, gettext_lazy("提醒主办部门的联系人")),
    Act.WITHDRAW: Move(
        (Hat.ENTERPRISE,),
        (State.SUBMITTED, State.ASSIGNED, State.IN_PROGRESS),
        gettext_lazy("不再办理；已交到部门的，会有部门以外的人回访您"),
    ),
    Act.CONFIRM: Move(
        (Hat.ENTERPRISE,), (State.RESOLVED,), gettext_lazy("您说了算；评价在公布前部门看不到")
    ),
    Act.DISPUTE: Move(
        (Hat.ENTERPRISE,),
        (State.RESOLVED,),
        gettext_lazy("第一次退回主办部门重办，第二次交给协调员"),
    ),
    # the lead department
    Act.ACCEPT: Move((Hat.LEAD, Hat.ASSIST), HANDED_OUT, gettext_lazy("告诉企业由您来办")),
    Act.RETURN: Move(
        (Hat.LEAD,), (State.ASSIGNED,), gettext_lazy("交协调员当天裁定，企业看得到理由")
    ),
    Act.CONTACT: Move((Hat.LEAD,), WORKING, gettext_lazy("记下已和企业联系上")),
    Act.NOTE: Move((Hat.LEAD,), WORKING, gettext_lazy("企业马上看到这条进展")),
    Act.REMARK: Move((Hat.LEAD, Hat.ASSIST), ALL, gettext_lazy("只有本部门看得到")),
    Act.ADD_ASSIST: Move((Hat.LEAD,), WORKING, gettext_lazy("协办部门收到任务，办结前须回报")),
    Act.REMIND_ASSIST: Move((Hat.LEAD,), WORKING, gettext_lazy("提醒还没回报的协办部门")),
    Act.ASK: Move(
        (Hat.LEAD,), (State.IN_PROGRESS,), gettext_lazy("停止计时，等企业回答，累计最多三个工作日")
    ),
    Act.EXTEND: Move(
        (Hat.LEAD,), (State.IN_PROGRESS,), gettext_lazy("交协调员审批；企业会看到原因和新日期")
    ),
    Act.PROMISE: Move(
        (Hat.LEAD,),
        (State.IN_PROGRESS,),
        gettext_lazy("交协调员审批；同意后进入承诺台账，按步骤计时"),
    ),
    Act.FULFIL_STEP: Move((Hat.LEAD,), (State.PROMISED,), gettext_lazy("这一步销号，企业看得到")),
    Act.RESOLVE: Move((Hat.LEAD,), WORKING, gettext_lazy("请企业评价；只有企业能销号")),
    # an assisting department
    Act.REPORT: Move((Hat.ASSIST,), (*HANDED_OUT,), gettext_lazy("回报给主办部门")),
    # the coordinator
    Act.DISPATCH: Move(
        (Hat.COORDINATOR,), (State.SUBMITTED,), gettext_lazy("部门马上收到，时限开始计算")
    ),
    Act.ASK_COMPLETION: Move(
        (Hat.COORDINATOR,), (State.SUBMITTED,), gettext_lazy("请企业补充说明后再交办")
    ),
    Act.DECLINE: Move(
        (Hat.COORDINATOR,), (State.SUBMITTED,), gettext_lazy("告诉企业理由和可以找谁，单独统计")
    ),
    Act.MERGE: Move(
        (Hat.COORDINATOR,),
        (State.SUBMITTED, State.ASSIGNED, State.IN_PROGRESS),
        gettext_lazy("和另一件一起办，进展同样告诉企业"),
    ),
    Act.SEPARATE: Move(
        (Hat.COORDINATOR,), (State.MERGED,), gettext_lazy("并错了就分开；并在一起的日子不计时")
    ),
    Act.RULE: Move(
        (Hat.COORDINATOR,), (State.SUBMITTED,), gettext_lazy("裁定由谁办；第二次裁定后不得再退")
    ),
    Act.DECIDE: Move((Hat.COORDINATOR,), (State.IN_PROGRESS,), gettext_lazy("结果告诉部门和企业")),
    Act.REASSIGN: Move(
        (Hat.COORDINATOR,),
        (State.ASSIGNED, State.IN_PROGRESS),
        gettext_lazy("换一个主办部门，时限重新计算"),
    ),
    Act.SUSPEND: Move(
        (Hat.COORDINATOR,), (State.IN_PROGRESS,), gettext_lazy("停止计时，到再看日期提醒您")
    ),
    Act.RESUME: Move((Hat.COORDINATOR,), (State.SUSPENDED,), gettext_lazy("计时继续")),
    Act.REFER_UP: Move(
        (Hat.COORDINATOR,), (State.IN_PROGRESS,), gettext_lazy("交上一级部门主办，本级继续跟踪")
    ),
    Act.REFER_MEETING: Move(
        (Hat.LEAD, Hat.COORDINATOR),
        (State.IN_PROGRESS,),
        gettext_lazy("列入联席会议议题，主办部门照常办理"),
    ),
    Act.SUPERVISE: Move((Hat.COORDINATOR,), HANDED_OUT, gettext_lazy("督办主办部门和负责人")),
    Act.CALL_BACK: Move(
        (Hat.COORDINATOR,), (State.RESOLVED, State.WITHDRAWN), gettext_lazy("记下企业怎么说")
    ),
    Act.LOOK_AGAIN: Move(
        (Hat.COORDINATOR,), (State.CLOSED,), gettext_lazy("问企业是否仍然解决；不是就重新办理")
    ),
    Act.LESSON: Move(
        (Hat.COORDINATOR,),
        (*WORKING, State.RESOLVED, State.CLOSED),
        gettext_lazy("写明改了什么规定，告诉每一家提过的企业"),
    ),
    Act.SHOW_PHONE: Move(
        (Hat.LEAD, Hat.ASSIST, Hat.COORDINATOR), ALL, gettext_lazy("查看号码会留下记录")
    ),
}


def acts_for(state: str, hats: Collection[Hat]) -> list[Act]:
    """Return the acts that the table gives somebody in this state, in the table's order."""
    return list(_acts_for(state, frozenset(hats)))


@cache
def _acts_for(state: str, hats: frozenset[Hat]) -> tuple[Act, ...]:
    return tuple(
        act
        for act, move in MOVES.items()
        if state in move.states and any(hat in move.hats for hat in hats)
    )


def require_hat(act: Act, hats: Collection[Hat]) -> Hat:
    """Return the hat in which somebody does an act; refuse who has none of those it needs."""
    for hat in MOVES[act].hats:
        if hat in hats:
            return hat
    raise Refused(
        "appeal.not_yours",
        _("“%(act)s”只能由%(who)s来做。")
        % {"act": act.label, "who": _("或").join(str(hat.label) for hat in MOVES[act].hats)},
    )


def is_held(act: Act, *, decides: bool) -> bool:
    """Return whether an act waits for the coordinator's decision; `decides`: the reader is the one."""
    return act in HELD and not (decides and Hat.COORDINATOR in MOVES[act].hats)


def in_words(acts: Collection[Act]) -> str:
    """Return what is possible as a refusal says it."""
    unsaid = {Act.SHOW_PHONE, Act.ANSWER}  # an answer is asked for where the question stands
    return _("、").join(str(a.label) for a in acts if a not in unsaid) or _("查看经过")


def require_move(
    act: Act, state: str, hats: Collection[Hat], possible: Collection[Act] | None = None
) -> None:
    """Refuse an act that the table does not have for this state, and say what is possible now."""
    if state in MOVES[act].states:
        return
    raise Refused(
        "appeal.wrong_move",
        _("这件诉求现在是“%(state)s”，不能“%(act)s”。现在可以：%(possible)s。")
        % {
            "state": State(state).label,
            "act": act.label,
            "possible": in_words(acts_for(state, hats) if possible is None else possible),
        },
    )
