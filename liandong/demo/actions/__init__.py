"""Loads the sample district: people, enterprises and their two years of appeals."""

import gc
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import connection, transaction

from liandong.appeals.actions.reference import load_reference as load_appeals
from liandong.appeals.models import Appeal, RoutingRule
from liandong.demo.actions.beyond import set_beyond
from liandong.demo.actions.cast import Cast, add_cast, read_cast
from liandong.demo.actions.course import Course
from liandong.demo.actions.history import History
from liandong.demo.actions.people import REGION, complete
from liandong.demo.actions.shares import Pace, possible, side_by_side
from liandong.demo.actions.tidying import leave_tidy, tell_of_late
from liandong.demo.actions.today import set_today
from liandong.departments.actions import load_reference as load_departments
from liandong.enterprises.actions.reference import load_reference as load_catalogue
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
    date. What is cut short leaves whole scenes or nothing of them, and is made good by loading again;
    the first sign-in gets its name last.
    """
    load_departments()
    load_catalogue()
    load_appeals(REGION)
    add_cast(size.enterprises)
    cast = read_cast()
    end = now()
    RoutingRule.objects.update(changed_at=end - timedelta(days=size.days))  # they stood all along
    if not Appeal.objects.exists():  # else it was cut short after these
        side_by_side(size.shares, lambda share, pace: _live(cast, size, end, share, pace))
    set_beyond(cast, end)
    complete(cast.people)
    tell_of_late(end)
    leave_tidy()


def _live(cast: Cast, size: Size, end: datetime, share: int, pace: Pace) -> None:
    """Let one share of the enterprises live until the end, and commit when all have come to it."""
    before = random.getstate()
    random.seed(SEED + share)  # whoever is drawn for looking again is the same each time
    gc.disable()  # nearly all that is made here is dropped at once
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:  # plans are made while the tables are still empty
                cursor.execute("SET LOCAL enable_seqscan = off")
            course = Course(end, pace)
            chance = Random(SEED + share)  # noqa: S311 (a sample, not a secret)
            history = History(course, cast, chance, cast.enterprises[share :: size.shares])
            history.plan(size.appeals // size.shares, size.days)
            if share == 0:
                set_today(history)
            course.run()
            pace.meet()
    finally:
        gc.enable()
        random.setstate(before)
