"""What to do next with an appeal and why, and why the other acts are not possible now. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from liandong.appeals.enums import Act, CallBackKind, Hat, ProposalKind, State
from liandong.appeals.rules.moves import HANDED_OUT, MOVES, WORKING, acts_for, is_held


@dataclass(frozen=True)
class Facts:
    """What is known of an appeal where the next step is decided; every list holds only what is open."""

    state: str
    contacted: bool = False
    question: bool = False  # asked, not yet answered
    proposal: str = ""  # kind of the request that waits for the coordinator
    missing: tuple[str, ...] = ()  # assisting departments that have not reported, by short name
    step: tuple[int, str] | None = None  # next open step of a promise
    acceptable: bool = False  # the reader's own task waits to be signed for
    task_reported: bool = False  # the reader's assist is done
    call_back: str = ""  # kind of the call that is due
    look_due: bool = False  # a suspension's date to look again has come
    look_on: str = ""
    red: bool = False
    supervised: bool = False
    on_agenda: bool = False
    with_coordinator: bool = False
    decides: bool = False  # the reader is the coordinator
    elsewhere: str = ""  # who has what the reader only follows, in words
    urged: bool = False  # just now; urging again would only be noise
    no_phone: bool = False  # nobody left one, or it is kept back from the reader
    has_above: bool = True
    no_return: str = ""  # why the lead may not return it, in words
    no_extension: str = ""


@dataclass(frozen=True)
class Advice:
    """The suggested act, the sentence above its button, what it does, and the button's own word.

    Without an act nothing is to be done by the reader now; the sentence says what is waited for.
    """

    act: Act | None
    title: str
    why: str = ""
    word: str = ""

    @property
    def label(self) -> str:
        return self.word or (str(self.act.label) if self.act else "")


def _do(act: Act, title: str, why: str = "", word: str = "") -> Advice:
    return Advice(act, title, why or str(MOVES[act].effect), word)


def suggested_act(facts: Facts, hats: Collection[Hat]) -> Advice | None:
    """Return the one thing to do next; a coordinator's decision comes before a department's work.

    None where somebody only reads.
    """
    advice = None
    if Hat.COORDINATOR in hats:
        advice = _for_coordinator(facts)
    if (advice is None or advice.act is None) and Hat.LEAD in hats:
        advice = _for_lead(facts)
    if (advice is None or advice.act is None) and Hat.ASSIST in hats:
        advice = _for_assist(facts)
    if advice is None and facts.elsewhere:
        return Advice(None, facts.elsewhere, _("经过您这里继续看得到"))
    return advice


def _for_coordinator(facts: Facts) -> Advice | None:
    if facts.state == State.SUBMITTED:
        if facts.proposal == ProposalKind.RETURN:
            return _do(Act.RULE, _("部门退单，等您裁定由谁办"))
        if facts.question:
            return Advice(None, _("等企业补正，计时停着"))
        return _do(Act.DISPATCH, _("还没有分出去"))
    if facts.state == State.IN_PROGRESS and facts.proposal == ProposalKind.EXTEND:
        return _do(Act.DECIDE, _("部门申请延期，等您审批"), word=_("审批延期"))
    if facts.state == State.IN_PROGRESS and facts.proposal == ProposalKind.PROMISE:
        return _do(Act.DECIDE, _("部门申请承诺办理，等您审批"), word=_("审批承诺"))
    if facts.call_back == CallBackKind.LOOK_AGAIN and facts.state == State.CLOSED:
        return _do(Act.LOOK_AGAIN, _("抽中回头看：三个月过去，问企业是否还好"))
    if facts.call_back and facts.state in {State.RESOLVED, State.WITHDRAWN}:
        return _do(Act.CALL_BACK, _("请打电话回访企业"))
    if facts.state == State.SUSPENDED and facts.look_due:
        return _do(Act.RESUME, _("到了再看的日期，能办就恢复"))
    if facts.with_coordinator and facts.state == State.IN_PROGRESS:
        return _do(
            Act.REASSIGN if facts.on_agenda else Act.REFER_MEETING,
            _("企业再次说没解决，等您决定由谁接着办"),
            _("改派、上报、提交联席会议、暂停计时都行；督办就是交回主办部门接着办"),
        )
    stands = facts.state == State.SUSPENDED
    if facts.red and not facts.supervised and facts.state in HANDED_OUT and not stands:
        return _do(Act.SUPERVISE, _("已经超期，还没有督办"))
    return _waiting(facts)


def _for_lead(facts: Facts) -> Advice | None:
    if facts.state == State.ASSIGNED:
        return _do(Act.ACCEPT, _("签收后由您这里办理"))
    if facts.state not in WORKING:
        return _waiting(facts)
    if facts.with_coordinator:
        return Advice(
            None,
            _("企业再次说没解决，已交协调员决定"),
            _("决定由谁接着办之前不能办结、延期；可以记进展"),
        )
    if facts.proposal:
        return _waiting(facts)
    if facts.question:
        return Advice(None, _("等企业回答，计时停着"), _("回答后计时继续；期间也可以记进展"))
    if not facts.contacted:
        return _do(Act.CONTACT, _("先和企业联系上"), _("时限内打个电话，企业就知道谁在办"))
    if facts.missing:
        who = _("、").join(facts.missing)
        return _do(
            Act.REMIND_ASSIST,
            _("办结前还差%(who)s的协办回报") % {"who": who},
            _("提醒%(who)s经办人，记入经过，企业也看得到") % {"who": who},
            _("请%(who)s回报") % {"who": facts.missing[0]} if len(facts.missing) == 1 else "",
        )
    if facts.step:
        number, text = facts.step
        return _do(
            Act.FULFIL_STEP,
            _("承诺第 %(number)s 步：%(text)s") % {"number": number, "text": text},
            word=_("完成这一步"),
        )
    return _do(Act.RESOLVE, _("办好了就办结"))


def _for_assist(facts: Facts) -> Advice | None:
    if facts.state not in HANDED_OUT:
        return _waiting(facts)
    if facts.task_reported:
        return Advice(None, _("本部门已经回报"))
    if facts.acceptable:
        return _do(Act.ACCEPT, _("协办任务还没有签收"), _("告诉主办部门，您这里接了"))
    return _do(Act.REPORT, _("做完就回报主办部门"), _("主办部门收到回报才能办结"))


def _waiting(facts: Facts) -> Advice | None:
    """Say what is waited for, where nobody here has to act."""
    match facts.state:
        case State.IN_PROGRESS | State.PROMISED if facts.proposal == ProposalKind.EXTEND:
            return Advice(None, _("延期等协调员审批"), _("批下来之前期限不变"))
        case State.IN_PROGRESS | State.PROMISED if facts.proposal:
            return Advice(None, _("承诺办理等协调员审批"), _("批下来之前期限不变"))
        case State.SUSPENDED:
            return Advice(None, _("暂停计时，%(day)s 再看") % {"day": facts.look_on})
        case State.RESOLVED:
            return Advice(None, _("等企业评价"), _("五个工作日没有评价会有人回访；只有企业能销号"))
    return None


def next_word(facts: Facts, hats: Collection[Hat]) -> str:
    """Return the next step as two or three words for a line of the list."""
    advice = suggested_act(facts, hats)
    if advice is None:
        return ""
    if advice.act == Act.ACCEPT and Hat.LEAD in hats:
        return _("签收或退单")
    if advice.act == Act.RESOLVE:
        return _("记进展或办结")
    return advice.label if advice.act else advice.title.split(_("，"))[0]


# Acts that are worth showing before their time, with when that time comes.
AFTER_ACCEPT = {Act.NOTE, Act.ASK, Act.ADD_ASSIST, Act.EXTEND, Act.RESOLVE}


def acts_now(facts: Facts, hats: Collection[Hat]) -> list[Act]:
    """Return the acts that somebody can do at this moment: those of the table that are not pointless."""
    return [act for act in acts_for(facts.state, hats) if why_not(act, facts) is None]


def why_not(act: Act, facts: Facts) -> str | None:
    """Return why an act is not possible now; None when it is, "" when it is not worth a line."""
    if facts.state not in MOVES[act].states:
        return _out_of_state(act, facts)
    if facts.with_coordinator and is_held(act, decides=facts.decides):
        return _("已交协调员决定")
    waiting = _("已有申请在等协调员审批")
    match act:
        case Act.RETURN:
            return facts.no_return or None
        case Act.EXTEND:
            return (waiting if facts.proposal else facts.no_extension) or None
        case Act.PROMISE if facts.proposal:
            return waiting
        case Act.ASK | Act.ASK_COMPLETION if facts.question:
            return _("上一个问题企业还没回答")
        case Act.RESOLVE if facts.missing:
            return _("还差%(who)s回报") % {"who": _("、").join(facts.missing)}
        case Act.RESOLVE if facts.proposal:
            return waiting
        case Act.REFER_MEETING if facts.on_agenda:
            return _("已经列入联席会议议题")
        case Act.REPORT if facts.task_reported:
            return _("已经回报过")
        case Act.URGE if facts.decides and facts.state == State.SUBMITTED:
            return ""  # nobody has it but the one who would urge
        case Act.URGE if facts.urged:
            return _("刚刚催过，四小时后可以再催")
    return "" if _pointless(act, facts) else None


def _pointless(act: Act, facts: Facts) -> bool:
    """Whether the table allows an act that has nothing to act on."""
    returned = facts.proposal == ProposalKind.RETURN
    return {
        Act.ACCEPT: not facts.acceptable,
        Act.CONTACT: facts.contacted,
        Act.REMIND_ASSIST: not facts.missing,
        Act.FULFIL_STEP: facts.step is None,
        Act.DISPATCH: returned,
        Act.RULE: not returned,
        Act.DECIDE: facts.proposal not in {ProposalKind.EXTEND, ProposalKind.PROMISE},
        Act.REFER_UP: not facts.has_above,
        Act.CALL_BACK: facts.call_back in {"", CallBackKind.LOOK_AGAIN},
        Act.LOOK_AGAIN: facts.call_back != CallBackKind.LOOK_AGAIN,
        Act.ANSWER: not facts.question,
        Act.SHOW_PHONE: facts.no_phone,
    }.get(act, False)


def _out_of_state(act: Act, facts: Facts) -> str:
    if facts.state == State.ASSIGNED and act in AFTER_ACCEPT:
        return _("签收后可以")
    if facts.state == State.IN_PROGRESS and act == Act.RETURN:
        return _("已经签收，不能再退；请协调员改派")
    if facts.state == State.SUSPENDED and act in {Act.NOTE, Act.RESOLVE}:
        return _("恢复办理后可以")
    return ""
