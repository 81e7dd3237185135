"""The reference data is there after loading, and stays as it was changed."""

from datetime import time

from liandong.departments.actions import load_reference
from liandong.departments.enums import DepartmentKind, RegionLevel
from liandong.departments.models import Calendar, CalendarDay, Department, Region
from liandong.departments.queries import calendar_of, forget_calendars
from liandong.journal.models import Entry


def test_loading_again_changes_nothing(db):
    Department.objects.filter(code="ly-power").update(remit="改过的职责")
    before = [list(m.objects.order_by("pk").values()) for m in (Region, Department, CalendarDay)]
    entries = Entry.objects.count()
    load_reference()
    assert before == [
        list(m.objects.order_by("pk").values()) for m in (Region, Department, CalendarDay)
    ]
    assert Entry.objects.count() == entries


def test_what_is_missing_comes_back_with_one_line_in_the_journal(db):
    CalendarDay.objects.filter(date="2026-10-01").delete()
    load_reference()
    assert CalendarDay.objects.get(date="2026-10-01").name == "国庆节"
    entry = Entry.objects.order_by("id").last()
    assert (entry.verb, entry.actor, entry.data) == (
        "reference.loaded",
        "system",
        {"regions": 0, "days": 1, "departments": 0, "calendars": 0},
    )


def test_the_tree_of_regions_and_the_bodies_that_enterprises_meet(db):
    xigong = Region.objects.get(code="410303")
    assert (xigong.prefix, xigong.parent.name, xigong.parent.parent.name) == (
        "XG",
        "洛阳市",
        "河南省",
    )
    assert Region.objects.filter(code__startswith="410303", level=RegionLevel.TOWN).count() >= 9
    kinds = set(Department.objects.filter(is_active=True).values_list("kind", flat=True))
    assert kinds >= {
        DepartmentKind.GOVERNMENT,
        DepartmentKind.STREET,
        DepartmentKind.PARK,
        DepartmentKind.UTILITY,
        DepartmentKind.PUBLIC_BODY,
        DepartmentKind.COURT,
    }
    assert Department.objects.filter(region_id="410303").count() >= 20
    assert not Department.objects.filter(remit="").exists()


def test_the_usual_hours_are_a_calendar_that_can_be_seen_and_changed(db):
    calendar = Calendar.objects.get()
    assert calendar.windows == [["09:00", "12:00"], ["13:00", "17:00"]]
    Calendar.objects.update(windows=[["09:00", "12:00"], ["13:30", "17:30"]])
    forget_calendars()
    assert calendar_of(None, "410303").windows[1].end == time(17, 30)
    load_reference()
    assert Calendar.objects.get().windows[1] == ["13:30", "17:30"]
