"""When an office works: calendars as they are kept, made into ones that can be counted with."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from liandong.departments.models import Calendar as KeptCalendar
from liandong.departments.models import CalendarDay, Department, Region
from liandong.departments.queries.people import today
from liandong.departments.rules import (
    codes_upward,
    known_years,
    windows_from,
    years_needed,
)
from liandong.kit.working_time import SHANGHAI, USUAL_WINDOWS, Calendar, Window

CHECK_SECONDS = 5.0
MOST_CHANGES = 200  # of calendar days since a limit began; a year has some thirty
_STAMP = """
    SELECT (SELECT md5(string_agg(c::text, '|' ORDER BY id)) FROM departments_calendar c),
           (SELECT md5(string_agg(d::text, '|' ORDER BY id)) FROM departments_calendarday d),
           (SELECT md5(string_agg(code || ' ' || calendar_id, '|' ORDER BY code))
              FROM departments_region WHERE calendar_id IS NOT NULL)
"""


@dataclass
class _Known:
    """What this process knows of the calendars, and when it last looked whether that still
    holds.
    """

    stamp: tuple[str | None, ...] = ("unread",)
    checked: float = float("-inf")
    usual: Calendar = field(default_factory=Calendar)
    by_id: dict[int, Calendar] = field(default_factory=dict)
    by_region: dict[str, int] = field(default_factory=dict)
    names: dict[int | None, dict[date, str]] = field(default_factory=dict)


_known = _Known()


def forget_calendars() -> None:
    """Read the calendars anew at the next question; for whoever has just changed them."""
    _known.checked = float("-inf")


def calendar_of(department: Department | None, region: Region | str) -> Calendar:
    """Return when an office works: the department's own calendar, else its region's, else the
    nearest above that has one, else 09:00–12:00 and 13:00–17:00 from Monday to Friday.

    Days without a calendar (national holidays and 调休) hold in all of them; a calendar's own day
    wins. Kept per process; whether rows have changed is asked at most every five seconds.
    """
    known = _fresh()
    return known.by_id.get(_calendar_id(known, department, region) or 0, known.usual)


def day_names(department: Department | None, region: Region | str) -> Mapping[date, str]:
    """Return the names of the days that differ (国庆节), for whoever explains a lamp."""
    known = _fresh()
    number = _calendar_id(known, department, region)
    return {**known.names.get(None, {}), **known.names.get(number, {})}


def days_changed(
    department: Department | None, region: Region | str, since: datetime, until: datetime
) -> list[str]:
    """Return which days between two moments somebody has entered, changed or taken out since the first."""
    first, last = since.astimezone(SHANGHAI).date(), until.astimezone(SHANGHAI).date()
    here = ContentType.objects.get_for_model(CalendarDay)
    entries = LogEntry.objects.filter(content_type=here, action_time__gt=since)
    days = {e.object_id: e.object_repr for e in entries.order_by("action_time")[:MOST_CHANGES]}
    said = {
        n: repr for n, repr in days.items() if first.isoformat() <= repr[:10] <= last.isoformat()
    }
    if not said:
        return []
    own = {None, _calendar_id(_fresh(), department, region)}
    left = CalendarDay.objects.filter(pk__in=[n for n in said if n])
    elsewhere = {str(n) for n, kept in left.values_list("pk", "calendar_id") if kept not in own}
    lines = sorted({words for n, words in said.items() if n not in elsewhere})
    return [f"{date_format(date.fromisoformat(w[:10]), _('n月j日'))}{w[10:]}" for w in lines]


def years_without_days(calendar: Calendar, on: date | None = None) -> list[int]:
    """Return the years that count now and whose holidays nobody has entered: the administrator's
    warning.

    This year, and from November, when the State Council has published them, the next.
    """
    return [year for year in years_needed(on or today()) if year not in calendar.known_years]


def calendars_without_days(on: date | None = None) -> dict[str, list[int]]:
    """Return for each calendar that lacks a year its name and those years; `""` stands for all that
    lack what the usual one lacks.
    """
    known = _fresh()
    names = dict(KeptCalendar.objects.values_list("pk", "name"))
    found = {"": years_without_days(known.usual, on)}
    found |= {names[k]: years_without_days(c, on) for k, c in known.by_id.items() if k in names}
    return {
        name: years for name, years in found.items() if years and (not name or years != found[""])
    }


def _calendar_id(known: _Known, department: Department | None, region: Region | str) -> int | None:
    if department is not None and department.calendar_id:
        return department.calendar_id
    codes = codes_upward(region if isinstance(region, str) else region.code)
    return next((known.by_region[code] for code in codes if code in known.by_region), None)


def _fresh() -> _Known:
    """Return what is known, read anew if the tables have changed since it was read."""
    moment = time.monotonic()
    if moment - _known.checked < CHECK_SECONDS:
        return _known
    with connection.cursor() as cursor:
        cursor.execute(_STAMP)
        stamp = tuple(cursor.fetchone())
    if stamp != _known.stamp:
        _read(stamp)
    _known.checked = moment
    return _known


def _read(stamp: tuple[str | None, ...]) -> None:
    kept = {c.pk: windows_from(c.windows) for c in KeptCalendar.objects.all()}
    days = list(CalendarDay.objects.order_by("date"))
    by_id = {number: _built(windows, days, number) for number, windows in kept.items()}
    names: dict[int | None, dict[date, str]] = {}
    for day in days:
        names.setdefault(day.calendar_id, {})[day.date] = day.name
    regions = Region.objects.filter(calendar__isnull=False)
    _known.usual = _built(USUAL_WINDOWS, days, None)
    _known.by_id = by_id
    _known.by_region = dict(regions.values_list("code", "calendar_id"))
    _known.names = names
    _known.stamp = stamp


def _built(windows: tuple[Window, ...], days: list[CalendarDay], number: int | None) -> Calendar:
    special: dict[date, tuple[Window, ...]] = {}
    for day in sorted(days, key=lambda d: d.calendar_id is not None):
        if day.calendar_id in {None, number}:
            own = windows_from(day.windows) if day.windows else windows
            special[day.date] = own if day.is_working else ()
    return Calendar(windows, special, known_years(special))
