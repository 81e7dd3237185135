"""Whose hours an office keeps, and that a change of a calendar is seen."""

from datetime import date, time

import pytest

from liandong.departments.models import Calendar, CalendarDay, Region
from liandong.departments.queries import (
    calendar_of,
    calendars,
    calendars_without_days,
    day_names,
    forget_calendars,
    years_without_days,
)
from liandong.kit.working_time import USUAL_WINDOWS, Window

MORNING = (Window(time(8), time(12)),)
NATIONAL_DAY = date(2026, 10, 1)
SUNDAY_WORKED = date(2026, 9, 20)


@pytest.fixture
def mornings(db):
    return Calendar.objects.create(name="只上半天", windows=[["08:00", "12:00"]])


def test_national_holidays_and_adjusted_days_hold_everywhere(power):
    calendar = calendar_of(power, power.region)
    assert calendar.windows == USUAL_WINDOWS
    assert calendar.windows_on(NATIONAL_DAY) == ()
    assert calendar.windows_on(SUNDAY_WORKED) == USUAL_WINDOWS
    assert calendar.known_years == {2024, 2025, 2026}
    assert day_names(power, power.region)[NATIONAL_DAY] == "国庆节"


def test_the_departments_own_calendar_then_the_nearest_regions(power, housing, mornings):
    power.calendar = mornings
    power.save()
    afternoons = Calendar.objects.create(name="下午", windows=[["14:00", "18:00"]])
    Region.objects.filter(code="410303").update(calendar=afternoons)
    forget_calendars()
    assert calendar_of(power, power.region).windows == MORNING
    assert calendar_of(housing, "410303001").windows == (Window(time(14), time(18)),)
    assert calendar_of(None, "410305").windows == USUAL_WINDOWS


def test_an_offices_own_day_wins_over_the_nations(power, mornings):
    power.calendar = mornings
    CalendarDay.objects.create(
        calendar=mornings,
        date=NATIONAL_DAY,
        is_working=True,
        name="值班",
        windows=[["10:00", "11:00"]],
    )
    forget_calendars()
    assert calendar_of(power, "410303").windows_on(NATIONAL_DAY) == (Window(time(10), time(11)),)
    assert day_names(power, "410303")[NATIONAL_DAY] == "值班"
    assert calendar_of(None, "410303").windows_on(NATIONAL_DAY) == ()


def test_a_change_is_seen_within_seconds_without_being_told(power, monkeypatch):
    before = calendar_of(power, power.region)
    CalendarDay.objects.filter(date=NATIONAL_DAY).delete()
    assert calendar_of(power, power.region) is before
    monkeypatch.setattr(calendars, "CHECK_SECONDS", 0.0)
    assert calendar_of(power, power.region).windows_on(NATIONAL_DAY) == USUAL_WINDOWS


def test_a_remembered_calendar_costs_no_query(power, django_assert_num_queries):
    calendar_of(power, power.region)
    with django_assert_num_queries(0):
        calendar_of(power, power.region)


def test_a_year_without_data_is_named_and_counted_by_weekdays(power):
    calendar = calendar_of(power, power.region)
    assert years_without_days(calendar, date(2026, 5, 1)) == []
    assert years_without_days(calendar, date(2026, 11, 24)) == [2027]
    assert calendars_without_days(date(2027, 2, 1)) == {"": [2027]}
    assert calendar.windows_on(date(2027, 10, 1)) == USUAL_WINDOWS  # a Friday
