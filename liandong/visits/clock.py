"""What happens in visits because time passed: hosts are asked, endings told, weeks proposed as one."""

import structlog
from django.db import connections
from procrastinate.contrib.django import app

from liandong.visits.actions.reminding import (
    ask_how_it_went,
    press_consents,
    propose_weeks,
    tell_endings,
)

log = structlog.get_logger("liandong.visits")


@app.periodic(cron="10 16 * * *")  # UTC: ten past midnight in China
@app.task(name="visits.each_day", queueing_lock="visits.each_day")
def each_day(timestamp: int) -> None:
    """Ask how yesterday's visits went, press for consent, and tell what ends soon."""
    try:
        pressed = press_consents()
        log.info("visits.day", asked=ask_how_it_went(), pressed=pressed, endings=tell_endings())
    finally:
        connections.close_all()  # a job's thread may never come again


@app.periodic(cron="0 0 * * 1")  # UTC: Monday, eight in the morning in China
@app.task(name="visits.each_week", queueing_lock="visits.each_week")
def each_week(timestamp: int) -> None:
    """Propose to go together where several go to one enterprise this week."""
    try:
        log.info("visits.week", proposals=propose_weeks())
    finally:
        connections.close_all()
