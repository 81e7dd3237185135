"""Carries the reference data into the database: regions, holidays, departments."""

import json
from pathlib import Path
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from liandong.departments.models import Calendar, CalendarDay, Department, Region
from liandong.journal.actions import record

DATA = Path(__file__).resolve().parent.parent / "data"
AnyModel = TypeVar("AnyModel", bound=Model)


def _file(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def _add(model: type[AnyModel], rows: list[AnyModel]) -> int:
    """Insert the rows that are not there yet, told by what is unique about them; return how
    many.
    """
    before = model._default_manager.count()
    model._default_manager.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return model._default_manager.count() - before


def _add_regions() -> int:
    offices = {o["region"]: o for o in _file("offices.json")["offices"]}
    rows = []
    for kept in _file("regions.json")["regions"]:
        office = offices.get(kept["code"], {})
        rows.append(
            Region(
                code=kept["code"],
                name=kept["name"],
                level=kept["level"],
                parent_id=kept["parent"],
                prefix=office.get("prefix", ""),
                office=office.get("office", ""),
                office_phone=office.get("phone", ""),
            )
        )
    return _add(Region, sorted(rows, key=lambda r: (len(r.code), r.code)))


def _add_days() -> int:
    kept = _file("holidays.json")
    rows = [
        CalendarDay(date=day, is_working=is_working, name=name)
        for key, is_working in (("holidays", False), ("workdays", True))
        for day, name in kept[key].items()
    ]
    return _add(CalendarDay, rows)


def _add_calendar() -> int:
    """Enter the usual hours as a calendar of the topmost regions: seen and changed as any other."""
    if Calendar.objects.exists():
        return 0
    known = _file("calendar.json")
    usual = Calendar.objects.create(name=known["name"], windows=known["windows"])
    Region.objects.filter(parent=None, calendar=None).update(calendar=usual)
    return 1


def _add_departments() -> int:
    kept = _file("departments.json")["departments"]
    there = set(Department.objects.values_list("code", flat=True))
    new = [row for row in kept if row["code"] not in there]
    Department.objects.bulk_create(
        Department(
            code=row["code"],
            name=row["name"],
            short=row["short"],
            short_en=row.get("short_en", ""),
            region_id=row["region"],
            town_id=row.get("town"),
            kind=row["kind"],
            norm=row["norm"],
            remit=row["remit"],
            phone=row["phone"],
            is_sample=True,
        )
        for row in new
    )
    by_code = {d.code: d for d in Department.objects.all()}
    below = [row for row in new if row["parent"]]
    for row in below:
        by_code[row["code"]].parent = by_code[row["parent"]]
    Department.objects.bulk_update([by_code[row["code"]] for row in below], ["parent"])
    return len(new)


@transaction.atomic
def load_reference() -> None:
    """Add the regions, holidays, usual hours and departments that are missing; safe to run at every start.

    What is there already stays as it is, since an administrator may have changed it. One journal
    entry, on the topmost region, when anything was added.
    """
    regions, days, departments = _add_regions(), _add_days(), _add_departments()
    calendars = _add_calendar()
    if regions or days or departments or calendars:
        top = Region.objects.select_for_update().filter(parent__isnull=True).earliest("code")
        record(
            "reference.loaded",
            on=top,
            by=None,
            regions=regions,
            days=days,
            departments=departments,
            calendars=calendars,
        )
