"""A dozen enterprises with what they are scored by."""

from datetime import date

import pytest

from liandong.departments.models import Region
from liandong.enterprises.actions import record
from liandong.enterprises.models import Enterprise
from liandong.keylists.rules.terms import Terms
from liandong.kit.codes import make_uscc

YEAR_END = date(2025, 12, 31)
SMALL = Terms(size=3, first=1, second=1)


@pytest.fixture
def west(db):
    return Region.objects.get(code="410303")


@pytest.fixture
def firms(tuesday, west):
    """Six verified enterprises; the first pays most tax, the last has grown most."""
    made = []
    for n in range(6):
        firm = Enterprise.objects.create(
            uscc=make_uscc(100 + n), name=f"洛阳示例第{n}有限公司（示例）", region_id="410303",
            is_verified=True,
        )  # fmt: skip
        tax = 6_000_000 - n * 500_000
        facts = {"tax": tax, "tax_last_year": round(tax / (0.5 + n * 0.2))}
        record(firm, source="tax", on=YEAR_END, facts=facts, by=None)
        made.append(firm)
    return made
