"""One line of the table of tellings, and what it may ask of an entry."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from django.utils.functional import Promise

from liandong.notices.enums import Audience
from liandong.notices.rules.sentences import names_in

When = Callable[[Mapping[str, Any]], bool]


@dataclass(frozen=True)
class Telling:
    """One sentence for one audience; `urgent` is shown as such, `when` asks the entry's data.

    `page` is the name of the address that the notice leads to, `arg` what that takes: the reference of the
    thing, the code of its enterprise, or nothing; an appeal leads to itself. `hat` names the sentence among
    those of its verb: a notice keeps the hat in which its reader was told.
    """

    to: Audience
    says: str | Promise
    urgent: bool = False
    when: When | None = None
    hat: str = ""
    page: str = ""
    arg: Literal["reference", "uscc", ""] = "reference"

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What the sentence speaks of, in any language."""
        return tuple(sorted(names_in(str(self.says))))


def has(**values: Any) -> When:
    """Ask whether an entry's data have these values."""
    return lambda data: all(data.get(key) == value for key, value in values.items())
