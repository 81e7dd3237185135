"""What visits add to pages below: a door, a row, a part of an enterprise's page, their rows to a merge."""

from datetime import datetime

from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.departments.enums import Role
from liandong.departments.queries import Standing, standing_of
from liandong.enterprises.models import Enterprise
from liandong.enterprises.queries import Door, Panel, Row
from liandong.kit.working_time import SHANGHAI
from liandong.visits.enums import State
from liandong.visits.models import Ending, Visit
from liandong.visits.queries.budgets import budget_of
from liandong.visits.queries.calendars import calendar_of
from liandong.visits.queries.lists import waiting_count
from liandong.visits.queries.rights import Bench
from liandong.visits.rules.budget import quarter_of

OPENING = {Role.OFFICER, Role.HEAD, Role.COORDINATOR, Role.LEADER, Role.AUDITOR}
SHOWN = 3


def door(user: User, standing: Standing, now: datetime) -> Door | None:
    """Return the place in the rail; a coordinator sees there how many wait for consent."""
    if OPENING.isdisjoint(standing.roles):
        return None
    here = standing.region_codes(Role.COORDINATOR)
    count = waiting_count(here) if here else 0
    return Door("visits:desk", "calendar-days", _("走访安排"), count=count, order=40)


def row(user: User, standing: Standing, enterprise: Enterprise | None) -> Row | None:
    """Return the enterprise's way to its own calendar."""
    if enterprise is None:
        return None
    return Row("calendar-days", _("谁要来，什么快到期"), "visits:calendar")


def panel(user: User, enterprise: Enterprise, now: datetime) -> Panel | None:
    """Return what is next and what was last, for whoever reads an enterprise's calendar; else nothing."""
    bench = Bench(user, standing_of(user))
    if not bench.reads(enterprise):
        return None
    day = now.astimezone(SHANGHAI).date()
    first, last = quarter_of(day)
    rows = calendar_of(user, enterprise, first.replace(year=first.year - 1), last, bench)
    ahead = [v for v in rows if v.on >= day and v.state in (State.PLANNED, State.WAITING)]
    past = [v for v in rows if v.state == State.DONE]
    return Panel(
        "visits/desk/of_enterprise.html",
        {
            "budget": budget_of(enterprise, day),
            "ahead": ahead[:SHOWN],
            "past": past[: -SHOWN - 1 : -1],
            "enterprise": enterprise,
            "plans": bench.plans,
        },
    )


def move(wrong: Enterprise, into: Enterprise) -> dict[str, list[int]]:
    """Give the visits of an enterprise that turns out to be another to that one."""
    ids = list(Visit.objects.filter(enterprise=wrong).values_list("pk", flat=True))
    Visit.objects.filter(pk__in=ids).update(enterprise=into)
    told = Ending.objects.filter(enterprise=into).values("code", "until", "stage")
    twice = {(t["code"], t["until"], t["stage"]) for t in told}
    endings = [
        e.pk
        for e in Ending.objects.filter(enterprise=wrong)
        if (e.code, e.until, e.stage) not in twice
    ]
    Ending.objects.filter(pk__in=endings).update(enterprise=into)
    return {"visits_visit": ids, "visits_ending": endings}
