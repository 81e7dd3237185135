"""Adds two years of figures and the needs of the next quarter to the sample district."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from liandong.accounts.models import User
from liandong.demo.actions.cast import Cast
from liandong.demo.actions.people import REGION
from liandong.demo.rules.months import Past, needs_of
from liandong.departments.models import Region
from liandong.departments.queries import today
from liandong.enterprises.models import Enterprise
from liandong.enterprises.queries import facts
from liandong.figures.actions import open_period, promise_supply
from liandong.figures.enums import AskState, Set
from liandong.figures.models import Ask, Item, Terms
from liandong.figures.rules.periods import (
    month_before,
    months_of,
    opens_on,
    quarter_of,
)
from liandong.journal import actions as journal
from liandong.kit.now import standing_at
from liandong.kit.working_time import SHANGHAI

MONTHS = 24
CLOSES = 28  # so that on most days something waits to be answered
ANSWER, ANSWER_NEEDS = 0.78, 0.6  # of those asked, in time
OPEN_FIRM, ANSWERED_FIRM = 1, 2  # the two whose people can be signed in as
SHORT_OF = 800  # 千伏安 in the place that needs most
Reporter = tuple[Enterprise, int, User, Past]


def set_figures(cast: Cast, end: datetime) -> None:
    """Add two years of figures and the needs of the next quarter."""
    with standing_at(end):
        Terms.objects.get_or_create(
            region_id=REGION, defaults={"closes_day": CLOSES, "needs_closes_day": CLOSES}
        )
        newest = month_before(today().replace(day=1))
        reporters = list(_reporters(cast))
        for back in range(MONTHS - 1, 0, -1):
            _past(reporters, month_before(newest, back), end)
    opened = _morning(opens_on(Set.INDICATOR, newest), end)
    with standing_at(opened):
        open_period(Set.INDICATOR, newest, REGION)
    _answer(reporters, newest, opened, end)
    _needs(cast, reporters, end)


def _reporters(cast: Cast) -> Iterator[Reporter]:
    """Yield the key enterprises with who reports and what they are like."""
    found = Enterprise.objects.filter(is_key=True, is_sample=True).select_related("sheet")
    keys = {e.pk: e for e in found}
    for enterprise, firm in cast.enterprises:
        user = cast.members.get(firm.number)
        if user is not None and enterprise.pk in keys:
            known = {code: entry[0] for code, entry in facts(keys[enterprise.pk]).items()}
            yield keys[enterprise.pk], firm.number, user, Past(firm.number, firm.employees, known)


def _past(reporters: list[Reporter], month: date, end: datetime) -> None:
    """Let everybody have answered a month of the past; one line in the journal for all."""
    opened = _morning(opens_on(Set.INDICATOR, month), end)
    asks = [_ask(one, month, opened) for one in reporters]
    Ask.objects.bulk_create(asks, ignore_conflicts=True)
    with standing_at(opened):
        journal.record(
            "figures.opened", on=Region.objects.get(pk=REGION), by=None, set=Set.INDICATOR,
            period=month.isoformat(), asked=len(asks), region=REGION,
        )  # fmt: skip


def _ask(one: Reporter, month: date, opened: datetime) -> Ask:
    enterprise, number, user, past = one
    random = Random(f"{number} {month}")  # noqa: S311 (a sample, not a secret)
    silent = random.random() > 0.9 and number > ANSWERED_FIRM
    return Ask(
        enterprise=enterprise, set=Set.INDICATOR, period=month, region_id=REGION,
        place=past.place, industry=enterprise.industry, asked_at=opened,
        closes_on=opened.date() + timedelta(days=14),
        values={} if silent else past.month(month), sources={} if silent else {"power": "power"},
        state=AskState.CLOSED if silent else AskState.ANSWERED,
        answered_at=None if silent else opened + timedelta(hours=random.randint(2, 300)),
        by=None if silent else user,
    )  # fmt: skip


def _answer(reporters: list[Reporter], month: date, opened: datetime, end: datetime) -> None:
    """Let most have answered the newest month by now; the first sign-in has not."""
    by_enterprise = {one[0].pk: one for one in reporters}
    rows = []
    for ask in Ask.objects.filter(set=Set.INDICATOR, period=month, state=AskState.OPEN):
        one = by_enterprise.get(ask.enterprise_id)
        if one is None or one[1] == OPEN_FIRM:
            continue
        random = Random(f"{one[1]} {month}")  # noqa: S311 (a sample, not a secret)
        if random.random() > ANSWER and one[1] != ANSWERED_FIRM:
            continue
        ask.values, ask.sources = one[3].month(month), {"power": "power"}
        ask.state, ask.by = AskState.ANSWERED, one[2]
        ask.answered_at = opened + (end - opened) * random.random()
        rows.append(ask)
    Ask.objects.bulk_update(rows, ["values", "sources", "state", "by", "answered_at"])


def _needs(cast: Cast, reporters: list[Reporter], end: datetime) -> None:
    """Ask for the next quarter's needs ahead of their day; the power company answers for two places."""
    day = end.astimezone(SHANGHAI).date()
    quarter = month_before(quarter_of(day), -3)
    late = day.month % 3 == 0 and day.day > 20
    with standing_at(_morning(day.replace(day=1), end) if late else end):
        open_period(Set.NEED, quarter, REGION, by=cast.people["coordinator"])
    by_enterprise = {one[0].pk: one for one in reporters}
    rows, wanted = [], dict[str, list[float]]()
    for ask in Ask.objects.filter(set=Set.NEED, period=quarter, state=AskState.OPEN):
        one = by_enterprise.get(ask.enterprise_id)
        if one is None or one[1] == OPEN_FIRM:
            continue
        random = Random(f"{one[1]} needs")  # noqa: S311 (a sample, not a secret)
        if random.random() > ANSWER_NEEDS and one[1] != ANSWERED_FIRM:
            continue
        ask.values = needs_of(random, one[3].employees)
        ask.state, ask.by, ask.answered_at = AskState.ANSWERED, one[2], end
        rows.append(ask)
        sums = wanted.setdefault(ask.place, [0.0, 0.0, 0.0])
        for n, figure in enumerate(ask.values["capacity"]):
            sums[n] += figure or 0
    Ask.objects.bulk_update(rows, ["values", "state", "by", "answered_at"])
    _supply(cast.people["officer"], quarter, wanted, end)


def _supply(officer: User, quarter: date, wanted: dict[str, list[float]], end: datetime) -> None:
    """Let the power company say what it can give in the two places that need most: short in one of them."""
    capacity = Item.objects.get(pk="capacity")
    most = sorted(wanted, key=lambda place: -max(wanted[place]))[:2]
    with standing_at(end):
        for n, place in enumerate(most):
            peak = max(wanted[place])
            enough = max(peak - SHORT_OF, 0) if n == 0 else peak
            amounts = dict.fromkeys(months_of(Set.NEED, quarter), enough)
            promise_supply(capacity, region=REGION, place=place, amounts=amounts, by=officer)


def _morning(day: date, end: datetime) -> datetime:
    """Return nine in the morning of a day, or the end when that is still to come."""
    return min(datetime(day.year, day.month, day.day, 9, 20, tzinfo=SHANGHAI), end)
