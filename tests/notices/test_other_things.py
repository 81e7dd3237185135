"""What is told of things that are no appeals: by their enterprise, their region, the people they list."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liandong.departments.models import Region
from liandong.journal.actions import record
from liandong.notices.actions import tell_waiting
from liandong.notices.enums import Audience
from liandong.notices.models import Notice
from liandong.notices.rules import telling
from liandong.notices.rules.lines import Telling

VERB = "visit.tried"


@pytest.fixture
def thing(db):
    """Something with a reference, as a visit has one."""
    region = Region.objects.get(pk="410303")
    region.reference = "ZF20261124-000001"
    return region


@pytest.fixture
def say(monkeypatch):
    def put(*lines):
        hatted = tuple(telling._with_hats(lines))
        monkeypatch.setitem(telling.TABLE, VERB, hatted)
        for line in hatted:
            monkeypatch.setitem(telling.TOLD, (VERB, line.hat), line)

    return put


@pytest.fixture
def everybody(works, enterprise, stranger, officer, housing_officer, coordinator, leader, auditor):
    """All who might be told."""


@pytest.mark.parametrize(
    ("to", "readers"),
    [
        (Audience.ENTERPRISE, {"enterprise"}),
        (Audience.ADMINISTRATORS, {"enterprise"}),
        (Audience.COORDINATORS, {"coordinator"}),
        (Audience.LEADERS, {"leader"}),
        (Audience.NAMED, {"officer"}),
        (Audience.PEOPLE, {"housing"}),
        (Audience.LEAD, set()),
        (Audience.ASSISTS, set()),
    ],
)
@pytest.mark.usefixtures("everybody")
def test_an_entry_that_names_an_enterprise_reaches(
    to, readers, thing, works, housing_officer, told, say
):
    say(Telling(to, "有人来看%(enterprise)s：%(purpose)s。"))
    record(
        VERB, on=thing, by=None, enterprise=works.pk, people=[housing_officer.pk],
        department="ly-power", purpose="走访",
    )  # fmt: skip
    assert set(told()) == readers


@pytest.mark.usefixtures("everybody")
def test_an_entry_that_names_a_region_only_reaches_who_serves_it(thing, told, say):
    say(*(Telling(to, "今年还没有名单，请看看。") for to in (
        Audience.ENTERPRISE, Audience.ADMINISTRATORS, Audience.COORDINATORS, Audience.LEADERS,
    )))  # fmt: skip
    record(VERB, on=thing, by=None, region="410303")
    assert set(told()) == {"coordinator", "leader"}


def test_it_says_days_and_leads_where_its_line_says(thing, works, enterprise, told, say):
    lines = {
        "reference": ("notices:about", "/notices/about/ZF20261124-000001/"),
        "uscc": ("enterprises:members", f"/me/enterprise/{works.uscc}/members/"),
        "": ("enterprises:own", "/enterprise/"),
    }
    for arg, (page, address) in lines.items():
        say(Telling(Audience.ENTERPRISE, "%(office)s %(by_day)s 前来。", page=page, arg=arg))
        record(VERB, on=thing, by=None, office="供电公司", enterprise=works.pk, by_day="2026-11-30")
        assert told() == {"enterprise": "供电公司 11月30日 前来。"}
        latest = Notice.objects.latest("pk")
        assert (latest.subject, latest.url) == ("region:ZF20261124-000001", address)


@pytest.mark.usefixtures("everybody")
def test_fifty_entries_cost_the_queries_of_one(thing, works, enterprise, say, told):
    say(
        Telling(Audience.ENTERPRISE, "有人要来看看。"),
        Telling(Audience.COORDINATORS, "有人要去看看。"),
    )
    told()

    def queries(number):
        for _ in range(number):
            record(VERB, on=thing, by=None, enterprise=works.pk, region="410303")
        with CaptureQueriesContext(connection) as captured:
            assert tell_waiting().entries == number
        return len(captured)

    assert queries(1) == queries(50)
