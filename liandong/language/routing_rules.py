"""What routing is told: rules and categories, as data or as an administrator writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from liandong.language.words import fold


@dataclass(frozen=True, slots=True)
class RoutingRule:
    """Any of `words` (with any of `with_words`, without all of `without_words`) speaks for a
    category, a department or both, with a weight in points."""

    code: str
    words: tuple[str, ...]
    with_words: tuple[str, ...] = ()
    without_words: tuple[str, ...] = ()
    category: str | None = None
    department: str | None = None
    weight: float = 2.0

    @classmethod
    def from_data(cls, row: Mapping[str, Any]) -> RoutingRule:
        """A rule as `routing_rules.json` writes it."""
        return cls(
            code=row["code"],
            words=tuple(row["words"]),
            with_words=tuple(row.get("with", ())),
            without_words=tuple(row.get("without", ())),
            category=row["category"],
            department=row["department"],
            weight=float(row["weight"]),
        )

    def under(self, alias: Mapping[str, str]) -> RoutingRule | None:
        """The rule as the router uses it: words folded, the department under the region's code.

        None when it has no usable word, or conditions of which none is usable.
        """
        words, with_words = _usable(self.words), _usable(self.with_words)
        if not words or (self.with_words and not with_words):
            return None
        return replace(
            self,
            words=words,
            with_words=with_words,
            without_words=_usable(self.without_words),
            department=self.department and alias.get(self.department, self.department),
        )


@dataclass(frozen=True, slots=True)
class RoutingCategory:
    """What routing needs to know of a category.

    Its keywords count as a rule of their own. `by_subject` says that the department follows from
    the matter (whose grant is it?) and the lead is only the last resort.
    """

    code: str
    department: str
    alternates: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    by_subject: bool = False

    @classmethod
    def from_data(cls, row: Mapping[str, Any]) -> RoutingCategory:
        """A category as `categories.json` writes it."""
        return cls(
            code=row["code"],
            department=row["department"],
            alternates=tuple(row.get("alternates", ())),
            keywords=tuple(row.get("keywords", ())),
            by_subject=bool(row.get("by_subject", False)),
        )

    def under(self, alias: Mapping[str, str]) -> RoutingCategory:
        """The category with its departments under the region's own codes."""
        return replace(
            self,
            department=alias.get(self.department, self.department),
            alternates=tuple(alias.get(code, code) for code in self.alternates),
        )


def _usable(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words folded, each once, without those of a single character."""
    return tuple(dict.fromkeys(fold(word) for word in words if len(word) > 1))
