"""Two people at once: the second is asked about the state that the first has left."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from liandong.accounts.models import User
from liandong.appeals import actions
from liandong.appeals.enums import Act
from liandong.appeals.models import Appeal
from liandong.departments.enums import Role
from liandong.departments.models import Appointment, Department
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import Enterprise, Member
from liandong.journal.models import Entry
from liandong.kit.codes import make_uscc
from liandong.kit.refusals import Refused
from tests.appeals.conftest import POWER
from tests.journal.committed import transactional_db  # noqa: F401 (a fixture)


@pytest.fixture
def committed(transactional_db):  # noqa: F811
    """An enterprise's person and two officers, whom other connections see."""
    works = Enterprise.objects.create(uscc=make_uscc(901), name="并发示例", region_id="410303")
    people = [User.objects.create(username=f"at-once-{n}") for n in range(3)]
    Member.objects.create(user=people[0], enterprise=works, role=MemberRole.ADMIN)
    power = Department.objects.get(code="ly-power")
    for person in people[1:]:
        Appointment.objects.create(user=person, role=Role.OFFICER, department=power)
    return works, people


def at_once(calls):
    def run(call):
        try:
            return call()
        except Refused as refused:
            return refused.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_two_officers_accept_at_once_and_one_is_told(committed):
    works, (enterprise, *officers) = committed
    results = at_once([lambda: actions.file_appeal(works, text=POWER, by=enterprise)])
    appeal = results[0]
    answers = at_once([lambda o=o: actions.perform(Act.ACCEPT, appeal, by=o) for o in officers])
    assert sorted(type(a).__name__ for a in answers) == ["Appeal", "str"]
    assert "appeal.already_accepted" in answers
    told = at_once(
        [
            lambda: list(
                Entry.objects.filter(subject=f"appeal:{appeal.reference}").values_list("verb")
            )
        ]
    )
    assert told == [[("appeal.submitted",), ("appeal.accepted",)]]


def test_a_double_tap_makes_one_appeal(committed):
    works, (enterprise, *_) = committed
    file = lambda: actions.file_appeal(works, text=POWER, key="tap", by=enterprise)  # noqa: E731
    made = at_once([file] * 6)
    assert len({appeal.reference for appeal in made}) == 1
    counted = at_once([lambda: Appeal.objects.filter(filed_by=enterprise, key="tap").count()])
    assert counted == [1]
