"""What a lead does between first contact and answer: notes, questions, help, more time, promises."""

from collections.abc import Callable
from datetime import timedelta

from django.utils.timezone import localtime

from liandong.appeals.enums import Act, State
from liandong.appeals.queries.facts import latest_extension
from liandong.appeals.rules.limits import end_of_day, local_date
from liandong.demo.actions.course import Steps
from liandong.demo.actions.life import HOUR, Life
from liandong.demo.actions.opening import accepting, withdraw
from liandong.demo.rules.plans import LONG, PROMISE
from liandong.departments.models import Department
from liandong.kit.now import now
from liandong.kit.working_time import (
    add_working_time,
    subtract_working_time,
    working_time_between,
)

Turn = Callable[[Life], Steps]
QUIET_DAYS = 200  # a promise made so recently would still stand on the officer's desk today


def working(life: Life) -> Steps:
    """Do what was planned, spread over the time there is; then answer. Ends resolved or withdrawn."""
    turns = _turns(life)
    while turns:
        left = working_time_between(now(), life.target(), life.calendar)
        share = life.random.uniform(0.4, 1.2) / (len(turns) + 1)
        yield add_working_time(now(), left * share, life.calendar)
        yield from turns.pop(0)(life)
        if life.over or life.appeal.state == State.RESOLVED:
            return
    yield from _when_late(life)
    yield life.target()
    resolve(life)


def resolve(life: Life, answer: str = "") -> None:
    """Answer as planned: solved with what was done, or explained with the rule it rests on."""
    explained = life.topic.get("explained") or life.writer.words["answers"]["explained"]
    if life.plan.outcome == "explained" and not answer:
        text, basis = life.random.choice(explained)
        fields = {"outcome": "explained", "answer": life.writer.fill(text), "basis": basis}
    else:
        solved = life.topic.get("solved") or life.writer.words["answers"]["solved"]
        text = answer or life.writer.fill(life.random.choice(solved))
        fields = {"outcome": "solved", "answer": text}
    life.do(Act.RESOLVE, life.officer(), **fields)


def _turns(life: Life) -> list[Turn]:
    plan, chance = life.plan, life.random.random
    long = life.appeal.limit_class in LONG
    turns: list[Turn] = [_note] if chance() < 0.36 else []
    if plan.withdraw == "in_hand":
        return [*turns, withdraw]
    if plan.question:
        turns.append(_question)
    if plan.assist:
        turns.append(_assist)
    if plan.refer_up and life.cast.above(life.appeal.lead):
        turns.append(_refer_up)
    if plan.urge:
        turns.append(_urge)
    if plan.supplement:
        turns.append(_supplement)
    if plan.meeting:
        turns.append(_meeting)
    if plan.suspend and not _would_stay(life):
        turns.append(_suspend)
    if _promises(life, long) and not _would_stay(life):
        turns.append(_promise)
    elif plan.extend:
        turns.append(_extend)
    if long and chance() < 0.6:
        turns.append(_note)
    return turns


def _promises(life: Life, long: bool) -> bool:
    steps = bool(life.topic.get("steps"))
    return life.random.random() < (PROMISE if long and steps else 0.08 if steps else 0.02)


def _would_stay(life: Life) -> bool:
    """Whether it might stand open today on a desk whose day is set out by hand."""
    lead = life.appeal.lead
    recent = life.course.end - now() < timedelta(days=QUIET_DAYS)
    return recent and lead is not None and lead.code == "ly-power"


def _note(life: Life) -> Steps:
    life.do(Act.NOTE, life.officer(), text=life.say("notes"))
    yield from ()


def _urge(life: Life) -> Steps:
    life.do(Act.URGE, life.user, text=life.writer.pick("urges"))
    yield life.work(0.3, 3)
    life.do(Act.NOTE, life.officer(), text=life.say("notes"))


def _supplement(life: Life) -> Steps:
    life.do(Act.SUPPLEMENT, life.user, text=life.writer.pick("supplements"))
    yield from ()


def _meeting(life: Life) -> Steps:
    life.look()
    if not life.appeal.for_meeting:  # red for three days puts it there by itself
        life.do(Act.REFER_MEETING, life.officer(), reason=life.writer.pick("meeting_reasons"))
    yield from ()


def _question(life: Life) -> Steps:
    """Ask; the clock stands until the answer, or for three working days without one."""
    own = life.topic.get("question")
    text, answer = own if own and life.random.random() < 0.7 else life.writer.pair("questions")
    life.do(Act.ASK, life.officer(), text=life.writer.fill(text))
    if life.plan.question == "silent":
        yield life.work(22, 26)
        life.look()
        return
    yield life.later(0.5, 26)
    life.do(Act.ANSWER, life.user, text=life.writer.fill(answer))


def _assist(life: Life) -> Steps:
    """Bring in another department and wait for its report."""
    lead, departments = life.appeal.lead, life.cast.departments
    own = life.topic.get("assist")
    code, task, report = own or (
        life.random.choice(("xg-street", "xg-urban", "xg-approval")),
        *life.writer.pair("assists"),
    )
    department = departments[code]
    if department == lead:
        return
    life.do(Act.ADD_ASSIST, life.officer(), department=department, task=life.writer.fill(task))
    helper = life.cast.officer(department, life.random)
    yield life.work(0.2, 3)
    life.do(Act.ACCEPT, helper)
    if life.random.random() < 0.2:
        yield life.work(5, 9)
        life.do(Act.REMIND_ASSIST, life.officer())
    yield life.work(1, 6)
    life.do(Act.REPORT, helper, text=life.writer.fill(report))


def _refer_up(life: Life) -> Steps:
    above = life.cast.above(life.appeal.lead)
    assert isinstance(above, Department)
    reason = life.writer.pick("up_reasons")
    life.do(Act.REFER_UP, life.coordinator(), department=above, reason=reason)
    yield from accepting(life)


def _extend(life: Life) -> Steps:
    """Ask for more time while it may still be asked for."""
    due = life.appeal.due_at
    if due is None or now() > subtract_working_time(due, life.day, life.calendar):
        return
    until = local_date(
        min(
            add_working_time(due, life.day * life.random.choice((2, 3, 5)), life.calendar),
            latest_extension(life.appeal, now()),
        )
    )
    if end_of_day(until, life.calendar) <= due:
        return
    reason = life.writer.pick("extension_reasons")
    life.do(Act.EXTEND, life.officer(), reason=reason, until=until)
    yield life.work(0.3, 3)
    agreed = life.plan.extend == "agreed"
    note = life.writer.pick("extension_notes" if agreed else "extension_refusals")
    life.do(Act.DECIDE, life.coordinator(), agreed=agreed, note=note)


def _suspend(life: Life) -> Steps:
    """Stop the clock for a cause outside everybody's power, and go on some day after."""
    day = localtime(now()).date() + timedelta(days=life.random.randint(8, 32))
    reason = life.writer.pick("suspensions")
    life.do(Act.SUSPEND, life.coordinator(), reason=reason, look_again_on=day)
    pause = life.appeal.pause_ends_at
    assert pause is not None
    yield pause + life.random.uniform(0.5, 9) * HOUR
    life.do(Act.RESUME, life.coordinator(), note=life.writer.pick("resumptions"))


def _promise(life: Life) -> Steps:
    """Promise dated steps, keep them, mostly in time, and answer when all are done."""
    texts = life.topic.get("steps") or life.random.choice(life.writer.words["steps"])
    day = localtime(now()).date()
    steps = []
    for text in texts:
        day += timedelta(days=life.random.randint(30, 105))
        steps.append({"text": text, "due_on": life.at_work(day)})
    reason = life.writer.pick("promise_reasons")
    life.do(Act.PROMISE, life.officer(), reason=reason, steps=steps)
    yield life.work(0.5, 4)
    if life.random.random() < 0.08:
        note = life.writer.pick("extension_refusals")
        life.do(Act.DECIDE, life.coordinator(), agreed=False, note=note)
        return
    note = life.writer.pick("promise_notes")
    life.do(Act.DECIDE, life.coordinator(), agreed=True, note=note)
    for step in list(life.appeal.steps.all()):
        given = working_time_between(now(), step.due_at, life.calendar)
        before = subtract_working_time(
            step.due_at, given * life.random.uniform(0.05, 0.6), life.calendar
        )
        after = add_working_time(step.due_at, life.day * life.random.uniform(0.3, 4), life.calendar)
        late = life.random.random() < 0.12 and after < life.course.end
        yield after if late else before
        fields = {"number": step.number, "text": life.writer.pick("step_notes")}
        life.do(Act.FULFIL_STEP, life.officer(), **fields)
    yield life.work(1, 8)
    resolve(life, life.writer.fill(life.random.choice(_solved(life))))


def _solved(life: Life) -> list[str]:
    found: list[str] = life.topic.get("solved") or life.writer.words["answers"]["solved"]
    return found


def _when_late(life: Life) -> Steps:
    """Be supervised when it has been red for a working day."""
    due = life.appeal.due_at
    assert due is not None
    red = add_working_time(due, life.day * 1.05, life.calendar)
    if life.target() > red:
        yield red
        life.do(Act.SUPERVISE, life.coordinator(), text=life.writer.pick("supervisions"))
        yield life.work(0.5, 3)
        life.do(Act.NOTE, life.officer(), text=life.say("notes"))
