"""How pages of liaison say days, turns and lamps."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liandong.appeals.models import Appeal
from liandong.appeals.queries.facts import lamp_of
from liandong.appeals.rules.wording import state_word
from liandong.keylists.enums import Tier
from liandong.liaison.enums import Mood
from liandong.liaison.models import Note
from liandong.liaison.queries import Kept

MOST_LAMPS = 3
ICON = {Mood.GOOD: "circle-check", Mood.PLAIN: "circle-dashed", Mood.BAD: "triangle-alert"}


def day(on: date, now: datetime) -> str:
    """Return a day as people say it: 今天, 11月26日, 2027年1月15日."""
    today = localtime(now).date()
    if on == today:
        return pgettext("in a sentence", "今天")
    return date_format(on, _("n月j日") if on.year == today.year else _("Y年n月j日"))


def when(moment: datetime, now: datetime) -> str:
    """Return a moment as people say it: 今天 16:20, 11月26日 17:00."""
    local = localtime(moment)
    return f"{day(local.date(), now)} {local:%H:%M}"


def weekday(now: datetime) -> str:
    """Return today with its weekday: 11月25日 周三."""
    local = localtime(now)
    names = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
    return f"{date_format(local, _('n月j日'))} {names[local.weekday()]}"


def last_said(note: Note | None, now: datetime) -> dict[str, str] | None:
    """Return what was last heard, on one line, with its day and who wrote it."""
    if note is None:
        return None
    said = " ".join(note.text.split())
    return {"text": said, "on": day(localtime(note.written_at).date(), now), "by": str(note.by)}


def turn(kept: Kept, note: Note | None, now: datetime) -> dict[str, Any]:
    """Return an enterprise with for how long nobody has been in touch, and how long that may last."""
    if kept.last is None:
        heard = _("还没有联系过")
    elif not kept.silent:
        heard = _("今天联系过")
    else:
        heard = _("%(n)s 天没联系") % {"n": kept.silent}
    return {
        "enterprise": kept.enterprise,
        "heard": heard,
        "tier": Tier(kept.tier).label if kept.tier else "",
        "limit": kept.limit,
        "over": kept.over,
        "last": last_said(note, now),
    }


def lamps(appeals: Iterable[Appeal], now: datetime) -> list[dict[str, Any]]:
    """Return the lamps of an enterprise's open appeals, those that burn first."""
    order = {"red": 0, "yellow": 1}
    rows = []
    for appeal in appeals:
        lamp = lamp_of(appeal, now)
        rows.append(
            {
                "appeal": appeal,
                "lamp": "off" if appeal.paused_at else str(lamp or "done"),
                "word": state_word(appeal.state),
                "who": appeal.lead.label if appeal.lead else "",
            }
        )
    rows.sort(key=lambda row: order.get(str(row["lamp"]), 2))
    return rows


def moods() -> list[dict[str, str]]:
    """Return the three moods as choices."""
    return [{"value": m.value, "word": str(m.label), "icon": ICON[m]} for m in Mood]
