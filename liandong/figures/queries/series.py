"""A figure month by month, for code, not eyes."""

from collections.abc import Collection
from datetime import date

from liandong.departments.queries import today
from liandong.figures.enums import AskState, Set
from liandong.figures.models import Ask
from liandong.figures.rules.periods import month_before


def series(
    enterprise_ids: Collection[int], item: str, months: int
) -> dict[int, list[tuple[date, float | None]]]:
    """Return what enterprises reported of a monthly figure, in the last months that are over, oldest first.

    `{enterprise: [(first of month, figure)]}`; None is unknown, money is in yuan. One query. Enterprises that
    reported in none of these months are not there.
    """
    last = month_before(today().replace(day=1))
    wanted = [month_before(last, back) for back in range(months - 1, -1, -1)]
    rows = Ask.objects.filter(
        enterprise__in=enterprise_ids,
        set=Set.INDICATOR,
        state=AskState.ANSWERED,
        period__gte=wanted[0],
    ).values_list("enterprise_id", "period", f"values__{item}")
    known: dict[int, dict[date, float | None]] = {}
    for enterprise, period, figure in rows:
        known.setdefault(enterprise, {})[period] = figure
    return {
        enterprise: [(month, said.get(month)) for month in wanted]
        for enterprise, said in known.items()
    }
