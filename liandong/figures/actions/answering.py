"""An enterprise answers, corrects what it answered, or says that it does not this time."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.departments.queries import today
from liandong.enterprises.actions import record
from liandong.enterprises.models import Enterprise
from liandong.enterprises.queries import catalogue, is_member
from liandong.enterprises.rules.rights import OWN_SOURCE
from liandong.enterprises.rules.showing import shown
from liandong.enterprises.rules.values import parse
from liandong.figures.enums import AskState, Set
from liandong.figures.models import Ask, Item
from liandong.figures.queries.asks import is_over, items_of, last_answer, lines_of
from liandong.figures.rules.filling import mixes_units, times
from liandong.figures.rules.periods import MONTHS, last_day, months_of
from liandong.figures.rules.words import short_month
from liandong.journal import actions as journal
from liandong.kit.now import now
from liandong.kit.refusals import Refused
from liandong.kit.text import clean_text


@transaction.atomic
def answer(
    ask: Ask,
    *,
    values: Mapping[str, Any],
    note: str = "",
    sure: bool = False,
    again: bool = False,
    as_typed: bool = False,
    by: User,
) -> Ask:
    """Take an enterprise's figures of a period; what the base knows by the same name goes there too.

    `values` by item: a figure, for needs one of each month; empty is unknown. `as_typed`: in each item's own
    unit, else money in yuan. Refused: nothing at all, what was answered unless `again`, a figure several times
    its past unless `sure`, and what is too late.
    """
    ask = _taken_up(ask, by)
    if ask.state == AskState.ANSWERED and not again:
        raise Refused("figures.answered", _("这一期已经报过，要改请点“更正”。"))
    items = items_of(ask.set)
    last = last_answer(ask)
    given = _parsed(ask, items, values, as_typed)
    sources = {}
    for line in lines_of(ask, items, last):
        if not line.filled.asked:  # a department has said it: what stands there is theirs
            given[line.item.code] = line.filled.value
            sources[line.item.code] = line.filled.source
    if all(figure is None for code, value in given.items() for figure in _each(value)):
        raise Refused("figures.none", _("请至少填一项，或选“这次不报”。"))
    if not sure and ask.set == Set.INDICATOR:
        _ask_about(items, last.values if last else {}, given)
    before, was = ask.values, ask.state
    ask.values, ask.sources, ask.note = given, sources, clean_text(note)[:200]
    ask.state, ask.answered_at, ask.by = AskState.ANSWERED, now(), by
    ask.save(update_fields=["values", "sources", "note", "state", "answered_at", "by"])
    corrects = was == AskState.ANSWERED
    journal.record(
        "figures.corrected" if corrects else "figures.answered",
        on=ask,
        by=by,
        enterprise=ask.enterprise_id,
        values=given,
        late=ask.closes_on < today(),
        **({"before": before} if corrects else {}),
    )
    _into_the_base(ask, items, before if corrects else {}, by)
    return ask


@transaction.atomic
def skip(ask: Ask, *, reason: str = "", by: User) -> Ask:
    """Say that an enterprise does not report this time; it is not asked again for this period."""
    ask = _taken_up(ask, by)
    if ask.state == AskState.ANSWERED:
        raise Refused("figures.answered", _("这一期已经报过，要改请点“更正”。"))
    ask.state, ask.note = AskState.SKIPPED, clean_text(reason)[:200]
    ask.answered_at, ask.by = now(), by
    ask.save(update_fields=["state", "note", "answered_at", "by"])
    journal.record("figures.skipped", on=ask, by=by, enterprise=ask.enterprise_id, reason=ask.note)
    return ask


def _taken_up(ask: Ask, by: User) -> Ask:
    """Lock the enterprise, then its ask; refuse whoever does not act for it, and what is too late."""
    enterprise = Enterprise.objects.select_for_update(no_key=True).get(pk=ask.enterprise_id)
    ask = (
        Ask.objects.select_for_update(no_key=True, of=("self",))
        .select_related("enterprise__sheet")
        .get(pk=ask.pk)
    )
    if not is_member(by, enterprise):
        raise Refused("figures.not_yours", _("只有企业自己的人可以报数。"))
    if is_over(ask, today()):
        raise Refused("figures.over", _("这一期已经过了补报的时间，请报新的一期。"))
    return ask


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _parsed(
    ask: Ask, items: list[Item], values: Mapping[str, Any], as_typed: bool
) -> dict[str, Any]:
    """Return figures as they are kept, whatever is empty unknown; refused with all that do not fit."""
    by_code = {item.code: item for item in items}
    if unknown := next((code for code in values if code not in by_code), None):
        raise Refused("figures.unknown", _("没有“%(code)s”这一项。") % {"code": unknown[:40]})
    known, day, count = catalogue(), today(), MONTHS[Set(ask.set)]
    wrong: list[Refused] = []

    def read(item: Item, raw: Any, month: str = "") -> Any:
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return None
        said = {"name": item.name, "month": month}
        kind = replace(item.kind, name=_("%(name)s（%(month)s）") % said) if month else item.kind
        try:
            return parse(kind, raw, known, day, unit=item.unit if as_typed else "")
        except Refused as why:
            wrong.append(why)
            return None

    kept: dict[str, Any] = {}
    for code, item in by_code.items():
        raw = values.get(code)
        if ask.set == Set.INDICATOR:
            kept[code] = read(item, raw)
            continue
        months = list(raw) if isinstance(raw, list | tuple) else [raw] * count
        if len(months) != count:
            raise Refused("figures.months", _("%(name)s要报三个月。") % {"name": item.name})
        names = map(short_month, months_of(ask.set, ask.period))
        kept[code] = [
            read(item, figure, month) for figure, month in zip(months, names, strict=True)
        ]
    if wrong:
        raise Refused(wrong[0].code, " ".join(why.message for why in wrong))
    return kept


def _ask_about(items: list[Item], last: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    """Refuse a figure that is several times the one before, or a small part of it."""
    known = catalogue()
    for item in items:
        ratio = times(last.get(item.code), given[item.code])
        if ratio is None:
            continue
        words = {
            "name": item.name,
            "now": shown(item.kind, given[item.code], known),
            "before": shown(item.kind, last[item.code], known),
            "unit": item.unit,
        }
        if mixes_units(ratio):
            said = _("%(name)s填的是 %(now)s，上次是 %(before)s。单位是%(unit)s，会不会写成了元？")
        else:
            said = _("%(name)s填的是 %(now)s，上次是 %(before)s，差得多。没有错就再点一次。")
        raise Refused("figures.odd", said % words)


def _into_the_base(ask: Ask, items: list[Item], before: Mapping[str, Any], by: User) -> None:
    """Let the base know what it has a fact for, as of the month's last day, in the enterprise's own name."""
    if ask.set != Set.INDICATOR:
        return
    told = {
        item.fact: ask.values[item.code]
        for item in items
        if item.fact
        and item.code not in ask.sources
        and ask.values[item.code] is not None
        and ask.values[item.code] != before.get(item.code)
        and item.fact in catalogue().kinds
    }
    if told:
        record(
            ask.enterprise,
            source=OWN_SOURCE,
            on=last_day(ask.period),
            facts=told,
            by=by,
            sure=True,
        )
