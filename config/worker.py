"""The worker: one process that seals the journal, tells people, minds the clock, does the jobs."""

import asyncio
import os
import signal
import threading
import time
from collections.abc import Callable

import django
import structlog

Loop = Callable[[threading.Event], None]
log = structlog.get_logger("liandong.worker")

SOON, LATEST = (
    1.0,
    30.0,
)  # seconds before a loop that failed is tried again: doubled each time
JOBS_AT_ONCE = 4
GRACE_SECONDS = 5


def loops() -> dict[str, Loop]:
    """Return every loop by its name; each runs until the event is set."""
    from liandong.appeals.clock import run_clock, run_search_index
    from liandong.enterprises.clock import run_blocks
    from liandong.journal.clock import run_sealer
    from liandong.notices.clock import run_outbox

    return {
        "sealer": run_sealer,
        "outbox": run_outbox,
        "clock": run_clock,
        "search index": run_search_index,
        "blocks": run_blocks,
    }


def keep(name: str, loop: Loop, stop: threading.Event) -> None:
    """Run a loop; when it fails, say so and run it again, after ever longer pauses."""
    from django.db import connections

    pause = SOON
    while not stop.is_set():
        began = time.monotonic()
        try:
            loop(stop)
        except Exception:
            log.exception("loop failed", loop=name)
        finally:
            connections.close_all()
        if time.monotonic() - began > LATEST:
            pause = SOON
        stop.wait(pause)
        pause = min(LATEST, pause * 2)


def do_jobs(stop: threading.Event) -> None:
    """Do the durable jobs as they come in, over connections of the job library's own."""
    from procrastinate.contrib.django import app

    async def work() -> None:
        connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
        with app.replace_connector(connector) as jobs:
            async with jobs.open_async():
                worker = asyncio.create_task(
                    jobs.run_worker_async(
                        concurrency=JOBS_AT_ONCE,
                        install_signal_handlers=False,
                        shutdown_graceful_timeout=GRACE_SECONDS,
                        delete_jobs="successful",
                    )
                )
                while not stop.is_set() and not worker.done():
                    await asyncio.sleep(0.2)
                worker.cancel()
                await asyncio.gather(worker, return_exceptions=not worker.done())

    asyncio.run(work())


def main() -> None:
    """Run everything in threads until SIGTERM or Ctrl-C."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    threads = [
        threading.Thread(target=keep, args=(name, loop, stop), name=name)
        for name, loop in {**loops(), "jobs": do_jobs}.items()
    ]
    for thread in threads:
        thread.start()
    while not stop.wait(1):
        pass
    for thread in threads:
        thread.join(GRACE_SECONDS)


if __name__ == "__main__":
    main()
    os._exit(
        0
    )  # a loop that does not listen must not hold up the stop; its work is in the database
