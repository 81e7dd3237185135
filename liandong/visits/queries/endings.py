"""What ends soon of an enterprise: titles and licences in the base, and what other apps know of."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from liandong.enterprises.models import Enterprise, Sheet, catalogue
from liandong.enterprises.queries import facts
from liandong.enterprises.queries.columns import column
from liandong.enterprises.rules.kinds import Kind
from liandong.visits.rules.ending import STAGES

EPOCH = date(1970, 1, 1)
ENDS = "_until"


class Soon(NamedTuple):
    """Something of an enterprise ends on a day; the title runs up to the day: 高新技术企业有效期至."""

    enterprise_id: int
    code: str
    title: str
    until: date


AskEnding = Callable[[date, date], Iterable[tuple[int, str, str, date]]]
_asked: dict[str, AskEnding] = {}


def add_ending(name: str, ask: AskEnding) -> None:
    """Ask an app from now on what ends between two days: (enterprise, code, title, until) each."""
    _asked[name] = ask


def endings_between(first: date, last: date) -> list[Soon]:
    """Return what ends between two days, of all enterprises; for the clock, not for eyes."""
    found = []
    for kind in _kinds():
        of_all = column(kind.code)
        days = of_all.values
        near = (days >= (first - EPOCH).days) & (days <= (last - EPOCH).days)
        found += [
            Soon(int(number), kind.code, kind.name, EPOCH + timedelta(days=int(day)))
            for number, day in zip(of_all.ids[near], days[near], strict=True)
        ]
    for name in sorted(_asked):
        found += [Soon(*one) for one in _asked[name](first, last)]
    return found


def endings_of(enterprise: Enterprise, today: date) -> list[Soon]:
    """Return what ends soon of one enterprise, the soonest first."""
    last = today + timedelta(days=max(STAGES))
    if not hasattr(enterprise, "sheet"):
        sheet = Sheet.objects.filter(enterprise=enterprise).first()
        entries = sheet.facts if sheet else {}
    else:
        entries = facts(enterprise)
    found = [
        Soon(enterprise.pk, kind.code, kind.name, date.fromisoformat(entries[kind.code][0]))
        for kind in _kinds()
        if kind.code in entries
    ]
    for name in sorted(_asked):
        asked = (Soon(*one) for one in _asked[name](today, last))
        found += [one for one in asked if one.enterprise_id == enterprise.pk]
    return sorted((one for one in found if today <= one.until <= last), key=lambda s: s.until)


def _kinds() -> list[Kind]:
    return [
        kind
        for kind in catalogue().kinds.values()
        if kind.code.endswith(ENDS) and kind.type == "date" and kind.sensitivity == "open"
    ]
