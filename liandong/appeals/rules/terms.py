"""What may be asked for: returns, extensions, promises, each within its bounds."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from liandong.kit.refusals import Refused
from liandong.kit.working_time import (
    Calendar,
    add_working_time,
    one_working_day,
    subtract_working_time,
)

MOST_RETURNS = 2  # the ruling on the second return binds


def require_return(
    *,
    assigned_at: datetime | None,
    now: datetime,
    hours: float,
    calendar: Calendar,
    returned_by_this: int,
    returned: int,
) -> None:
    """Refuse a return that comes too late, twice from one department, or after a binding ruling."""
    if returned >= MOST_RETURNS:
        raise Refused("appeal.ruling_binds", _("协调员已经裁定，不能再退单；有困难请找协调员。"))
    if returned_by_this:
        raise Refused("appeal.returned_before", _("本部门已经退过一次，不能再退。"))
    last = add_working_time(assigned_at or now, timedelta(hours=hours), calendar)
    if now > last:
        raise Refused(
            "appeal.return_too_late",
            _("退单要在交办后半个工作日内提出，已于%(last)s截止。请签收办理，或请协调员改派。")
            % {"last": words(last, now)},
        )


def require_extension(
    *,
    due_at: datetime | None,
    until: datetime,
    now: datetime,
    granted: int,
    most: int,
    latest: datetime,
    calendar: Calendar,
) -> None:
    """Refuse an extension asked too late, too often, to a date that is no later, or too far away."""
    assert due_at is not None
    if granted >= most:
        raise Refused(
            "appeal.extended_enough", _("已经延期%(most)s次，不能再延。") % {"most": most}
        )
    last = subtract_working_time(due_at, one_working_day(calendar), calendar)
    if now > last:
        raise Refused(
            "appeal.extension_too_late",
            _("延期要在期限前至少一个工作日提出，已于%(last)s截止。") % {"last": words(last, now)},
        )
    if until <= due_at:
        raise Refused(
            "appeal.extension_no_later",
            _("新期限要晚于现在的期限（%(due)s）。") % {"due": words(due_at, now)},
        )
    if until > latest:
        raise Refused(
            "appeal.extension_too_long",
            _("延期最晚到 %(latest)s。还办不完的，请申请承诺办理，或请协调员提交联席会议。")
            % {"latest": words(latest, now)},
        )


def require_working_day(day: date, *, calendar: Calendar, now: datetime) -> None:
    """Refuse a day off as the end of a limit: nobody is at work when it would run out."""
    if not calendar.windows_on(day):
        raise Refused(
            "appeal.not_a_working_day",
            _("%(day)s 不上班，请选一个工作日。") % {"day": day_words(day, now)},
        )


def require_steps(dates: Sequence[date], *, calendar: Calendar, now: datetime) -> None:
    """Refuse a promise without steps, with steps in the past, on a day off, or out of order."""
    if not dates:
        raise Refused("promise.no_steps", _("承诺要写明至少一步：做什么、哪天前做完。"))
    if min(dates) <= localtime(now).date():
        raise Refused("promise.step_in_past", _("每一步的日期都要在今天以后。"))
    if list(dates) != sorted(dates):
        raise Refused("promise.steps_out_of_order", _("请按日期先后写步骤。"))
    for day in dates:
        require_working_day(day, calendar=calendar, now=now)


def words(moment: datetime, now: datetime) -> str:
    """Return a moment as people read it: 11月26日 17:00, with the year where it is not this one."""
    there = localtime(moment)
    this_year = there.year == localtime(now).year
    return date_format(there, _("n月j日 H:i") if this_year else _("Y年n月j日 H:i"))


def day_words(day: date, now: datetime) -> str:
    """Return a day as people read it: 11月26日, with the year where it is not this one."""
    this_year = day.year == localtime(now).year
    return date_format(day, _("n月j日") if this_year else _("Y年n月j日"))
