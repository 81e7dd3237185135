"""A finding in one sentence, with its figures, sources and days."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from liandong.enterprises.rules.kinds import Catalogue
from liandong.enterprises.rules.showing import shown
from liandong.risks.enums import Rule


def said(
    rule: str, seen: Sequence[Sequence[Any]], known: Catalogue, categories: Mapping[str, str]
) -> str:
    """Return what was found; `seen` as a signal keeps it."""
    told: dict[str, object]
    if rule in {Rule.POWER, Rule.REVENUE}:
        return _fallen(rule, seen)
    if rule == Rule.TAX:
        _what, value, source, on = seen[0]
        told = {
            "value": shown(known.kinds["tax_owed"], value, known),
            "where": _whence(source, on, known),
        }
        return _("还欠税 %(value)s（%(where)s）") % told
    if rule == Rule.STAFF:
        (fact, before, source, then), (_fact, after, _source, on) = seen
        kind = known.kinds[fact]
        told = {
            "what": kind.name, "before": shown(kind, before, known), "after": shown(kind, after, known),
            "then": then, "where": _whence(source, on, known),
        }  # fmt: skip
        return _("%(what)s从 %(then)s 的 %(before)s减到 %(after)s（%(where)s）") % told
    if rule == Rule.REPEATED:
        told = {"n": len(seen), "what": categories.get(seen[0][1], ""), "on": seen[-1][3]}
        if seen[0][0] == "again":
            return _("同一件事反复提了 %(n)s 次，最近一次 %(on)s") % told
        return _("近来提了 %(n)s 件“%(what)s”，最近一件 %(on)s") % told
    if rule == Rule.REOPENED:
        told = {"n": sum(row[1] for row in seen), "m": len(seen), "on": max(row[3] for row in seen)}
        return _("%(m)s 件诉求 %(n)s 次不满意退回重办，最近 %(on)s") % told
    return _("；").join(_register(row, known) for row in seen)


def _fallen(rule: str, seen: Sequence[Sequence[Any]]) -> str:
    months = _("、").join(_("%(n)s月") % {"n": date.fromisoformat(row[3]).month} for row in seen)
    falls = _("、").join(f"{round(row[1])}%" for row in seen)
    if rule == Rule.POWER:
        told = {"months": months, "falls": falls, "on": seen[-1][3]}
        return _("用电 %(months)s比去年同期少 %(falls)s（供电，截至 %(on)s）") % told
    return _("营收 %(months)s比去年同期少 %(falls)s（企业自报）") % {
        "months": months,
        "falls": falls,
    }


def _register(row: Sequence[Any], known: Catalogue) -> str:
    fact, value, source, on = row
    kind = known.kinds[fact]
    word = kind.name if kind.type == "yes_no" else shown(kind, value, known)
    return _("%(what)s（%(where)s）") % {"what": word, "where": _whence(source, on, known)}


def _whence(source: str, on: str, known: Catalogue) -> str:
    name = known.source_names.get(source, source)
    return _("%(source)s，截至 %(on)s") % {"source": name, "on": on}
