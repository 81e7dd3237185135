"""What happens in risks because time passed: signals are looked for each night; the unseen are told of."""

import structlog
from django.db import connections
from procrastinate.contrib.django import app

from liandong.risks.actions import find_signals, tell_unseen

log = structlog.get_logger("liandong.risks")


@app.periodic(cron="40 18 * * *")  # UTC: twenty to three in the morning in China
@app.task(name="risks.look", queueing_lock="risks.look")
def look(timestamp: int) -> None:
    """Look for signals, in the small hours."""
    try:
        log.info("risks.looked", found=find_signals(), unseen=tell_unseen())
    finally:
        connections.close_all()
