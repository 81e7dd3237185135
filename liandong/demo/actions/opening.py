"""From filing until a department has it in hand."""

from liandong.appeals.enums import Act, State
from liandong.demo.actions.course import Steps
from liandong.demo.actions.life import Life
from liandong.departments.models import Department

WRONG_DOOR, NEAR_DOOR = 0.85, 0.06  # how often a department returns what is not, or hardly, its own


def opening(life: Life) -> Steps:
    """File, hand out, return and rule, accept, make contact; ends when the lead has it in hand."""
    life.file()
    if life.random.random() < 0.04:
        yield from _supplement_soon(life)
    if life.plan.withdraw == "early":
        yield life.later(0.2, 1.5)
        yield from withdraw(life)
        return
    if life.topic.get("decline"):
        yield from _decline(life)
        return
    if life.appeal.state == State.SUBMITTED:
        yield from _dispatch(life)
    elif _is_wrong(life):
        yield from _return(life)
    yield from accepting(life)


def accepting(life: Life) -> Steps:
    """Sign for it and call the enterprise, mostly in time."""
    accept_by = life.work(life.plan.accept_hours)
    if life.plan.accept_hours > 2 and life.work(life.plan.accept_hours + 1) > life.course.end:
        accept_by = life.work(0.5)
    yield accept_by
    by = life.officer()
    life.do(Act.ACCEPT, by)
    if life.plan.remark:
        life.do(Act.REMARK, by, text=life.writer.pick("accept_remarks"))
    hours = life.plan.contact_hours
    if hours > 7 and life.work(hours + 3) > life.course.end:
        hours = 2.0
    contact = life.work(hours)
    if contact < life.target():
        yield contact
        how, text = life.writer.pair("contact")
        life.do(Act.CONTACT, by, how=how, text=text)


def withdraw(life: Life) -> Steps:
    """Take it back; whoever had it in a department's hands is called by somebody outside it."""
    in_hand = life.appeal.state != State.SUBMITTED
    life.do(Act.WITHDRAW, life.user, reason=life.writer.pick("withdrawals"))
    if in_hand:
        yield life.work(1, 9)
        note, pressed = life.writer.pair("withdrawal_calls")
        fields = {"reached": True, "pressed": bool(pressed), "note": note}
        life.do(Act.CALL_BACK, life.coordinator(), **fields)


def _supplement_soon(life: Life) -> Steps:
    yield life.later(0.1, 0.6)
    life.do(Act.SUPPLEMENT, life.user, text=life.writer.pick("supplements"))


def _right(life: Life) -> Department:
    return life.cast.departments[life.topic["department"]]


def _dispatch(life: Life) -> Steps:
    """Hand out what the routing was not sure of; ask first when nobody can tell what it is."""
    yield life.work(0.05, 1.2)
    by = life.coordinator()
    if life.topic.get("vague"):
        life.do(Act.ASK_COMPLETION, by, text=life.writer.pick("completion"))
        yield life.later(0.5, 20)
        life.do(Act.ANSWER, life.user, text=life.writer.pick("completion_answers"))
        yield life.work(0.1, 1.5)
    category = life.cast.categories[life.topic["category"]]
    life.do(Act.DISPATCH, by, department=_right(life), category=category)


def _is_wrong(life: Life) -> bool:
    lead = life.appeal.lead
    assert lead is not None
    if lead.code == life.topic["department"]:
        return False
    category = life.cast.categories[life.topic["category"]]
    usual = category.lead.code if category.lead else ""
    near = lead.code in (usual, *category.alternates)
    return life.random.random() < (NEAR_DOOR if near else WRONG_DOOR)


def _return(life: Life) -> Steps:
    """Hand it back within half a working day; a coordinator rules the same day, at times twice."""
    to = _right(life)
    first = life.appeal.lead
    yield from _hand_back(life, to)
    keeps = first if life.random.random() < 0.12 and first else to
    name = "keep_rulings" if keeps == first else "rulings"
    yield from _rule(life, keeps, name)
    if (
        keeps == to and first and life.random.random() < 0.12
    ):  # a second return, and a ruling that binds
        yield from _hand_back(life, first)
        yield from _rule(life, to, "keep_rulings")


def _hand_back(life: Life, to: Department) -> Steps:
    yield life.work(0.2, 2.4)
    reason = life.writer.pick("return_reasons")
    life.do(Act.RETURN, life.officer(), reason=reason, department=to)


def _rule(life: Life, department: Department, name: str) -> Steps:
    yield life.work(0.3, 3)
    note = life.writer.pick(name).replace("TO", department.short)
    life.do(Act.RULE, life.coordinator(), department=department, note=note)


def _decline(life: Life) -> Steps:
    """Decline for a reason on the published list; a department that got it returns it first."""
    if life.appeal.state == State.ASSIGNED:
        assert life.appeal.lead is not None
        other = "xg-justice" if life.appeal.lead.code != "xg-justice" else "xg-petition"
        yield from _hand_back(life, life.cast.departments[other])
    yield life.work(0.3, 2.5)
    reason = life.cast.decline_reasons[life.topic["decline"]]
    life.do(Act.DECLINE, life.coordinator(), reason=reason)
