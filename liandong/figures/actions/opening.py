"""Asking, once: a period is opened for a region, who has not answered is reminded once, and it closes."""

from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.departments.enums import Role
from liandong.departments.models import Region
from liandong.departments.queries import calendar_of, region_codes_of, today
from liandong.figures.enums import AskState, Set
from liandong.figures.models import Ask
from liandong.figures.queries.asks import terms_of
from liandong.figures.rules.periods import closes_on, month_before
from liandong.journal import actions as journal
from liandong.kit.now import now
from liandong.kit.refusals import Refused
from liandong.kit.regions import code_prefix

# Who has a member to ask, is in business, and fits the region's terms; and who did not skip thrice of late.
OPEN = """
INSERT INTO figures_ask (enterprise_id, set, period, region_id, place, industry, asked_at, closes_on, values,
    sources, note, state)
SELECT e.id, %(set)s::text, %(period)s::date, e.region_id,
    left(coalesce(nullif(s.facts->'park'->>0, ''), s.facts->'town'->>0, ''), 60), e.industry,
    %(now)s::timestamptz, %(closes)s::date, '{}', '{}', '', 'open'
FROM enterprises_enterprise e LEFT JOIN enterprises_sheet s ON s.enterprise_id = e.id
WHERE e.region_id LIKE %(prefix)s AND e.is_verified
  AND EXISTS (SELECT FROM enterprises_member m WHERE m.enterprise_id = e.id)
  AND coalesce(s.facts->'status'->>0, 'open') = 'open'
  AND CASE %(asked)s::text WHEN 'key' THEN e.is_key
      WHEN 'above' THEN coalesce((s.facts->'above_scale'->0)::boolean, false) ELSE true END
  AND 3 > (SELECT count(*) FILTER (WHERE state = 'skipped' AND newest >= %(rested)s::date)
      FROM (SELECT state, max(period) OVER () AS newest FROM figures_ask a
            WHERE a.enterprise_id = e.id AND a.set = %(set)s::text AND a.period < %(period)s::date
            ORDER BY period DESC LIMIT 3) lately)
ORDER BY e.id
ON CONFLICT (enterprise_id, set, period) DO NOTHING RETURNING id
"""


@transaction.atomic
def open_period(asked: str, period: date, region: str, *, by: User | None = None) -> int:
    """Ask the enterprises of a region for a period; return how many were asked now, nobody twice.

    By hand only the region's coordinator; whoever skipped three times running rests for a quarter.
    """
    place = Region.objects.select_for_update(no_key=True).get(pk=region)
    if by is not None and not any(
        region.startswith(code) for code in region_codes_of(by, Role.COORDINATOR)
    ):
        raise Refused("figures.not_yours", _("只有本辖区的协调员可以请企业报数。"))
    terms = terms_of(region)
    day = terms.closes_day if asked == Set.INDICATOR else terms.needs_closes_day
    closes = closes_on(asked, period, day, calendar_of(None, place))
    if closes < today():
        raise Refused("figures.closed", _("这一期已经过了报数的时间。"))
    with connection.cursor() as cursor:
        cursor.execute(
            OPEN,
            {
                "set": asked, "period": period, "prefix": f"{code_prefix(region)}%", "now": now(),
                "closes": closes, "asked": terms.asked, "rested": month_before(period, 3),
            },
        )  # fmt: skip
        ids = [pk for (pk,) in cursor.fetchall()]
    if not ids:
        return 0
    journal.record(
        "figures.opened", on=place, by=by, set=asked, period=period.isoformat(), asked=len(ids),
        region=region, by_day=closes.isoformat(),
    )  # fmt: skip
    for ask in Ask.objects.filter(pk__in=ids).select_related("enterprise").order_by("pk"):
        _tell("figures.asked", ask, by)
    return len(ids)


@transaction.atomic
def remind(ask: Ask) -> bool:
    """Tell an enterprise once that a period closes soon; return whether there was need to."""
    ask = (
        Ask.objects.select_for_update(no_key=True, of=("self",))
        .select_related("enterprise")
        .get(pk=ask.pk)
    )
    if ask.state != AskState.OPEN or ask.reminded_at:
        return False
    ask.reminded_at = now()
    ask.save(update_fields=["reminded_at"])
    _tell("figures.reminded", ask, None)
    return True


def close_periods() -> int:
    """Close what was not answered in time; return how many. A late answer is still taken."""
    late = Ask.objects.filter(state=AskState.OPEN, closes_on__lt=today())
    return late.update(state=AskState.CLOSED)


def _tell(verb: str, ask: Ask, by: User | None) -> None:
    quarter = (ask.period.month + 2) // 3
    journal.record(
        verb, on=ask, by=by, enterprise=ask.enterprise_id, set=ask.set, month=ask.period.month,
        quarter=quarter, by_day=ask.closes_on.isoformat(),
    )  # fmt: skip
