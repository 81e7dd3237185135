"""What happens because time passed: liaisons are reminded once a week, questions nobody answers are laid aside."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db import transaction

from liandong.accounts.models import User
from liandong.departments.models import Region
from liandong.departments.queries import calendar_of, standing_for, today
from liandong.journal.actions import record
from liandong.journal.models import Entry
from liandong.kit.now import now
from liandong.kit.text import title_of
from liandong.kit.working_time import SHANGHAI, subtract_working_time
from liandong.liaison.enums import ProblemState
from liandong.liaison.models import Problem
from liandong.liaison.queries import in_force, people_for, standing_with

ANSWER_DAYS = 5  # working days for which a question waits for the enterprise
HOURS_A_DAY = 7


@transaction.atomic
def remind_liaisons() -> int:
    """Tell each liaison how many of theirs have gone unheard, and coordinators what nobody minds; once a week."""
    day = today()
    if _said_since(day - timedelta(days=day.weekday())):
        return 0
    rows = in_force().filter(is_first=True).select_related("enterprise__region", "user")
    late = [kept for kept in standing_with(rows, day) if kept.over]
    loads = Counter(kept.liaison.user_id for kept in late)
    for user in User.objects.filter(pk__in=loads).order_by("pk"):
        acting = standing_for(user)
        record("liaison.overdue", on=user, by=None, people=[acting.pk], count=loads[user.pk])
    long = Counter(kept.enterprise.region_id[:6] for kept in late if kept.over > kept.limit)
    for region in Region.objects.filter(pk__in=long).order_by("pk"):
        record(
            "liaison.long_overdue", on=region, by=None, region=region.code, count=long[region.code]
        )
    return len(loads)


def lay_aside() -> int:
    """Keep as a line of the note what an enterprise has not answered for five working days; tell its liaison once."""
    return sum(_lay_aside(problem) for problem in _unanswered(ANSWER_DAYS))


def ask_again() -> int:
    """Remind an enterprise once of what it has not answered, a working day before it is laid aside."""
    return sum(
        _ask_again(problem)
        for problem in _unanswered(ANSWER_DAYS - 1)
        if problem.reminded_at is None
    )


def _unanswered(days: int) -> Iterator[Problem]:
    """Return the problems that have waited for more than so many working days."""
    moment = now()
    waiting = Problem.objects.filter(state=ProblemState.ASKED).select_related("enterprise__region")
    for problem in waiting.filter(asked_at__lt=moment - timedelta(days=days)):
        calendar = calendar_of(None, problem.enterprise.region)
        until = subtract_working_time(moment, timedelta(hours=days * HOURS_A_DAY), calendar)
        if problem.asked_at < until:
            yield problem


@transaction.atomic
def _ask_again(problem: Problem) -> int:
    locked = Problem.objects.select_for_update(no_key=True).get(pk=problem.pk)
    if locked.state != ProblemState.ASKED or locked.reminded_at:
        return 0
    locked.reminded_at = now()
    locked.save(update_fields=["reminded_at"])
    what = title_of(locked.text) or locked.text[:28]
    record("problem.waits", on=locked, by=None, enterprise=locked.enterprise_id, what=what)
    return 1


@transaction.atomic
def _lay_aside(problem: Problem) -> int:
    locked = Problem.objects.select_for_update(no_key=True).get(pk=problem.pk)
    if locked.state != ProblemState.ASKED:
        return 0
    locked.state, locked.answered_at = ProblemState.KEPT, now()
    locked.save(update_fields=["state", "answered_at"])
    people = people_for([locked.enterprise_id]).get(locked.enterprise_id, [])
    record("problem.unanswered", on=locked, by=None, enterprise=locked.enterprise_id, people=people)
    return 1


def _said_since(day: date) -> bool:
    begun = datetime.combine(day, time(), SHANGHAI)
    return Entry.objects.filter(verb="liaison.overdue", at__gte=begun).exists()
