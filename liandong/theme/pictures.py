"""Geometry of the small pictures: the clock's bars and a chart's line. Pure; drawn by templates."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from liandong.theme import spells
from liandong.theme.spells import SHANGHAI

WIDTH = 272.0
GAP = 1.5
LONGEST_OFF = timedelta(hours=3)  # what does not count is drawn no wider than this
TICK_ROOM = 40.0
LAST_TICK = 30.0  # a day's name is no wider; the last one ends with the bars


class Piece(NamedTuple):
    """A bar of the clock: what was counted on one day, or one rest."""

    kind: str
    start: datetime
    end: datetime
    time: timedelta

    @property
    def day(self) -> date:
        """The day on which it starts."""
        return self.start.astimezone(SHANGHAI).date()


def _of(thing: Any, name: str) -> Any:
    """Return a part of a dictionary or an object."""
    return thing[name] if isinstance(thing, dict) else getattr(thing, name)


def clock(intervals: Iterable[Any], now: datetime | None, due: datetime | None) -> dict[str, Any]:
    """Return `bars`, `ticks`, place of `now`, `rows` and `every` spell of a clock.

    Intervals are those of a working calendar (start, end, counted, why, name). Counted time is as
    wide as it is long, other time at most three hours wide, nights and lunches are left out; what
    lies after `now` is what is left, what was counted after `due` is over. `every` has a part for
    what has passed, one for what passed after the limit, one for what is to come.
    """
    found = spells.spells(intervals)
    pieces: list[Piece] = []
    for spell in found:
        if spell.why in spells.CLOSED:
            continue
        inside = (t for t in (now, due) if t and spell.start < t < spell.end)
        for start, end in pairwise(sorted({spell.start, spell.end, *inside})):
            piece = Piece(_kind(start, spell.counted, now, due), start, end, end - start)
            if pieces and pieces[-1].kind == piece.kind and pieces[-1].day == piece.day:
                piece = Piece(piece.kind, pieces[-1].start, end, pieces[-1].time + piece.time)
                pieces.pop()
            pieces.append(piece)
    return {
        **_bars(pieces, now),
        "rows": spells.rows(found, now),
        "every": spells.every(found, now, due),
    }


def _kind(start: datetime, counted: bool, now: datetime | None, due: datetime | None) -> str:
    """Return how a piece is drawn: off, on, over (late), left (still free) or free (after due)."""
    if not counted:
        return "off"
    if now and start >= now:
        return "left" if not due or start < due else "free"
    return "over" if due and start >= due else "on"


def _bars(pieces: Sequence[Piece], now: datetime | None) -> dict[str, Any]:
    """Place the pieces side by side over the whole width, with days below where there is room."""
    weights = [
        (p.time if p.kind != "off" else min(p.time, LONGEST_OFF)).total_seconds() for p in pieces
    ]
    total = sum(weights)
    if not total:
        return {"bars": [], "ticks": [], "now": ""}
    gap = min(GAP, WIDTH / 4 / len(pieces))
    room = WIDTH - gap * (len(pieces) - 1)
    widths = [max(room * weight / total, min(1.0, room / len(pieces))) for weight in weights]
    shrink = room / sum(widths)
    today = now.astimezone(SHANGHAI).date() if now else None
    bars: list[dict[str, str]] = []
    ticks: list[dict[str, Any]] = []
    x, mark = 0.0, ""
    seen: date | None = None
    last_tick = -TICK_ROOM
    for piece, wide in zip(pieces, widths, strict=True):
        width = wide * shrink
        bars.append({"kind": piece.kind, "x": f"{x:.1f}", "width": f"{width:.1f}"})
        if piece.kind != "off" and piece.day != seen:
            at = min(x, WIDTH - LAST_TICK)
            crowded = at - last_tick < TICK_ROOM
            if crowded and piece.day == today and ticks:
                ticks.pop()
            if not crowded or piece.day == today:
                ticks.append(
                    {
                        "x": f"{at:.1f}",
                        "word": _("%(day)d日") % {"day": piece.day.day},
                        "today": piece.day == today,
                    }
                )
                last_tick = at
        seen = piece.day
        if now and piece.start <= now <= piece.end:
            mark = f"{x + width * ((now - piece.start) / (piece.end - piece.start)):.1f}"
        x += width + gap
    return {"bars": bars, "ticks": ticks, "now": mark}


def chart(
    points: Sequence[Any], low: float | None = None, high: float | None = None
) -> dict[str, Any]:
    """Return lines, path and bars of a chart 280 wide and 110 high, and what to say of its ends."""
    values = [float(_of(p, "value")) for p in points]
    if not values:
        return {"lines": [], "path": "", "bars": [], "first": ""}
    bottom = min(values) if low is None else float(low)
    top = max(values) if high is None else float(high)
    if top <= bottom:
        top = bottom + 1
    left, right, up, down = 34.0, 276.0, 6.0, 86.0
    step = (right - left) / max(len(values) - 1, 1)
    slot = (280 - left) / len(values)
    ys = [down - (v - bottom) / (top - bottom) * (down - up) for v in values]
    xs = [left + step * i for i in range(len(values))]
    marks = [(up, top), ((up + down) / 2, (top + bottom) / 2), (down, bottom)]
    return {
        "lines": [{"y": f"{y:.0f}", "text_y": f"{y + 5:.0f}", "word": f"{v:g}"} for y, v in marks],
        "path": "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in zip(xs, ys, strict=True)),
        "end_x": f"{xs[-1]:.1f}",
        "end_y": f"{ys[-1]:.1f}",
        "bars": [
            {
                "x": f"{left + slot * i + 1:.1f}",
                "width": f"{max(slot - 3, 2):.1f}",
                "y": f"{y:.1f}",
                "height": f"{max(down - y, 1):.1f}",
            }
            for i, y in enumerate(ys)
        ],
        "from": _of(points[0], "label"),
        "to": _of(points[-1], "label"),
        "first": f"{values[0]:g}",
        "last": f"{values[-1]:g}",
    }
