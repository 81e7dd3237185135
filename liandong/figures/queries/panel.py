"""What figures show on an enterprise's page: the newest month to those who read it, its needs to who supplies them."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.departments.enums import Role
from liandong.departments.queries import standing_of
from liandong.enterprises.models import Enterprise
from liandong.enterprises.queries import Panel, catalogue
from liandong.enterprises.rules.showing import shown
from liandong.figures.enums import AskState, Set
from liandong.figures.models import Ask, Item
from liandong.figures.queries.reach import READERS, supplies
from liandong.figures.rules.periods import month_before, months_of
from liandong.figures.rules.words import period_words, short_month

YEAR = 13  # months that hold the newest and the same one of the year before, with needs between


def panel(user: User, enterprise: Enterprise, now: datetime) -> Panel | None:
    """Return an enterprise's newest figures and needs as its reader may see them; three queries at most."""
    standing = standing_of(user)
    reads = Role.AUDITOR in standing.roles or any(
        enterprise.region_id.startswith(code) for code in standing.region_codes(*READERS)
    )
    given = {} if reads else supplies(standing)
    if not reads and not given:
        return None
    answered = Ask.objects.filter(enterprise=enterprise, state=AskState.ANSWERED)
    asks = list(answered.order_by("-period")[: YEAR + 8])
    need = next((ask for ask in asks if ask.set == Set.NEED), None)
    month = next((ask for ask in asks if ask.set == Set.INDICATOR), None) if reads else None
    if need is None and month is None:
        return None
    items = list(Item.objects.filter(is_active=True))
    before = None
    if month is not None:
        year_ago = month_before(month.period, 12)
        before = next((a for a in asks if (a.set, a.period) == (Set.INDICATOR, year_ago)), None)
    return Panel(
        "figures/of_enterprise.html",
        {
            "month": month,
            "month_words": period_words(Set.INDICATOR, month.period) if month else "",
            "figures": _figures(items, month, before) if month else [],
            "need_words": period_words(Set.NEED, need.period) if need else "",
            "needs": _needs(items, need, None if reads else set(given)) if need else [],
        },
    )


def _figures(items: list[Item], month: Ask, before: Ask | None) -> list[dict[str, Any]]:
    known, rows = catalogue(), []
    for item in items:
        value = month.values.get(item.code)
        if item.set != Set.INDICATOR or value is None:
            continue
        past = before.values.get(item.code) if before else None
        share = round(100 * (value - past) / past) if past else None
        rows.append(
            {
                "name": item.name,
                "value": shown(item.kind, value, known),
                "growth": ""
                if share is None
                else _("比去年同月 %(share)s") % {"share": f"{share:+d}%"},
            }
        )
    return rows


def _needs(items: list[Item], need: Ask, only: set[str] | None) -> list[dict[str, Any]]:
    known, months, rows = catalogue(), months_of(Set.NEED, need.period), []
    for item in items:
        figures = need.values.get(item.code) or []
        if item.set != Set.NEED or not any(figures) or (only is not None and item.code not in only):
            continue
        said = [
            f"{short_month(month)} {_('不知道') if value is None else shown(item.kind, value, known)}"
            for month, value in zip(months, figures, strict=True)
        ]
        rows.append({"name": item.name, "said": said})
    return rows
