"""What happens in liaison because time passed: reminders on Monday, questions nobody answers laid aside."""

import structlog
from django.db import connections
from procrastinate.contrib.django import app

from liandong.liaison.actions.reminding import ask_again, lay_aside, remind_liaisons

log = structlog.get_logger("liandong.liaison")


@app.periodic(cron="0 0 * * 1")  # UTC: Monday, eight in the morning in China
@app.task(name="liaison.each_week", queueing_lock="liaison.each_week")
def each_week(timestamp: int) -> None:
    """Remind liaisons of who has gone unheard."""
    try:
        log.info("liaison.week", reminded=remind_liaisons())
    finally:
        connections.close_all()  # a job's thread may never come again


@app.periodic(cron="20 16 * * *")  # UTC: twenty past midnight in China
@app.task(name="liaison.each_day", queueing_lock="liaison.each_day")
def each_day(timestamp: int) -> None:
    """Lay aside what an enterprise has not answered; remind of what is next."""
    try:
        log.info("liaison.day", laid_aside=lay_aside(), reminded=ask_again())
    finally:
        connections.close_all()
