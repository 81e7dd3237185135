"""What runs behind the pages: blocks for bulk reading are made anew when their sheets have changed."""

import threading

from liandong.enterprises.actions.blocks import refresh_blocks

EVERY_SECONDS = (
    20.0  # readers look into the sheets of stale blocks themselves; this spares them that
)


def run_blocks(stop: threading.Event) -> None:
    """Make stale blocks anew until told to stop."""
    while not stop.is_set():
        if not refresh_blocks():
            stop.wait(EVERY_SECONDS)
