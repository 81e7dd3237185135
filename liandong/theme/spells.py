"""A clock's spells in words: which time counted, which did not, and why, day by day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

SHANGHAI = ZoneInfo("Asia/Shanghai")
SHORTEST = timedelta(seconds=30)  # what is shorter would read as 0 minutes
CLOSED = ("lunch", "night")  # not worth a row or a bar; listed where every spell is
REASONS = {
    "working": gettext_lazy("工作时间"),
    "adjusted": gettext_lazy("调休上班"),
    "lunch": gettext_lazy("午休"),
    "night": gettext_lazy("下班后"),
    "weekend": gettext_lazy("周末"),
    "holiday": gettext_lazy("节假日"),
    "paused": gettext_lazy("暂停"),
}


@dataclass(frozen=True)
class Spell:
    """A stretch of time in local time; `why` is a word of the working calendar."""

    start: datetime
    end: datetime
    counted: bool
    why: str
    name: str = ""

    @property
    def reason(self) -> str:
        """Why it counted or not, in the reader's language."""
        why = str(REASONS.get(self.why, self.why))
        if self.why == "adjusted" and self.name:
            return _("%(name)s%(why)s") % {"name": self.name, "why": why}
        return self.name or why

    @property
    def length(self) -> str:
        """How long it was."""
        return length(self.end - self.start)


def length(time: timedelta) -> str:
    """Return a length of time in words: 6 小时 48 分."""
    hours, minutes = divmod(round(time.total_seconds()) // 60, 60)
    if not hours:
        return _("%(minutes)d 分") % {"minutes": minutes}
    if not minutes:
        return _("%(hours)d 小时") % {"hours": hours}
    return _("%(hours)d 小时 %(minutes)02d 分") % {"hours": hours, "minutes": minutes}


def spells(intervals: Iterable[Any]) -> list[Spell]:
    """Return intervals (objects or dictionaries with start, end, counted, why, name) as spells."""
    found = []
    for thing in intervals:
        part = thing if isinstance(thing, dict) else thing._asdict()
        start, end = (
            part["start"].astimezone(SHANGHAI),
            part["end"].astimezone(SHANGHAI),
        )
        found.append(
            Spell(
                start,
                end,
                bool(part["counted"]),
                part["why"],
                str(part.get("name") or ""),
            )
        )
    return found


def rows(found: list[Spell], now: datetime | None) -> list[dict[str, Any]]:
    """Return one row a day that counted and one for each rest, up to `now`, oldest first.

    A row has `words`, `counted` and `length`. A day that a pause cuts in two has two rows.
    """
    seen = [
        s for s in found
        if s.why not in CLOSED and (min(s.end, now) if now else s.end) - s.start >= SHORTEST
    ]  # fmt: skip
    groups: list[list[Spell]] = []
    for spell in seen:
        last = groups[-1][-1] if groups else None
        together = last is not None and last.counted == spell.counted
        if together and last is not None and spell.counted:
            together = last.start.date() == spell.start.date()
        elif together and last is not None:
            together = (last.why, last.name) == (spell.why, spell.name)
        if together:
            groups[-1].append(spell)
        else:
            groups.append([spell])
    cut = [s.start.date() for s in found if s.why == "paused" and s.start.date() == s.end.date()]
    return [_row(group, now, first=group[0] is found[0], cut=cut) for group in groups]


def _row(
    group: list[Spell], now: datetime | None, *, first: bool, cut: list[Any]
) -> dict[str, Any]:
    """Word one group of spells."""
    start, last = group[0].start, group[-1]
    ends = [min(s.end, now) if now else s.end for s in group]
    time = sum((end - s.start for s, end in zip(group, ends, strict=True)), timedelta())
    until = ends[-1].astimezone(SHANGHAI)
    running = now is not None and last.end > now
    if not last.counted:
        span = _span if last.why == "paused" else _days
        words = f"{span(start, last.end)} {last.reason}"
    elif start.date() in cut:
        words = f"{day(start)} {start:%H:%M}–{until:%H:%M}"
    elif running:
        words = _("%(day)s 到 %(time)s") % {"day": day(start), "time": f"{until:%H:%M}"}
    elif first:
        words = _("%(day)s %(time)s 起") % {"day": day(start), "time": f"{start:%H:%M}"}
    else:
        words = day(start)
    return {"words": words, "counted": last.counted, "length": length(time)}


def day(moment: datetime) -> str:
    """Return a day in words: 11月20日."""
    return date_format(moment, _("n月j日"))


def _span(start: datetime, end: datetime) -> str:
    """Return from when to when: whole days where it is whole days, else with the hours."""
    if start.time() == end.time() == datetime.min.time():
        return _days(start, end)
    if start.date() == end.date():
        return f"{day(start)} {start:%H:%M}–{end:%H:%M}"
    return f"{day(start)} {start:%H:%M}–{day(end)} {end:%H:%M}"


def _days(start: datetime, end: datetime) -> str:
    """Return the days that are touched; one that ends at midnight ends the day before."""
    last = end - timedelta(microseconds=1)
    if last.date() == start.date():
        return day(start)
    if (last.year, last.month) == (start.year, start.month):
        first = date_format(start, pgettext("first of several days", "n月j日"))
        final = date_format(last, pgettext("last of several days", "j日"))
        return f"{first}–{final}"
    return f"{day(start)}–{day(last)}"


def every(found: list[Spell], now: datetime | None, due: datetime | None) -> list[dict[str, Any]]:
    """Return every spell with its hours, in parts: what passed, passed after the limit, is to come.

    A part has its `name`, the counted time in it as `length`, and `rows`; empty ones are left out, and
    so is what is too short for a minute.
    """
    parts: dict[str, list[Spell]] = {"passed": [], "over": [], "coming": []}
    for spell in found:
        cuts = (t.astimezone(SHANGHAI) for t in (now, due) if t and spell.start < t < spell.end)
        for start, end in pairwise(sorted({spell.start, spell.end, *cuts})):
            name = (
                "coming" if now and start >= now
                else "over" if due and start >= due
                else "passed"
            )  # fmt: skip
            if end - start >= SHORTEST:
                parts[name].append(replace(spell, start=start, end=end))
    return [
        {
            "name": name,
            "length": length(sum((s.end - s.start for s in part if s.counted), timedelta())),
            "rows": [
                {
                    "words": _span(s.start, s.end),
                    "why": s.reason,
                    "counted": s.counted,
                    "length": s.length,
                }
                for s in part
            ],
        }
        for name, part in parts.items()
        if part
    ]
