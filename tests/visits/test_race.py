"""Two departments plan the last place at once: one has it, the other waits for consent."""

from datetime import date, timedelta

import pytest

from liandong.accounts.models import User
from liandong.departments.enums import Role
from liandong.departments.models import Appointment, Department
from liandong.departments.queries import today
from liandong.enterprises.models import Enterprise
from liandong.kit.codes import make_uscc
from liandong.visits import actions
from liandong.visits.rules.budget import quarter_of
from tests.appeals.test_at_once import at_once
from tests.journal.committed import transactional_db  # noqa: F401 (a fixture)


@pytest.fixture
def committed(transactional_db):  # noqa: F811
    works = Enterprise.objects.create(uscc=make_uscc(931), name="最后一次示例", region_id="410303")
    people = []
    for n, code in enumerate(("ly-power", "xg-housing")):
        person = User.objects.create(username=f"visits-at-once-{n}")
        department = Department.objects.get(code=code)
        Appointment.objects.create(user=person, role=Role.OFFICER, department=department)
        people.append((person, department))
    return works, people


def test_the_last_place_is_given_once(committed):
    works, people = committed
    day: date = quarter_of(today())[1] + timedelta(days=1)

    def plan(person, department):
        return actions.plan_visit(
            works, kind="visit", on=day, purpose="看看", department=department, host=person,
            reason="不去不行，要到现场看", by=person,
        )  # fmt: skip

    for _n in range(5):
        at_once([lambda: plan(*people[0])])
    answers = at_once([lambda who=who: plan(*who) for who in people])
    assert sorted(visit.state for visit in answers) == ["planned", "waiting"]
