"""Who supplies something is told once where it is short, or where nobody has said what can be given."""

from datetime import date, timedelta

from django.db import transaction

from liandong.departments.models import Department
from liandong.departments.queries import calendar_of, today
from liandong.enterprises.queries import catalogue
from liandong.enterprises.rules.showing import shown
from liandong.figures.enums import Set
from liandong.figures.models import Ask, Item
from liandong.figures.queries.asks import items_of
from liandong.figures.queries.needs import Place, places_in_need
from liandong.figures.queries.reach import Desk
from liandong.figures.rules.periods import months_of
from liandong.journal import actions as journal
from liandong.journal.models import Entry
from liandong.kit.regions import code_prefix

PATIENCE = 5  # working days after the close in which the supply may be filled in unasked
EVERYTHING = Desk(prefixes=None, coordinates=[], offices={}, only_supplies=False)


def tell_gaps() -> int:
    """Tell of the gaps of every quarter that has been reported and is not over; return how many were told."""
    day = today()
    closed = Ask.objects.filter(set=Set.NEED, closes_on__lt=day).values_list("period", "closes_on")
    told = 0
    for period, closes in sorted(set(closed)):
        if months_of(Set.NEED, period)[-1] >= day.replace(day=1):
            told += sum(_tell(item, period, closes) for item in items_of(Set.NEED))
    return told


@transaction.atomic
def _tell(item: Item, period: date, closes: date) -> int:
    """Tell of one item's gaps, one place at a time, each once."""
    item = Item.objects.select_for_update(no_key=True).get(pk=item.pk)
    subject = f"figures.item:{item.pk}"
    entries = Entry.objects.filter(subject=subject, verb="needs.gap").values_list("data", flat=True)
    before = {(d.get("period"), d.get("place"), d.get("known")) for d in entries}
    told = 0
    for place in places_in_need(EVERYTHING, item, period):
        short = max(place.months, key=lambda m: m.gap or 0)
        known = bool(short.gap)
        if not known:
            short = max(place.months, key=lambda m: (m.need or 0) if m.supply is None else 0)
            if not short.need or short.supply is not None or not _waited(place, closes):
                continue
        offices = _offices(item, place.region)
        if (period.isoformat(), place.name, known) in before or not offices:
            continue
        journal.record(
            "needs.gap", on=item, by=None, departments=offices, region=place.region,
            place=place.name, period=period.isoformat(), month=short.month.month, known=known,
            item=item.name, need=shown(item.kind, short.need, catalogue()),
            gap=shown(item.kind, short.gap or 0, catalogue()),
        )  # fmt: skip
        told += 1
    return told


def _waited(place: Place, closes: date) -> bool:
    """Return whether enough working days have passed for the supply to be filled in."""
    calendar = calendar_of(None, place.region)
    days = (closes + timedelta(days=n) for n in range(1, (today() - closes).days + 1))
    return sum(bool(calendar.windows_on(day)) for day in days) >= PATIENCE


def _offices(item: Item, region: str) -> list[str]:
    """Return the departments that supply an item in a region, those nearest to it."""
    found = Department.objects.filter(norm=item.norm, is_active=True).exclude(norm="")
    near = [(code_prefix(d.region_id), d.code) for d in found]
    near = [(prefix, code) for prefix, code in near if region.startswith(prefix)]
    longest = max((len(prefix) for prefix, _code in near), default=0)
    return [code for prefix, code in near if len(prefix) == longest]
