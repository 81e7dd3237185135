"""What every test stands on: a real PostgreSQL, a small district loaded by the product's own loaders."""

import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from liandong.accounts.actions import issue_token
from liandong.accounts.models import User
from liandong.appeals.actions.reference import load_reference as load_appeals
from liandong.appeals.queries import forget_directory
from liandong.departments.actions import load_reference as load_departments
from liandong.departments.enums import Role
from liandong.departments.models import Appointment, Department
from liandong.departments.queries import forget_calendars
from liandong.enterprises.actions.reference import load_reference as load_catalogue
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import Enterprise, Member
from liandong.enterprises.queries import forget_catalogue
from liandong.kit.codes import make_uscc
from liandong.kit.now import standing_at
from tests.browser.chromium import chromium  # noqa: F401 (one for every folder of tests)

TUESDAY = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)  # 9:30 in China, a working day


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that a process remembers outlives a test, and nothing in it is asked anew because time passes."""
    monkeypatch.setattr(sys.modules[forget_directory.__module__], "FRESH_SECONDS", 3600.0)
    monkeypatch.setattr(sys.modules[forget_calendars.__module__], "CHECK_SECONDS", 3600.0)
    forget_directory()
    forget_calendars()
    forget_catalogue()
    caches["near"].clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Load regions, departments, categories and rules once, the day before; every test sees them."""
    with django_db_blocker.unblock(), standing_at(TUESDAY - timedelta(days=1)):
        load_departments()
        load_catalogue()
        load_appeals("410303")


def _person(name: str, **appointment: Any) -> User:
    user = User.objects.create(username=name, name=name)
    if appointment:
        Appointment.objects.create(user=user, **appointment)
    return user


@pytest.fixture
def power(db: None) -> Department:
    return Department.objects.get(code="ly-power")


@pytest.fixture
def housing(db: None) -> Department:
    return Department.objects.get(code="xg-housing")


@pytest.fixture
def works(db: None) -> Enterprise:
    return Enterprise.objects.create(
        uscc=make_uscc(1), name="洛阳示例轴承有限公司（示例）", region_id="410303", is_sample=True
    )


@pytest.fixture
def enterprise(works: Enterprise) -> User:
    user = _person("enterprise")
    Member.objects.create(user=user, enterprise=works, role=MemberRole.ADMIN)
    return user


@pytest.fixture
def stranger(db: None) -> User:
    user = _person("stranger")
    other = Enterprise.objects.create(
        uscc=make_uscc(2), name="洛阳示例面粉有限公司（示例）", region_id="410303"
    )
    Member.objects.create(user=user, enterprise=other, role=MemberRole.ADMIN)
    return user


@pytest.fixture
def officer(power: Department) -> User:
    return _person("officer", role=Role.OFFICER, department=power, is_contact=True)


@pytest.fixture
def head(power: Department) -> User:
    return _person("head", role=Role.HEAD, department=power)


@pytest.fixture
def housing_officer(housing: Department) -> User:
    return _person("housing", role=Role.OFFICER, department=housing)


@pytest.fixture
def coordinator(db: None) -> User:
    return _person("coordinator", role=Role.COORDINATOR, region_id="410303")


@pytest.fixture
def leader(db: None) -> User:
    return _person("leader", role=Role.LEADER, region_id="410303")


@pytest.fixture
def auditor(db: None) -> User:
    return _person("auditor", role=Role.AUDITOR, region_id="410303")


@pytest.fixture
def clerk(db: None) -> User:
    return _person("clerk", role=Role.CLERK, region_id="410303")


@pytest.fixture
def tuesday():
    """Half past nine on a working day; the clock stands."""
    with standing_at(TUESDAY):
        yield TUESDAY


class Api:
    """A client of the API with one person's token."""

    def __init__(self, user: User | None) -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {issue_token(user)}"} if user else {}

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1{path}", query, headers=self.headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.client.post(
            f"/api/v1{path}", body, content_type="application/json", headers=self.headers | headers
        )

    def put(self, path: str, body: Any = None) -> Any:
        return self.client.put(
            f"/api/v1{path}", body, content_type="application/json", headers=self.headers
        )


@pytest.fixture
def api():
    return Api
