"""A score in words: what each part rests on, what is not known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from liandong.enterprises.rules.kinds import Catalogue
from liandong.enterprises.rules.showing import shown
from liandong.keylists.rules.terms import GROWTH, PROSPECTS, TAX


@dataclass(frozen=True)
class Told:
    """One part of a score: its points of its weight, as a bar; with `known`, its reasons and what is missing."""

    name: str
    points: str
    weight: int
    share: int
    known: bool
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def names() -> dict[str, str]:
    """Return how the parts are called."""
    return {TAX: _("税收"), GROWTH: _("增长"), PROSPECTS: _("前景")}


def told(parts: Sequence[Mapping[str, Any]], known: Catalogue | None = None) -> list[Told]:
    """Return the parts of a score as a list keeps them; with a catalogue also why."""
    found, words = [], names()
    for part in parts:
        points, weight = part["points"], part["weight"]
        reasons: list[str] = []
        missing: list[str] = []
        if known is not None:
            reasons = [reason(one, known) for one in part["says"]]
            missing = [known.kinds[c].name for c in part["missing"] if c in known.kinds]
        found.append(
            Told(
                name=words[part["part"]],
                points="" if points is None else f"{points:.1f}",
                weight=weight,
                share=round(100 * points / weight) if points and weight else 0,
                known=points is not None,
                reasons=tuple(reasons),
                missing=tuple(missing),
            )
        )
    return found


def reason(says: Sequence[Any], known: Catalogue) -> str:
    """Return one fact of a score with its source, day, place and points."""
    fact, value, source, on, place, of, points = says
    kind = known.kinds.get(fact)
    if kind is None:
        return str(fact)
    said = {
        "name": kind.name, "value": shown(kind, value, known), "where": whence(source, on, known),
        "place": place, "of": of, "points": points,
    }  # fmt: skip
    if place is None:
        return _("%(name)s（%(where)s），加 %(points)s 分") % said
    if points is None:
        return _("%(name)s %(value)s（%(where)s），%(of)s 家里排第 %(place)s") % said
    return _("%(name)s %(value)s（%(where)s），%(of)s 家里排第 %(place)s，加 %(points)s 分") % said


def barring(row: Sequence[Any], known: Catalogue) -> str:
    """Return the fact for which an enterprise was left out of the scoring."""
    _number, fact, value, source, on = row
    kind = known.kinds.get(fact)
    if kind is None:
        return str(fact)
    word = kind.name if kind.type == "yes_no" else shown(kind, value, known)
    return _("%(what)s（%(where)s）") % {"what": word, "where": whence(source, on, known)}


def whence(source: str, on: str, known: Catalogue) -> str:
    """Return who said something, as of when."""
    if source == "computed":
        return _("截至 %(on)s") % {"on": on}
    name = known.source_names.get(source, source)
    return _("%(source)s，截至 %(on)s") % {"source": name, "on": on}
