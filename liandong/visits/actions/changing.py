"""Another day, not at all, or how it went."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.departments.queries import today
from liandong.kit.now import now
from liandong.kit.refusals import Refused
from liandong.visits.actions.base import LONGEST_NOTE, is_over, note, require_own, take_up
from liandong.visits.enums import State
from liandong.visits.models import Visit
from liandong.visits.queries import budget_of, terms_of
from liandong.visits.rules.budget import quarter_of


@transaction.atomic
def move_visit(visit: Visit, *, on: date, reason: str = "", by: User) -> Visit:
    """Go on another day, and whoever goes along with it; another quarter has its own budget."""
    visit = take_up(visit, State.PLANNED, State.WAITING)
    require_own(visit, by)
    if on < today():
        raise Refused("visit.past", _("日期已过，去过了请用“补记”。"))
    was = visit.on
    if on == was:
        return visit
    visit.on, visit.reminded = on, 0
    if quarter_of(on) != quarter_of(was):
        _count_anew(visit, reason or visit.reason)
    visit.save(update_fields=["on", "state", "over", "reason", "reminded"])
    visit.along.filter(state=State.JOINED).update(on=on)
    people = {visit.host_id, visit.asked_by_id, *visit.along.values_list("host", flat=True)}
    verb = "visit.asked" if visit.state == State.WAITING else "visit.moved"
    note(verb, visit, by, was=was.isoformat(), reason=visit.reason, people=sorted(people - {by.pk}))
    return visit


@transaction.atomic
def cancel_visit(visit: Visit, *, note: str = "", by: User) -> Visit:
    """Do not go; those that were to go along go by themselves again, and count again."""
    visit = take_up(visit, State.PLANNED, State.WAITING, State.JOINED)
    require_own(visit, by)
    known = visit.state != State.WAITING  # what waits was never told to the enterprise
    visit.state, visit.note, visit.ended_at = State.CANCELLED, note.strip()[:LONGEST_NOTE], now()
    visit.save(update_fields=["state", "note", "ended_at"])
    _write("visit.cancelled", visit, by, reason=visit.note, known=known)
    for along in visit.along.filter(state=State.JOINED).order_by("pk"):
        _alone(along, by)
    return visit


@transaction.atomic
def finish_visit(visit: Visit, *, happened: bool, by: User) -> Visit:
    """Say whether it took place; refused before its day. Those that went along are over with it."""
    visit = take_up(visit, State.PLANNED)
    require_own(visit, by)
    if visit.on > today():
        raise Refused("visit.future", _("还没到那一天；要换日子请改期，不去了请取消。"))
    moment = now()
    visit.state = State.DONE if happened else State.CANCELLED
    visit.done_at, visit.ended_at = moment if happened else None, moment
    visit.save(update_fields=["state", "done_at", "ended_at"])
    along = visit.along.filter(state=State.JOINED)
    if happened:
        along.update(done_at=moment, ended_at=moment)
    else:
        along.update(state=State.CANCELLED, ended_at=moment)
    _write("visit.done" if happened else "visit.missed", visit, by)
    return visit


def _alone(visit: Visit, by: User) -> None:
    """Let one that was to go along go by itself on that day; it may now have to wait for consent."""
    visit = Visit.objects.select_related("enterprise__region", "department").get(pk=visit.pk)
    visit.joined = None
    _count_anew(visit, visit.reason, ask=True)
    visit.save(update_fields=["state", "joined", "over", "reason"])
    people = sorted({visit.host_id, visit.asked_by_id} - {by.pk})
    verb = "visit.asked" if visit.state == State.WAITING else "visit.parted"
    _write(verb, visit, by, people=people)


def _count_anew(visit: Visit, reason: str, *, ask: bool = False) -> None:
    """Set what a visit is on its day, as if it were planned now; with `ask` no reason is required."""
    visit.over, visit.state, visit.reason = False, State.PLANNED, reason.strip()
    if visit.counts:
        enterprise = visit.enterprise
        budget, terms = budget_of(enterprise, visit.on, visit), terms_of(enterprise.region_id)
        words = _("原来合并的一次取消了，改为单独去") if ask and not visit.reason else reason
        visit.over = is_over(budget.spent, budget.most, terms, visit.kind, words)
    if visit.over:
        visit.state = State.WAITING
        visit.reason = words


_write = note  # the word of whoever cancels is `note` to callers
