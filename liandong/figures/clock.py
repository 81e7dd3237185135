"""What happens in figures because time passed: periods open, one reminder, the close, gaps are told."""

from datetime import timedelta

import structlog
from django.db import connections
from procrastinate.contrib.django import app

from liandong.departments.queries import calendar_of, today
from liandong.figures import actions
from liandong.figures.enums import AskState, Set
from liandong.figures.models import Ask
from liandong.figures.queries import all_regions, terms_of
from liandong.figures.rules.periods import closes_on, newest_period

log = structlog.get_logger("liandong.figures")
REMIND_DAYS = 3  # before the close


@app.periodic(cron="20 1-9 * * *")  # UTC: from 9:20 to 17:20 in China
@app.task(name="figures.tick", queueing_lock="figures.tick")
def hourly(timestamp: int) -> None:
    """Do what is due, in the daytime, when people read what they are told."""
    try:
        tick()
    finally:
        connections.close_all()


def tick() -> None:
    """Open, remind, close and tell of gaps; safe to run twice."""
    day = today()
    for region in all_regions():
        terms = terms_of(region)
        for asked, last in ((Set.INDICATOR, terms.closes_day), (Set.NEED, terms.needs_closes_day)):
            period = newest_period(asked, day)
            if day <= closes_on(asked, period, last, calendar_of(None, region)):
                actions.open_period(asked, period, region)
    soon = Ask.objects.filter(
        state=AskState.OPEN,
        reminded_at__isnull=True,
        closes_on__range=(day, day + timedelta(days=REMIND_DAYS)),
    )
    for ask in soon.only("pk"):
        actions.remind(ask)
    log.info("figures.tick", closed=actions.close_periods(), gaps=actions.tell_gaps())
