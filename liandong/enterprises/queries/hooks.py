"""What the apps above add to pages that know none of them: doors, things that wait, rows; and their rows to a merge.

Each asks by name, in its `apps.ready`, as `add_panel` does; it answers as its reader may see.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from liandong.accounts.models import User
from liandong.departments.queries import Standing
from liandong.enterprises.models import Enterprise


@dataclass(frozen=True)
class Door:
    """A place in the rail of the desk, below those that are always there; the smaller the order, the higher."""

    url_name: str
    icon: str
    label: str
    count: int = 0
    order: int = 50


@dataclass(frozen=True)
class Waits:
    """Something on an enterprise's home that goes no further until the enterprise acts."""

    title: str
    text: str
    act: str
    href: str
    since: datetime


@dataclass(frozen=True)
class Row:
    """A way on from 我的."""

    icon: str
    label: str
    url_name: str
    note: str = ""


AskDoor = Callable[[User, Standing, datetime], Door | None]
AskWaits = Callable[[User, Enterprise, datetime], list[Waits]]
AskRow = Callable[[User, Standing, Enterprise | None], Row | None]
Move = Callable[[Enterprise, Enterprise], dict[str, list[int]]]
Back = Callable[[Enterprise, Enterprise, dict[str, list[int]]], set[str]]
_doors: dict[str, AskDoor] = {}
_waits: dict[str, AskWaits] = {}
_rows: dict[str, AskRow] = {}
_movers: dict[str, Move] = {}
_backs: dict[str, Back] = {}


def add_door(name: str, ask: AskDoor) -> None:
    """Ask an app for its place in the rail from now on.

    The rail is on every page: the answer costs whoever does not see the door no query, others one.
    """
    _doors[name] = ask


def doors_of(user: User, standing: Standing, now: datetime) -> list[Door]:
    """Return the doors that a person sees, in their order."""
    answers = (_doors[name](user, standing, now) for name in sorted(_doors))
    return sorted((door for door in answers if door is not None), key=lambda door: door.order)


def add_waits(name: str, ask: AskWaits) -> None:
    """Ask an app from now on what waits for an enterprise; the answer costs one query at most."""
    _waits[name] = ask


def waits_of(user: User, enterprise: Enterprise, now: datetime) -> list[Waits]:
    """Return what waits for an enterprise of which a person is a member, the longest first."""
    found = [one for name in sorted(_waits) for one in _waits[name](user, enterprise, now)]
    return sorted(found, key=lambda one: one.since)


def add_row(name: str, ask: AskRow) -> None:
    """Ask an app for its row in 我的 from now on: for the enterprise one stands in, or None for one's office."""
    _rows[name] = ask


def rows_of(user: User, standing: Standing, enterprise: Enterprise | None) -> list[Row]:
    """Return the rows that a person sees, in the order of their names."""
    answers = (_rows[name](user, standing, enterprise) for name in sorted(_rows))
    return [row for row in answers if row is not None]


def add_mover(name: str, move: Move, back: Back | None = None) -> None:
    """Let an app move from now on what it keeps of an enterprise that turns out to be another.

    `move(wrong, into)` returns the ids of what it moved, by table. Where giving the rows back to the first
    is not all, `back(wrong, into, moved)` does it when the two are two after all, and names its tables.
    """
    _movers[name] = move
    if back:
        _backs[name] = back


def move_back_all(wrong: Enterprise, into: Enterprise, moved: dict[str, list[int]]) -> set[str]:
    """Let those apps give back what they moved that do so by themselves; return the tables they saw to."""
    return {table for name in sorted(_backs) for table in _backs[name](wrong, into, moved)}


def moved_by_all(wrong: Enterprise, into: Enterprise) -> dict[str, list[int]]:
    """Move what all apps keep of one enterprise to another; return what was moved, by table."""
    moved: dict[str, list[int]] = {}
    for name in sorted(_movers):
        moved |= _movers[name](wrong, into)
    return moved
