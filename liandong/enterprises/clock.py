"""What runs behind the pages: blocks for bulk reading are made anew when their sheets have changed."""

import threading

from django.db import connections
from procrastinate.contrib.django import app

from liandong.enterprises.actions import do_upload
from liandong.enterprises.actions.blocks import refresh_blocks
from liandong.enterprises.actions.uploads import TASK

EVERY_SECONDS = (
    20.0  # readers look into the sheets of stale blocks themselves; this spares them that
)


@app.task(name=TASK)
def take_in(upload: str) -> None:
    """Look through an uploaded table, or take it in; one that was cut short goes on where it ended."""
    try:
        do_upload(upload)
    finally:
        connections.close_all()  # a job's thread may never come again


def run_blocks(stop: threading.Event) -> None:
    """Make stale blocks anew until told to stop."""
    while not stop.is_set():
        if not refresh_blocks():
            stop.wait(EVERY_SECONDS)
