"""When sample appeals are filed: more in working hours, more lately, each kind in its season."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from liandong.kit.working_time import SHANGHAI, Calendar

SEASONS = {
    "summer": {6: 1.9, 7: 2.3, 8: 2.3, 9: 1.2},
    "winter": {11: 1.7, 12: 2.3, 1: 2.3, 2: 1.7, 3: 1.2},
    "spring": {2: 1.5, 3: 2.1, 4: 1.7, 5: 1.2},
    "autumn": {9: 1.6, 10: 1.7, 11: 1.6, 12: 1.4},
}
OUT_OF_SEASON = 0.55
DAY_OFF = 0.12  # of a working day's appeals
GROWTH = 1.2  # the second year brings about twice the first one's
LATELY, RUSH = 24, 2.3  # in the last days there is more than ever
# Of a day's appeals by the hour: people write at the start of the shift and after lunch.
HOURS = {
    7: 2, 8: 7, 9: 15, 10: 14, 11: 9, 12: 4, 13: 7, 14: 12, 15: 12, 16: 9, 17: 4, 18: 2,
    19: 1.5, 20: 1.5, 21: 1, 22: 0.5,
}  # fmt: skip


def filing_moments(
    count: int, start: date, end: datetime, calendar: Calendar, random: Random
) -> list[datetime]:
    """Return so many moments from a day until a moment, in order, as enterprises would choose them."""
    last = end.astimezone(SHANGHAI).date()
    days = [start + timedelta(days=n) for n in range((last - start).days + 1)]
    weights = [_weight(day, n / len(days), calendar) for n, day in enumerate(days)]
    for n in range(max(0, len(days) - LATELY), len(days)):
        weights[n] *= RUSH
    found: list[datetime] = []
    while len(found) < count:
        for day in random.choices(days, weights, k=count - len(found)):
            hour = random.choices(list(HOURS), list(HOURS.values()))[0]
            at = time(hour, random.randrange(60), random.randrange(60))
            moment = datetime.combine(day, at, tzinfo=SHANGHAI)
            if moment < end:
                found.append(moment)
    return sorted(found)


def _weight(day: date, gone: float, calendar: Calendar) -> float:
    usual = 1.0 if calendar.windows_on(day) else DAY_OFF
    return usual * (1 + GROWTH * gone) * (0.6 if day.month == 2 else 1.0)


def topic_for(
    month: int, group: str, topics: Sequence[dict[str, Any]], random: Random
) -> dict[str, Any]:
    """Return what an enterprise of a group is likely to raise in a month."""
    fitting = [t for t in topics if not t["for"] or group in t["for"].split()]
    return random.choices(fitting, [t["weight"] * _season(t, month) for t in fitting])[0]


def _season(topic: dict[str, Any], month: int) -> float:
    if not topic["season"]:
        return 1.0
    return SEASONS[topic["season"]].get(month, OUT_OF_SEASON)
