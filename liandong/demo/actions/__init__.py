"""Loads the sample district: people, enterprises and their two years of appeals."""

import gc
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from liandong.accounts.models import User
from liandong.appeals.actions.reference import load_reference as load_appeals
from liandong.appeals.models import Category, DeclineReason
from liandong.demo.actions.cast import Cast
from liandong.demo.actions.course import Course
from liandong.demo.actions.enterprises import add_enterprises, add_members
from liandong.demo.actions.history import History
from liandong.demo.actions.people import PASSWORD, REGION, add_people, add_stand_in
from liandong.demo.actions.shares import possible, side_by_side
from liandong.demo.actions.tidying import leave_tidy, tell_of_late
from liandong.demo.actions.today import set_today
from liandong.departments.actions import load_reference as load_departments
from liandong.departments.models import Department
from liandong.kit.now import now

SEED = 410303


@dataclass(frozen=True)
class Size:
    """How large a sample district to load, and in how many processes."""

    enterprises: int = 943
    appeals: int = 2950
    days: int = 730
    shares: int = 1


FULL = Size(shares=possible())


def load_demo(size: Size = FULL) -> None:
    """Load the sample district; what happens in it is done by the same actions that people use.

    Names and records are marked as samples; the same seed makes the same district, up to today's
    date. Refused by the database when it is there already.
    """
    load_departments()
    load_appeals(REGION)
    cast = _cast(size)
    end = now()
    side_by_side(size.shares, lambda share, pace: _live(cast, size, end, share, pace))
    add_stand_in(cast.people)
    tell_of_late(end)
    leave_tidy()


def _live(
    cast: Cast, size: Size, end: datetime, share: int, pace: Callable[[datetime], None]
) -> None:
    """Let one share of the enterprises live until the end."""
    with connection.cursor() as cursor:  # a crash now only means loading again
        cursor.execute("SET synchronous_commit = off")
    before = random.getstate()
    random.seed(SEED + share)  # whoever is drawn for looking again is the same each time
    gc.disable()  # nearly all that is made here is dropped at once
    try:
        course = Course(end, pace)
        chance = Random(SEED + share)  # noqa: S311 (a sample, not a secret)
        history = History(course, cast, chance, cast.enterprises[share :: size.shares])
        history.plan(size.appeals // size.shares, size.days)
        if share == 0:
            set_today(history)
        course.run()
    finally:
        gc.enable()
        random.setstate(before)


@transaction.atomic
def _cast(size: Size) -> Cast:
    """Add everybody, and return them."""
    password = make_password(PASSWORD)  # once: it is made to be slow
    people = add_people(password)
    enterprises = add_enterprises(size.enterprises)
    members: dict[int, User] = add_members(enterprises, people, password)
    return Cast(
        people=people,
        members=members,
        enterprises=enterprises,
        departments={d.code: d for d in Department.objects.select_related("region", "calendar")},
        categories=Category.objects.select_related("lead").in_bulk(),
        decline_reasons=DeclineReason.objects.in_bulk(),
    )
