"""Enterprises of one industry and street, of whom some have reported."""

from datetime import UTC, date, datetime

import pytest

from liandong.accounts.models import User
from liandong.enterprises.actions import record
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import Enterprise, Member
from liandong.figures.actions import open_period
from liandong.figures.models import Ask
from liandong.kit.codes import make_uscc
from liandong.kit.now import standing_at
from tests.notices.conftest import told  # noqa: F401 (what is told of figures)

OCTOBER, SPRING = date(2026, 10, 1), date(2027, 1, 1)


@pytest.fixture
def region():
    return "410303"


@pytest.fixture
def key(works):
    """The sample enterprise is a key one in a street, of a known industry."""
    record(works, source="statistics", on=date(2025, 12, 31), by=None,
           facts={"industry": "C3451", "employees": 77, "town": "红山街道", "status": "open"})  # fmt: skip
    Enterprise.objects.filter(pk=works.pk).update(is_key=True, is_verified=True)
    works.refresh_from_db()
    return works


@pytest.fixture
def month(key, enterprise, region):
    """October is asked for on the ninth of November."""

    with standing_at(datetime(2026, 11, 9, 2, tzinfo=UTC)):
        open_period("indicator", OCTOBER, region)
        yield Ask.objects.select_related("enterprise").get(enterprise=key)


@pytest.fixture
def neighbour(db):
    """Make another key enterprise with somebody who acts for it."""

    def make(number, *, industry="C3451", town="红山街道"):
        user = User.objects.create(username=f"n{number}", name=f"n{number}")
        other = Enterprise.objects.create(
            uscc=make_uscc(100 + number), name=f"洛阳示例{number}号有限公司（示例）",
            region_id="410303", is_key=True, is_verified=True,
        )  # fmt: skip
        Member.objects.create(user=user, enterprise=other, role=MemberRole.ADMIN)
        record(other, source="statistics", on=date(2025, 12, 31), by=None,
               facts={"industry": industry, "town": town})  # fmt: skip
        return user, other

    return make
