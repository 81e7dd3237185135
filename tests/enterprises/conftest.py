"""People and enterprises that join each other."""

import pytest

from liandong.accounts.models import User


@pytest.fixture
def newcomer(db):
    """Somebody who has just signed up with a verified number and acts for nobody yet."""
    return User.objects.create(
        username="newcomer", name="新来的经办人", phone="13800000001", phone_verified=True
    )
