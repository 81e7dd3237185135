"""A department says what it can supply, and is told where that is not enough."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.departments.models import Region
from liandong.departments.queries import standing_of, today
from liandong.enterprises.queries import catalogue
from liandong.enterprises.rules.showing import shown
from liandong.enterprises.rules.values import parse
from liandong.figures.models import Item, Supply
from liandong.figures.queries.reach import supplies
from liandong.journal import actions as journal
from liandong.kit.now import now
from liandong.kit.refusals import Refused
from liandong.kit.regions import code_prefix
from liandong.kit.text import clean_text


@transaction.atomic
def promise_supply(
    item: Item,
    *,
    region: str,
    place: str,
    month: date,
    amount: object,
    note: str = "",
    as_typed: bool = False,
    by: User,
) -> Supply:
    """Say how much of an item a department can give in a place and month; empty: it cannot say yet.

    Only who handles that in a department of the kind that supplies it, for a region it serves.
    """
    office = supplies(standing_of(by)).get(item.code)
    if office is None or not region.startswith(code_prefix(office.region_id)):
        raise Refused("supply.not_yours", _("只有%(norm)s可以填供给。") % {"norm": item.norm})
    Region.objects.select_for_update(no_key=True).get(pk=region)  # one after the other
    kept = None
    if amount not in (None, ""):
        unit = item.unit if as_typed else ""
        kept = float(parse(item.kind, amount, catalogue(), today(), unit=unit))
    key: dict[str, Any] = {"item": item, "region_id": region, "place": place[:60], "month": month}
    before = Supply.objects.filter(**key, department=office).first()
    note = clean_text(note)[:200]
    if before and (before.amount, before.note) == (kept, note):
        return before
    supply, _made = Supply.objects.update_or_create(
        **key,
        department=office,
        defaults={"amount": kept, "note": note, "by": by, "at": now()},
    )
    journal.record(
        "supply.promised",
        on=supply,
        by=by,
        office=office.short,
        region=region,
        place=place,
        month=month.month,
        item=item.name,
        amount="" if kept is None else shown(item.kind, kept, catalogue()),
        figure=kept,
    )
    return supply
