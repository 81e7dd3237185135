"""What a table would do before it does it: facts new, changed, the same, kept, asked about; doubts about its day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from liandong.enterprises.rules.kinds import Catalogue
from liandong.enterprises.rules.showing import shown

MOST_SAMPLES = 20
MOST_TWINS = 50
MOST_NAMES = 3
SHOWABLE = {"open", "inside"}  # a sample is for everybody who may import


class Sample(NamedTuple):
    """One fact that would change, or is kept because of `keeper`; `row` is its number in the file."""

    row: int
    uscc: str
    name: str
    before: str
    said: str
    keeper: str


@dataclass
class Foresight:
    """What the good rows would do. `rows` are number and code of the rows in hand, by their places."""

    new: int = 0
    facts: dict[str, int] = field(
        default_factory=lambda: {"new": 0, "changed": 0, "same": 0, "kept": 0, "asked": 0}
    )
    samples: list[Sample] = field(default_factory=list)
    repeated: int = 0
    twins: list[tuple[str, int, int]] = field(default_factory=list)
    made: dict[str, tuple[int, str]] = field(default_factory=dict)
    rows: Mapping[int, tuple[int, str]] = field(default_factory=dict)
    _seen: dict[str, int] = field(default_factory=dict)

    def take_up(self, rows: Mapping[int, tuple[int, str]]) -> None:
        """Look at the next rows; those whose code has come before are told."""
        self.rows = rows
        for number, uscc in rows.values():
            first = self._seen.setdefault(uscc, number)
            if first != number:
                self.repeated += 1
                self.twins += [(uscc, first, number)][: MOST_TWINS - len(self.twins)]

    def make(self, uscc: str, region: str) -> tuple[int, str]:
        """Give an enterprise that would be made a number that no other has."""
        self.new += 1
        return self.made.setdefault(uscc, (-self.new, region))

    def weigh(
        self,
        place: int,
        facts: Mapping[str, Any],
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        known: Catalogue,
    ) -> None:
        """Count what one row's facts would do to a sheet; `before` is the value that held of each."""
        for code, value in facts.items():
            if code not in before:
                self.facts["new"] += 1
                continue
            holds = after[code]
            changed = holds[0] != before[code]
            word = "changed" if changed else "same" if holds[0] == value else "kept"
            self.facts[word] += 1
            kind = known.kinds[code]
            if word != "same" and len(self.samples) < MOST_SAMPLES and kind.sensitivity in SHOWABLE:
                keeper = "" if changed else known.source_names.get(holds[1], holds[1])
                said = shown(kind, value, known)
                old = shown(kind, before[code], known)
                self.samples.append(Sample(*self.rows[place], kind.name, old, said, keeper))


def year_doubt(names: Sequence[str], on: date, today: date) -> tuple[str, date | None]:
    """Return what to ask about facts of whole years told as of `on`, and the day that is rather meant."""
    if not names or (on.month, on.day) == (12, 31):
        return "", None
    running = on.year == today.year
    end = date(on.year if on.month > 6 and not running else on.year - 1, 12, 31)
    said = {
        "names": _("、").join(names[:MOST_NAMES]) + (_("等") if len(names) > MOST_NAMES else ""),
        "on": on.isoformat(),
        "end": end.isoformat(),
    }
    if running:
        words = _(
            "今年还没有过完。%(names)s按全年算，截至 %(on)s 只是一部分；如果是上一年全年的数，请把日期改成 %(end)s。"
        )
    else:
        words = _("%(on)s 不是年末。%(names)s按全年算；如果是全年的数，请把日期改成 %(end)s。")
    return words % said, end
