"""People who keep in touch with the works."""

from datetime import date

import pytest

from liandong.departments.enums import Role
from liandong.departments.models import Appointment, Department
from liandong.liaison import actions
from tests.conftest import _person

TODAY = date(2026, 11, 24)


@pytest.fixture
def colleague(power):
    """Another officer of the power company, who may stand in for the first."""
    return _person("colleague", role=Role.OFFICER, department=power)


@pytest.fixture
def other_coordinator(db):
    """The coordinator of another county."""
    return _person("elsewhere", role=Role.COORDINATOR, region_id="410302")


@pytest.fixture
def water_officer(db):
    user = _person("water")
    water = Department.objects.get(code="ly-water")
    Appointment.objects.create(user=user, role=Role.OFFICER, department=water)
    return user


@pytest.fixture
def kept(works, officer, coordinator, tuesday):
    """The works, with the officer as its first liaison."""
    actions.set_liaisons(works, [officer], first=officer, by=coordinator)
    return works
