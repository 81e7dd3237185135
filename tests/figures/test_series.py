"""A figure month by month, as rules above read it."""

from datetime import date

import pytest

from liandong.figures.models import Ask, Item
from liandong.figures.pages.pictures import chart_of
from liandong.figures.queries import series
from tests.conftest import TUESDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


def said(works, by, month, **values):
    return Ask.objects.create(
        enterprise=works, region_id="410303", set="indicator", period=month, asked_at=TUESDAY,
        closes_on=date(2026, 11, 16), values=values, state="answered", answered_at=TUESDAY, by=by,
    )  # fmt: skip


def test_months_come_in_order_and_unknown_is_none(works, enterprise, django_assert_num_queries):
    said(works, enterprise, date(2026, 10, 1), revenue=30.0, power=None)
    said(works, enterprise, date(2026, 8, 1), revenue=0, power=5)
    said(works, enterprise, date(2026, 6, 1), revenue=1)
    with django_assert_num_queries(1):
        found = series([works.pk, 999], "revenue", 3)
    assert found == {
        works.pk: [(date(2026, 8, 1), 0), (date(2026, 9, 1), None), (date(2026, 10, 1), 30.0)]
    }
    assert [figure for _month, figure in series([works.pk], "power", 3)[works.pk]] == [
        5,
        None,
        None,
    ]


def test_what_comes_with_the_product_is_there():
    assert Item.objects.filter(set="indicator").count() == 5
    assert Item.objects.get(pk="capacity").norm == "供电公司"


def test_a_chart_says_its_unit(db):
    money, power = Item.objects.get(pk="revenue"), Item.objects.get(pk="power")
    months = [(date(2026, 9, 1), 17_000_000.0), (date(2026, 10, 1), 13_000_000.0)]
    assert chart_of(money, months)["title"] == "营业收入（万元）"
    assert chart_of(power, months)["title"] == "用电量（万千瓦时）"
