"""The web servers: pages and API over WSGI, live pages (server-sent events) over ASGI."""

import argparse
import gc
import multiprocessing
import os
import resource
import signal
from collections.abc import Callable
from importlib import import_module
from typing import Any

import django
from django.urls import get_resolver
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from config.processes import end_with_parent

GRACE_SECONDS = 3  # for requests under way when we stop; event streams would stay for ever
COLLECT_AFTER = (50_000, 20, 50)  # looking for cycles ten times a request takes a twentieth of it
STREAMS = 10_000  # live pages at once; each keeps its connection


def load(target: str) -> Callable[..., Any]:
    """Return the application that `module:name` stands for."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    module, _, name = target.partition(":")
    application: Callable[..., Any] = getattr(import_module(module), name)
    return application


def load_in_worker(target: str) -> Callable[..., Any]:
    """Load it in a worker, which is to end when the server's main process does."""
    end_with_parent(signal.SIGKILL, os.getppid())
    application = load(target)
    if target.startswith("config.wsgi"):
        from config.metrics import PROCESSES  # noqa: PLC0415 (needs the settings' environment)

        PROCESSES.set(1)
    gc.set_threshold(*COLLECT_AFTER)
    return application


def serve(target: str, host: str, port: int, *, workers: int, threads: int = 1) -> None:
    """Serve until told to stop. Two workers of two threads each were measured best on two cores."""
    asynchronous = target.startswith("config.events")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * STREAMS if hard == resource.RLIM_INFINITY else min(hard, 2 * STREAMS)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    if multiprocessing.get_start_method() == "fork":
        load(target)  # once for all workers, who share its memory
        if not asynchronous:
            assert get_resolver().url_patterns  # every page and endpoint, before the first request
        gc.freeze()
    Granian(
        target,
        address=host,
        port=port,
        interface=Interfaces.ASGI if asynchronous else Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        backpressure=STREAMS if asynchronous else None,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE_SECONDS,
        websockets=False,
    ).serve(target_loader=load_in_worker)


def main() -> None:
    """Run one server: `python -m config.web config.wsgi:application --port 8000`."""
    parser = argparse.ArgumentParser(prog="python -m config.web")
    parser.add_argument("target")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    serve(
        given.target,
        given.host,
        given.port,
        workers=given.workers,
        threads=given.threads,
    )


if __name__ == "__main__":
    main()
