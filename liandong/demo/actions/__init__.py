"""Loads the sample district: people, enterprises and their two years of appeals."""

import random
from dataclasses import dataclass
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
from liandong.departments.actions import load_reference as load_departments
from liandong.departments.models import Department
from liandong.kit.now import now

SEED = 410303


@dataclass(frozen=True)
class Size:
    """How large a sample district to load."""

    enterprises: int = 943
    appeals: int = 2950
    days: int = 730


FULL = Size()


def load_demo(size: Size = FULL) -> None:
    """Load the sample district; what happens in it is done by the same actions that people use.

    Names and records are marked as samples; the same seed makes the same district, up to today's
    date. Refused by the database when it is there already.
    """
    with connection.cursor() as cursor:  # a crash now only means loading again
        cursor.execute("SET synchronous_commit = off")
    load_departments()
    load_appeals(REGION)
    before = random.getstate()
    random.seed(SEED)  # whoever is drawn for looking again is the same each time
    try:
        cast = _cast(size)
        course = Course(now())
        History(course, cast, Random(SEED)).plan(size.appeals, size.days)  # noqa: S311
        course.run()
        add_stand_in(cast.people)
    finally:
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
