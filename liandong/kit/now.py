"""The present moment, which the sample district moves by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """Return the present moment in UTC. Actions ask once and hand it to the rules."""
    return _moment.get() or datetime.now(UTC)


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let time stand at a moment inside the block."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
