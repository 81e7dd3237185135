"""How limits and moments are said on a desk: what is owed, by when, and whether it is late."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from liandong.appeals.enums import Limit, State
from liandong.appeals.rules.terms import words


def when(moment: datetime, now: datetime) -> str:
    """Return a moment as it is said on a day: 今天 16:05, 11月26日 14:12, with the year if another."""
    there, here = localtime(moment), localtime(now)
    if there.date() == here.date():
        return _("今天 %(time)s") % {"time": date_format(there, "H:i")}
    return words(moment, now)


def owed(limit: str) -> str:
    """Return what must be done by a limit, as a verb."""
    return {
        Limit.DISPATCH: _("交办"),
        Limit.ACCEPT: _("签收"),
        Limit.CONTACT: _("联系企业"),
        Limit.RESOLVE: _("办结"),
        Limit.STEP: _("完成这一步"),
    }.get(Limit(limit), "") if limit else ""  # fmt: skip


def due_words(limit: str, burns_at: datetime | None, now: datetime) -> str:
    """Return the running limit in words: 今天 16:05 前签收; once it has passed, 11月25日 10:15 应办结."""
    if burns_at is None:
        return ""
    moment, verb = when(burns_at, now), owed(limit)
    if now > burns_at:
        return _("%(when)s 应%(verb)s") % {"when": moment, "verb": verb}
    return _("%(when)s 前%(verb)s") % {"when": moment, "verb": verb}


def state_word(state: str) -> str:
    """Return a state as a desk says it; the enterprise's own pages speak of 您."""
    return _("等企业评价") if state == State.RESOLVED else str(State(state).label)
