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

pytestmark = pytest.mark.django_db


@pytest.fixture
def committed(django_db_blocker, django_db_setup):
    """People and an enterprise that other connections see; the journal forbids to flush its tables."""
    with django_db_blocker.unblock():
        works = Enterprise.objects.create(uscc=make_uscc(901), name="并发示例", region_id="410303")
        people = [User.objects.create(username=f"at-once-{n}") for n in range(3)]
        Member.objects.create(user=people[0], enterprise=works, role=MemberRole.ADMIN)
        power = Department.objects.get(code="ly-power")
        posts = [
            Appointment.objects.create(user=person, role=Role.OFFICER, department=power)
            for person in people[1:]
        ]
        yield works, people
        for post in posts:  # who has acted stays; what would change other tests goes
            post.delete()
        Member.objects.filter(enterprise=works).delete()
        connections.close_all()


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
