"""From the answer until it is closed: ratings, disputes, silence, call-backs, looking again, lessons."""

from dataclasses import replace

from liandong.appeals.enums import Act, State
from liandong.demo.actions.course import Steps
from liandong.demo.actions.life import Life
from liandong.demo.actions.working import resolve
from liandong.demo.rules.plans import draw_rating

FAILS = 0.12  # of those looked at again
LESSON = 0.008


def ending(life: Life) -> Steps:
    """Let the enterprise have the last word, or none."""
    for child in life.children:
        child.look()
        life.course.mind(child.appeal)
        life.course.start(child.later(1, 40), ending(child))
    life.children = []
    match life.plan.reaction:
        case "silence":
            yield from _silent(life)
        case "dispute" | "dispute_twice":
            yield from _dispute(life)
        case _:
            yield from _rate(life, 0.4, 30)


def _rate(life: Life, least: float, most: float) -> Steps:
    yield life.later(least, most)
    life.look()
    if life.appeal.state != State.RESOLVED:
        return
    late = life.plan.pace > 1
    rating = draw_rating(life.random, outcome=life.plan.outcome, late=late, quality=life.quality)
    life.do(
        Act.CONFIRM,
        life.user,
        verdict=rating.verdict,
        speed=rating.speed,
        attitude=rating.attitude,
        result=rating.result,
        comment=life.writer.pick("comments", str(rating.result)),
    )
    yield from _afterwards(life)


def _dispute(life: Life) -> Steps:
    """Say that it is not solved: once to the lead, the second time to the coordinator."""
    yield life.later(1, 40)
    life.do(Act.DISPUTE, life.user, reason=life.writer.pick("disputes"))
    yield from _redo(life)
    if life.plan.reaction == "dispute_twice":
        yield life.later(1, 30)
        life.do(Act.DISPUTE, life.user, reason=life.writer.pick("disputes_again"))
        yield life.work(0.5, 3)
        by = life.coordinator()
        life.look()
        if life.random.random() < 0.5 and not life.appeal.for_meeting:
            life.do(Act.REFER_MEETING, by, reason=life.writer.pick("meeting_reasons"))
        else:
            life.do(Act.SUPERVISE, by, text=life.writer.pick("supervisions"))
        yield from _redo(life)
    life.plan = replace(life.plan, reaction="rate")
    yield from _rate(life, 1, 30)


def _redo(life: Life) -> Steps:
    yield life.work(1, 5)
    life.do(Act.NOTE, life.officer(), text=life.writer.pick("redo_notes"))
    yield life.work(2, 7)
    resolve(life, life.writer.pick("redo_answers"))


def _silent(life: Life) -> Steps:
    """Say nothing for five working days; be called back; some rate then, some never."""
    silent = life.appeal.silent_at
    if silent is None:
        return
    yield silent
    yield life.work(0.5, 6)
    reached = life.random.random() < 0.6
    note = life.writer.pick("silence_calls", "reached" if reached else "missed")
    life.do(Act.CALL_BACK, life.coordinator(), reached=reached, note=note)
    if reached and life.random.random() < 0.65:
        yield from _rate(life, 0.5, 12)


def _afterwards(life: Life) -> Steps:
    """Learn from it, or look at it again after three months if it was drawn."""
    if life.random.random() < LESSON:
        yield life.work(8, 60)
        life.do(Act.LESSON, life.coordinator(), text=life.writer.pair("lessons")[0])
    drawn = life.appeal.look_again_at
    if drawn is None:
        return
    yield drawn
    yield life.work(1, 16)
    by, holds = life.coordinator(), life.random.random() >= FAILS
    note = life.writer.pick("looks", "holds" if holds else "fails")
    life.do(Act.LOOK_AGAIN, by, holds=holds, note=note)
    if not holds:
        life.plan = replace(life.plan, reaction="rate")
        yield from _redo(life)
        yield from _rate(life, 1, 30)
