"""What happens in keylists because time passed: a list begins with its year; a year without one is told of."""

import structlog
from django.db import connections, transaction
from procrastinate.contrib.django import app

from liandong.departments.models import Region
from liandong.departments.queries import today
from liandong.journal.actions import record
from liandong.keylists.actions import begin_lists
from liandong.keylists.queries import regions_without

log = structlog.get_logger("liandong.keylists")


def tell_of_missing() -> int:
    """Tell the coordinators of regions that had a list and have none for this year; return of how many."""
    year, missing = today().year, 0
    for region in regions_without(year):
        with transaction.atomic():
            Region.objects.select_for_update(no_key=True).get(pk=region.pk)
            record("keylist.missing", on=region, by=None, region=region.code, year=year)
        missing += 1
    return missing


@app.periodic(cron="5 16 * * *")  # UTC: five past midnight in China
@app.task(name="keylists.begin", queueing_lock="keylists.begin")
def begin(timestamp: int) -> None:
    """Put lists in force whose year has come, on the first day the house is awake."""
    try:
        log.info("keylists.begun", lists=begin_lists())
    finally:
        connections.close_all()


@app.periodic(cron="0 1 5 1 *")  # UTC: nine in the morning of 5 January in China
@app.task(name="keylists.tell_of_missing", queueing_lock="keylists.tell_of_missing")
def remind(timestamp: int) -> None:
    """Remind once a year."""
    try:
        log.info("keylists.missing", regions=tell_of_missing())
    finally:
        connections.close_all()
