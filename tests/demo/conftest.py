"""A small sample district, loaded once for all tests of this folder and rolled back after them."""

from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.db import transaction

from liandong.accounts.models import User
from liandong.appeals.queries import forget_directory
from liandong.demo.actions import Size, load_demo
from liandong.departments.queries import forget_calendars
from liandong.kit.now import now, standing_at

AFTERNOON = datetime(2026, 11, 24, 6, tzinfo=UTC)  # 14:00 in China: what burns depends on the hour
SMALL = Size(enterprises=200, appeals=230, days=250)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Load the small district; give the moment at which it was complete."""
    with django_db_blocker.unblock(), standing_at(AFTERNOON), transaction.atomic():
        forget_directory()
        forget_calendars()
        cache.clear()
        load_demo(SMALL)
        yield now()
        transaction.set_rollback(True)


@pytest.fixture
def person(loaded):
    """Return somebody of the sample by user name, as at a new request."""
    return lambda username: User.objects.get(username=username)
