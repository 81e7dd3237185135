"""A department says what it can supply, and is told where that is not enough."""

from collections.abc import Mapping
from datetime import date

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
from liandong.figures.rules.words import short_month
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
    amounts: Mapping[date, object],
    as_typed: bool = False,
    by: User,
) -> list[Supply]:
    """Say how much of an item a department can give in a place, by month; empty: it cannot say yet.

    Returns what is new. Only who handles that in a department of the kind that supplies it, for a region it
    serves.
    """
    office = supplies(standing_of(by)).get(item.code)
    if office is None or not region.startswith(code_prefix(office.region_id)):
        raise Refused("supply.not_yours", _("只有%(norm)s可以填供给。") % {"norm": item.norm})
    # one after the other
    if not Region.objects.select_for_update(no_key=True).filter(pk=region).first():
        raise Refused("supply.region", _("没有“%(value)s”这个辖区。") % {"value": region})
    theirs = {"item": item, "region_id": region, "place": clean_text(place)[:60]}
    rows = Supply.objects.filter(**theirs, department=office, month__in=amounts)
    before = {row.month: row.amount for row in rows}
    known, moment, changed = catalogue(), now(), []
    for month, raw in sorted(amounts.items()):
        kept = None
        if raw not in (None, ""):
            unit = item.unit if as_typed else ""
            kept = float(parse(item.kind, raw, known, today(), unit=unit))
        if before.get(month) != kept:
            changed.append(
                Supply(**theirs, department=office, month=month, amount=kept, by=by, at=moment)
            )
    if not changed:
        return []
    Supply.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["item", "region", "place", "month", "department"],
        update_fields=["amount", "by", "at"],
    )
    said = [
        f"{short_month(s.month)} {shown(item.kind, s.amount, known)}"
        for s in changed
        if s.amount is not None
    ]
    journal.record(
        "supply.promised",
        on=changed[0],
        by=by,
        office=office.short,
        region=region,
        place=place,
        item=item.name,
        known=bool(said),
        amounts=_("、").join(said),
        figures={s.month.isoformat(): s.amount for s in changed},
    )
    return changed
