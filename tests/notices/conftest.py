"""What tests of notices share: an appeal about power, and who was told what."""

from collections.abc import Callable
from typing import Any

import pytest

from liandong.accounts.models import User
from liandong.appeals.actions import file_appeal
from liandong.appeals.models import Appeal
from liandong.enterprises.models import Enterprise
from liandong.notices.actions import tell_waiting
from liandong.notices.models import Notice
from tests.journal.committed import transactional_db

__all__ = ["transactional_db"]

POWER = "我公司厂区变压器容量不够，新上的两条生产线没法通电，想申请用电增容，不知道找谁办、要多久"


@pytest.fixture
def file(works: Enterprise, enterprise: User, tuesday: Any) -> Callable[..., Appeal]:
    """File an appeal about power, which goes to the power company at once."""

    def do(**fields: Any) -> Appeal:
        given = {"text": POWER, "title": "申请用电增容", "by": enterprise} | fields
        return file_appeal(given.pop("enterprise", works), **given)

    return do


@pytest.fixture
def told() -> Callable[[], dict[str, str]]:
    """Tell of what waits and return the new sentences by the names of their readers."""

    def do() -> dict[str, str]:
        before = set(Notice.objects.values_list("pk", flat=True))
        tell_waiting()
        new = Notice.objects.exclude(pk__in=before).select_related("user").order_by("pk")
        return {notice.user.username: notice.text for notice in new}

    return do
