"""What the apps above have to show on an enterprise's page: each adds its part, none is known here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liandong.accounts.models import User
from liandong.enterprises.models import Enterprise


@dataclass(frozen=True)
class Panel:
    """A part of the page: its template, and what that needs; made for one reader."""

    template: str
    facts: dict[str, Any]


Ask = Callable[[User, Enterprise, datetime], Panel | None]
_asked: dict[str, Ask] = {}


def add_panel(name: str, ask: Ask) -> None:
    """Ask an app for its part from now on; it answers as its reader may see, or with nothing."""
    _asked[name] = ask


def panels_of(user: User, enterprise: Enterprise, now: datetime) -> list[Panel]:
    """Return the parts that a reader may see, in the order of their names."""
    answers = (_asked[name](user, enterprise, now) for name in sorted(_asked))
    return [panel for panel in answers if panel is not None]
