"""The first of the month asks, three days before the close reminds, the close closes; all of it once."""

from datetime import UTC, date, datetime

import pytest

from liandong.figures.actions import answer
from liandong.figures.clock import tick
from liandong.figures.enums import Set
from liandong.figures.models import Ask, Terms
from liandong.figures.rules.periods import months_of, newest_period, opens_on
from liandong.journal.models import Entry
from liandong.kit.now import standing_at


@pytest.mark.parametrize(
    ("asked", "day", "period", "opens"),
    [
        ("indicator", "2026-11-01", "2026-10-01", "2026-11-01"),
        ("indicator", "2027-01-31", "2026-12-01", "2027-01-01"),
        ("need", "2026-12-01", "2027-01-01", "2026-12-01"),
        ("need", "2026-11-30", "2026-10-01", "2026-09-01"),
        ("need", "2027-01-05", "2027-01-01", "2026-12-01"),
    ],
)
def test_which_period_is_asked_for(asked, day, period, opens):
    found = newest_period(asked, date.fromisoformat(day))
    assert (found.isoformat(), opens_on(asked, found).isoformat()) == (period, opens)


def test_a_quarter_has_three_months():
    assert [m.month for m in months_of(Set.NEED, date(2026, 10, 1))] == [10, 11, 12]


@pytest.mark.django_db
def test_a_month_goes_by(key, enterprise, neighbour, told):
    user, other = neighbour(1)

    def on(month, day):
        with standing_at(datetime(2026, month, day, 2, tzinfo=UTC)):
            tick()
            tick()
            return told()

    assert on(12, 1)[enterprise.username].startswith("洛阳示例")
    assert Entry.objects.filter(verb="figures.asked").count() == 4  # two enterprises, two forms
    assert on(12, 8) == {}
    with standing_at(datetime(2026, 12, 8, 3, tzinfo=UTC)):
        answer(Ask.objects.get(enterprise=other, set="indicator"), values={"tax": 3}, by=user)
    assert set(on(12, 12)) == {"enterprise"}  # the fifteenth is three days off
    assert on(12, 13) == {}
    on(12, 16)
    assert dict(Ask.objects.filter(set="indicator").values_list("enterprise", "state")) == {
        key.pk: "closed", other.pk: "answered",
    }  # fmt: skip
    assert set(on(12, 18)) == {"enterprise", user.username}  # of the quarter's needs


@pytest.mark.django_db
def test_terms_say_who_and_until_when(key, enterprise, neighbour, region):
    _user, other = neighbour(1)
    type(other).objects.filter(pk=other.pk).update(is_key=False)
    Terms.objects.create(region_id="410300", asked="all", closes_day=25)  # of the city above
    with standing_at(datetime(2026, 11, 24, 2, tzinfo=UTC)):
        tick()
    asks = Ask.objects.filter(set="indicator")
    assert {(a.enterprise_id, str(a.closes_on)) for a in asks} == {
        (key.pk, "2026-11-25"), (other.pk, "2026-11-25"),
    }  # fmt: skip
