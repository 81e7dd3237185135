"""Figures for Prometheus: each web process counts in a file of its own, and whichever is asked adds them all up.

The files lie where `PROMETHEUS_MULTIPROC_DIR` says, which `liandong up` sets and empties at each start.
Where it is not set, there is one process and it counts in its memory.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any

import psutil
from prometheus_client import REGISTRY, CollectorRegistry, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)

ANSWERS = Histogram(
    "liandong_request_seconds",
    "Time to answer, by door (api or page) and class of status",
    ["door", "status"],
    buckets=BUCKETS,
)
PROCESSES = Gauge("liandong_web_processes", "Web processes that live", multiprocess_mode="livesum")


_answers = cache(ANSWERS.labels)


def counted(application: Application) -> Application:
    """Count each answer of an application and how long it took."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        began, status = perf_counter(), "5"

        def start(line: str, headers: Any, *more: Any) -> Any:
            nonlocal status
            status = line[0]
            return start_response(line, headers, *more)

        door = "api" if environ.get("PATH_INFO", "").startswith("/api/") else "page"
        try:
            return application(environ, start)
        finally:
            _answers(door, f"{status}xx").observe(perf_counter() - began)

    return answer


class Waiting(Collector):
    """What waits in the database: the same whichever process is asked."""

    def collect(self) -> Iterator[Metric]:
        """Count when asked."""
        from liandong.journal.models import Outbox  # noqa: PLC0415 (apps load after config)
        from liandong.notices.enums import DeliveryState  # noqa: PLC0415
        from liandong.notices.models import Delivery  # noqa: PLC0415

        yield GaugeMetricFamily(
            "liandong_untold_entries",
            "Journal entries that nobody was told of yet",
            Outbox.objects.count(),
        )
        yield GaugeMetricFamily(
            "liandong_dead_deliveries",
            "Messages that no outside channel took",
            Delivery.objects.filter(state=DeliveryState.DEAD).count(),
        )


def exposition() -> bytes:
    """Return the figures of all web processes together."""
    registry = CollectorRegistry()
    registry.register(Waiting())
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if not folder:
        return generate_latest(REGISTRY) + generate_latest(registry)
    for path in Path(folder).glob("gauge_live*_*.db"):
        number = int(path.stem.rpartition("_")[2])
        if not psutil.pid_exists(number):
            mark_process_dead(number)  # type: ignore[no-untyped-call]
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
