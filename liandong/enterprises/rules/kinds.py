"""A kind of fact as the rules know it, and the lists that its values come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

NEVER_LISTED = 1000  # added to the rank of a source that the kind does not name


@dataclass(frozen=True)
class Kind:
    """What the catalogue says of one fact; `least` and `most` count yuan, units, or days from today."""

    code: str
    name: str
    type: str
    unit: str = ""
    unit_en: str = ""  # beside a figure where the page is English; figures are typed in `unit`
    choices: tuple[tuple[str, str], ...] = ()
    also: tuple[tuple[str, str], ...] = ()  # the choices by their other names, also read
    sensitivity: str = "inside"
    group: str = ""
    least: float | None = None
    most: float | None = None
    sources: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    computed: bool = False
    annual: bool = False
    validity_days: int = 400

    @property
    def measure(self) -> str:
        """The unit as it stands beside a figure."""
        return self.unit_en or self.unit

    @cached_property
    def by_choice(self) -> dict[str, str]:
        """Codes and names of the choices, each with its code."""
        return {word: code for code, name in (*self.also, *self.choices) for word in (name, code)}


@dataclass(frozen=True)
class Catalogue:
    """All kinds and sources in use, by code, with regions and industries by code and name."""

    kinds: Mapping[str, Kind]
    ranks: Mapping[str, int]
    source_names: Mapping[str, str]
    regions: Mapping[str, str]
    industries: Mapping[str, str]
    listed: frozenset[str] = frozenset()
    by_region: Mapping[str, str] = field(default_factory=dict)
    by_industry: Mapping[str, str] = field(default_factory=dict)

    def rank(self, kind: Kind, source: str) -> int:
        """Return how far a source stands behind the best one for a fact; the smaller, the more trusted."""
        if source in kind.sources:
            return kind.sources.index(source)
        return NEVER_LISTED + self.ranks.get(source, NEVER_LISTED)

    def choices(self, kind: Kind) -> Mapping[str, str]:
        """Return the codes that a fact may have, with their names."""
        by_type = {"region": self.regions, "industry": self.industries}
        return by_type.get(kind.type) or dict(kind.choices)
