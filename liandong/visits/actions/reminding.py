"""What nobody presses a button for: asking how it went, telling what ends soon, proposing to go together."""

from datetime import date, datetime, timedelta

from django.db import transaction

from liandong.departments.queries import calendar_of as working_days_of
from liandong.journal.actions import record
from liandong.kit.now import now
from liandong.kit.working_time import SHANGHAI
from liandong.visits.actions.base import note
from liandong.visits.enums import State
from liandong.visits.models import Ending, Visit
from liandong.visits.queries.budgets import terms_of
from liandong.visits.queries.endings import endings_between
from liandong.visits.rules.ending import STAGES, stage_due
from liandong.visits.rules.together import together

BATCH = 1000
LATE_DAYS = 3  # working days after which the coordinator is told


def ask_how_it_went() -> int:
    """Ask the host of each visit whose day is over, once; after three working days the coordinator."""
    day, asked = _today(), 0
    due = Visit.objects.filter(state=State.PLANNED, on__lt=day, reminded__lt=2)
    for number in due.order_by("on", "pk").values_list("pk", flat=True)[:BATCH]:
        asked += _ask(number, day)
    return asked


@transaction.atomic
def _ask(number: int, day: date) -> int:
    rows = Visit.objects.select_for_update(of=("self",)).select_related(
        "enterprise__region", "department"
    )
    visit = rows.get(pk=number)
    if visit.state != State.PLANNED or visit.on >= day:
        return 0
    late = _working_days(visit, visit.on, day) >= LATE_DAYS
    stage = 2 if late else 1
    if visit.reminded >= stage:
        return 0
    visit.reminded = stage
    visit.save(update_fields=["reminded"])
    note("visit.unfinished", visit, None, late=late)
    return 1


def press_consents() -> int:
    """Remind the coordinator once, on the last day of the term, of what waits; say once that it has lapsed.

    What nobody has decided by its own day is cancelled, and costs nothing of the quarter.
    """
    day = _today()
    waiting = Visit.objects.filter(state=State.WAITING).order_by("asked_at", "pk")
    numbers = list(waiting.values_list("pk", flat=True)[:BATCH])
    return sum(_press(number, day) for number in numbers)


@transaction.atomic
def _press(number: int, day: date) -> int:
    rows = Visit.objects.select_for_update(of=("self",)).select_related(
        "enterprise__region", "department"
    )
    visit = rows.get(pk=number)
    if visit.state != State.WAITING:
        return 0
    if visit.on < day:
        visit.state, visit.ended_at = State.CANCELLED, now()
        visit.save(update_fields=["state", "ended_at"])
        note("visit.lapsed", visit, None)
        return 1
    term = terms_of(visit.enterprise.region_id).consent_days
    asked = visit.asked_at.astimezone(SHANGHAI).date()
    gone = _working_days(visit, asked, day)
    stage = 2 if gone >= term else 1 if gone >= term - 1 or visit.on <= day else 0
    if visit.reminded >= stage or asked == day:
        return 0
    visit.reminded = stage
    visit.save(update_fields=["reminded"])
    note("visit.undecided" if stage == 2 else "visit.presses", visit, None)
    return 1


def tell_endings() -> int:
    """Tell what ends soon, each stage once; what was known late is told at its nearest stage only."""
    day = _today()
    due = [
        (one, stage)
        for one in endings_between(day, day + timedelta(days=max(STAGES)))
        if (stage := stage_due(one.until, day)) is not None
    ]
    told = 0
    for start in range(0, len(due), BATCH):
        with transaction.atomic():
            for one, stage in due[start : start + BATCH]:
                ending, new = Ending.objects.get_or_create(
                    enterprise_id=one.enterprise_id,
                    code=one.code,
                    until=one.until,
                    stage=stage,
                    defaults={"told_at": now()},
                )
                if new:
                    record(
                        "ending.near",
                        on=ending,
                        by=None,
                        enterprise=one.enterprise_id,
                        text=one.title,
                        by_day=one.until.isoformat(),
                    )
                    told += 1
    return told


def propose_weeks() -> int:
    """Tell the departments that go to one enterprise in this week to go together; once a Monday."""
    day = _today()
    rows = Visit.objects.filter(
        state=State.PLANNED, unannounced=False, on__range=(day, day + timedelta(days=6))
    ).select_related("enterprise__region", "department")
    proposed = 0
    for proposal in together(rows.order_by("on", "pk"), day):
        offices = {v.department.code: v for v in proposal.visits if v.department}
        if len({v.department_id for v in proposal.visits}) < 2:
            continue
        for code, visit in sorted(offices.items()):
            _propose(visit, code, len(proposal.visits), proposal.on)
        proposed += 1
    return proposed


@transaction.atomic
def _propose(visit: Visit, code: str, number: int, on: date) -> None:
    rows = Visit.objects.select_for_update(of=("self",))
    visit = rows.select_related("enterprise__region", "department").get(pk=visit.pk)
    note("visit.together", visit, None, number=number, by_day=on.isoformat(), people=[])


def _working_days(visit: Visit, since: date, day: date) -> int:
    """Return how many working days lie between two days, by the calendar of who goes."""
    calendar = working_days_of(visit.department, visit.enterprise.region_id)
    days = (since + timedelta(days=n) for n in range(1, (day - since).days))
    return sum(1 for one in days if calendar.windows_on(one))


def _today() -> date:
    moment: datetime = now()
    return moment.astimezone(SHANGHAI).date()
