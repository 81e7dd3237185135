"""What an enterprise is asked, by those who act for it; what stands in the form before anybody types."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from liandong.accounts.models import User
from liandong.departments.queries import codes_upward
from liandong.enterprises.models import Enterprise
from liandong.enterprises.queries import catalogue, facts
from liandong.enterprises.rules.rights import OWN_SOURCE
from liandong.figures.enums import AskState, Set
from liandong.figures.models import Ask, Item, Terms
from liandong.figures.rules.filling import Filled, prefill
from liandong.figures.rules.periods import last_day, months_of, newest_period

MONTH = re.compile(r"BS(2\d{3})(0[1-9]|1[0-2])-([0-9A-Z]{18})")
QUARTER = re.compile(r"YS(2\d{3})Q([1-4])-([0-9A-Z]{18})")


@dataclass(frozen=True)
class Line:
    """One item of a form: what stands in it, whose figure that is, and what was known before."""

    item: Item
    filled: Filled
    source_name: str
    last: Any


def asks_of(user: User) -> QuerySet[Ask]:
    """Return all that the enterprises were asked for which a person acts."""
    return Ask.objects.filter(enterprise__members__user=user).select_related("enterprise__sheet")


def ask_for(user: User, reference: str) -> Ask:
    """Return one ask of an enterprise for which a person acts, by its reference, or 404; one query."""
    if said := MONTH.fullmatch(reference):
        year, month, uscc = int(said[1]), int(said[2]), said[3]
        key: dict[str, Any] = {"set": Set.INDICATOR, "period": date(year, month, 1)}
    elif said := QUARTER.fullmatch(reference):
        year, quarter, uscc = int(said[1]), int(said[2]), said[3]
        key = {"set": Set.NEED, "period": date(year, quarter * 3 - 2, 1)}
    else:
        raise Http404
    return get_object_or_404(asks_of(user), enterprise__uscc=uscc, **key)


def ask_of_period(user: User, enterprise: Enterprise, asked: str, period: date) -> Ask:
    """Return what an enterprise was asked of a period, for one who acts for it, or 404."""
    ask = asks_of(user).filter(enterprise=enterprise, set=asked, period=period).first()
    if ask is None:
        raise Http404
    return ask


def own_asks(user: User, enterprise: Enterprise, asked: str, count: int) -> list[Ask]:
    """Return the newest asks of an enterprise for one who acts for it, newest first; one query."""
    return list(asks_of(user).filter(enterprise=enterprise, set=asked).order_by("-period")[:count])


def items_of(asked: str) -> list[Item]:
    """Return what is asked for together, in its order."""
    return list(Item.objects.filter(set=asked, is_active=True))


def last_answer(ask: Ask) -> Ask | None:
    """Return what the enterprise answered last before this; one query."""
    before = Ask.objects.filter(
        enterprise=ask.enterprise, set=ask.set, period__lt=ask.period, state=AskState.ANSWERED
    )
    return before.order_by("-period").first()


def lines_of(ask: Ask, items: list[Item], last: Ask | None) -> list[Line]:
    """Return the form of an ask: what was answered, or what is filled in before anybody types."""
    known, base = catalogue().source_names, facts(ask.enterprise)
    said = last.values if last else {}
    lines = []
    for item in items:
        filled = Filled(ask.values.get(item.code))
        if ask.state != AskState.ANSWERED and ask.set == Set.INDICATOR:
            filled = prefill(item.fact, last_day(ask.period).isoformat(), base)
        elif source := ask.sources.get(item.code):
            filled = Filled(filled.value, source, asked=source == OWN_SOURCE)
        name = known.get(filled.source, filled.source)
        past = said.get(item.code)
        if past is None and item.fact in base:
            past = base[item.fact][0]
        lines.append(Line(item, filled, name, past))
    return lines


def empty_of(ask: Ask) -> int:
    """Return how many figures of an open month nothing could be filled in for; two queries, of needs none."""
    if ask.state != AskState.OPEN or ask.set != Set.INDICATOR:
        return 0
    lines = lines_of(ask, items_of(ask.set), last_answer(ask))
    return sum(line.filled.asked and line.filled.value is None for line in lines)


def waiting_for(user: User, enterprise: Enterprise | None, today: date) -> list[Ask]:
    """Return what is still to be answered in time, by one enterprise or all for which a person acts; one query."""
    open_ones = asks_of(user).filter(state=AskState.OPEN, closes_on__gte=today)
    if enterprise is not None:
        open_ones = open_ones.filter(enterprise=enterprise)
    return list(open_ones.order_by("asked_at"))


def is_over(ask: Ask, today: date) -> bool:
    """Return whether it is too late: the next period is being asked for, or the months have passed."""
    newest = newest_period(ask.set, today)
    if ask.set == Set.NEED:
        return months_of(ask.set, ask.period)[-1] < today.replace(day=1)
    return ask.period < newest


def terms_of(region: str) -> Terms:
    """Return a region's terms: its own, else those of the nearest above, else the usual; one query."""
    codes = codes_upward(region)
    found = {terms.region_id: terms for terms in Terms.objects.filter(region__in=codes)}
    return next((found[code] for code in codes if code in found), Terms(region_id=region))
