"""How often an enterprise may be called on in a quarter, and what counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from liandong.visits.enums import Free, Kind, State

BUDGET = 6  # contacts of one enterprise in a quarter
KEY_BUDGET = 9  # of one on the list of key enterprises, with whom there is more to talk about
WEIGHTS: Mapping[str, int] = {"visit": 1, "call": 1, "survey": 1, "inspection": 1}
CONSENT_DAYS = 2  # working days in which the coordinator answers
FEWEST_OF_REASON = 8  # characters that say why nothing else would do
SPENDING = frozenset({State.WAITING, State.PLANNED, State.DONE})


class Spending(Protocol):
    """What the budget looks at."""

    kind: str
    state: str
    counts: bool


class Dated(Spending, Protocol):
    """The same with its day, and why it is free."""

    on: date
    why_free: str


@dataclass(frozen=True)
class Terms:
    """What a region has decided, or the usual."""

    budget: int = BUDGET
    key_budget: int = KEY_BUDGET
    weights: Mapping[str, int] = field(default_factory=lambda: WEIGHTS)
    consent_days: int = CONSENT_DAYS

    def of(self, is_key: bool) -> int:
        """Return the budget of an enterprise."""
        return self.key_budget if is_key else self.budget

    def weight(self, kind: str) -> int:
        """Return what one of a kind costs."""
        return self.weights.get(kind, 1)


def quarter_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of a day's quarter."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    beyond = date(first.year + first.month // 10, (first.month + 3 - 1) % 12 + 1, 1)
    return first, beyond - timedelta(days=1)


def spent(rows: Iterable[Spending], weights: Mapping[str, int] = WEIGHTS) -> int:
    """Return what a quarter's rows cost; those that go along with another cost nothing."""
    return sum(weights.get(row.kind, 1) for row in rows if row.counts and row.state in SPENDING)


def why_uncounted(row: Dated, first: date, last: date, weights: Mapping[str, int]) -> str:
    """Return in a word why a row costs nothing of the quarter from a day to a day; empty when it costs."""
    if not row.counts:
        return str(Free(row.why_free).label if row.why_free else _("另有约定"))
    if row.state not in SPENDING:
        return str(State(row.state).label)
    if not weights.get(row.kind, 1):
        return str(Kind(row.kind).label)
    return "" if first <= row.on <= last else str(_("不在这一季度"))


def needs_consent(spent: int, weight: int, budget: int) -> bool:
    """Return whether one more goes beyond the budget."""
    return spent + weight > budget


def lacks_reason(free: str, reason: str) -> bool:
    """Return whether what is free of the budget has to say why and does not."""
    return free == Free.URGENT and len(reason.strip()) < FEWEST_OF_REASON
