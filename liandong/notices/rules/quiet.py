"""When a person is left in peace."""

from datetime import datetime, time, timedelta

from liandong.kit.working_time import SHANGHAI

QUIET_FROM, QUIET_TO = time(22), time(7)  # for whoever has not chosen


def quiet_until(moment: datetime, start: time, end: time) -> datetime:
    """Return when an outside message may go out: now, or when the quiet hours that hold now end.

    The hours are of Asia/Shanghai and may pass midnight; equal ones are none.
    """
    local = moment.astimezone(SHANGHAI)
    at = local.time().replace(tzinfo=None)
    is_quiet = start <= at < end if start <= end else at >= start or at < end
    if not is_quiet:
        return moment
    ends = datetime.combine(local.date(), end, SHANGHAI)
    return (ends if ends > local else ends + timedelta(days=1)).astimezone(moment.tzinfo)
