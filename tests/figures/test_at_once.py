"""Two workers open a period, and a member taps twice: one ask, one answer."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connections

from liandong.accounts.models import User
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import Enterprise, Member
from liandong.figures.actions import answer, open_period
from liandong.figures.models import Ask
from liandong.journal.models import Entry
from liandong.kit.codes import make_uscc
from liandong.kit.now import standing_at
from liandong.kit.refusals import Refused
from tests.figures.conftest import OCTOBER
from tests.journal.committed import transactional_db  # noqa: F401 (a fixture)


@pytest.fixture
def committed(transactional_db):  # noqa: F811
    """Three key enterprises with one person, whom other connections see."""
    user = User.objects.create(username="at-once")
    for n in range(3):
        works = Enterprise.objects.create(
            uscc=make_uscc(910 + n), name=f"并发示例{n}", region_id="410303", is_key=True,
            is_verified=True,
        )  # fmt: skip
        Member.objects.create(user=user, enterprise=works, role=MemberRole.ADMIN)
    return user


def at_once(calls):
    def run(call):
        try:
            with standing_at(datetime(2026, 11, 9, 2, tzinfo=UTC)):
                return call()
        except Refused as refused:
            return refused.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_asked_once_by_two_workers_and_answered_once_by_two_taps(committed):
    asked = at_once([lambda: open_period("indicator", OCTOBER, "410303")] * 4)
    assert sorted(asked) == [0, 0, 0, 3]
    [asks] = at_once([lambda: list(Ask.objects.order_by("pk"))])
    assert len(asks) == 3
    taps = at_once([lambda: answer(asks[0], values={"revenue": 1}, by=committed)] * 2)
    assert sorted(type(tap).__name__ for tap in taps) == ["Ask", "str"]
    assert "figures.answered" in taps
    told = at_once([lambda: Entry.objects.filter(verb__startswith="figures.").count()])
    assert told == [1 + 3 + 1]
