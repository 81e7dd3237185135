"""Auditors see the seals, may have the journal checked, and take the roots with them; others find nothing."""

import csv
import io

import pytest
from django.db import transaction
from django.test import Client

from liandong.accounts.models import User
from liandong.departments.enums import Role
from liandong.departments.models import Appointment
from liandong.journal.actions import record
from liandong.journal.clock import seal_now
from liandong.journal.models import Seal
from tests.journal.committed import unguarded


@pytest.fixture
def auditor(transactional_db: None) -> User:
    user = User.objects.create(username="auditor")
    Appointment.objects.create(user=user, role=Role.AUDITOR, region_id="410303")
    return user


@pytest.fixture
def written(auditor: User) -> None:
    """Three entries under two seals, and one not sealed yet."""
    for step in range(2):
        with transaction.atomic():
            record("thing.done", on=auditor, by=None, step=step)
        seal_now()
    with transaction.atomic():
        record("thing.done", on=auditor, by=None)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_an_auditor_sees_the_latest_seals(auditor, written):
    page = browser(auditor).get("/journal/").content.decode()
    assert "日志审计" in page
    assert [seal.chained_hex in page for seal in Seal.objects.all()] == [True, True]


def test_an_empty_journal_says_what_will_be_here(auditor):
    assert "还没有封存" in browser(auditor).get("/journal/").content.decode()


def test_a_check_says_that_all_is_as_it_was_written(auditor, written):
    page = browser(auditor).post("/journal/").content.decode()
    assert "全部与写入时一样" in page
    assert "日志 3 条，封存 2 次，还没封存的 1 条" in page


def test_a_check_names_the_first_bad_entry(auditor, written):
    with unguarded() as cursor:
        cursor.execute("UPDATE journal_entry SET verb = 'thing.other' WHERE number = 2")
    page = browser(auditor).post("/journal/").content.decode()
    assert f"accounts.user:{auditor.pk} 的第 2 条）与写入时不同，被改过。" in page


def test_the_roots_can_be_kept_elsewhere(auditor, written):
    answer = browser(auditor).get("/journal/roots.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="journal-roots-')
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode())))
    assert rows == [
        ["first_id", "last_id", "count", "root", "chained", "sealed_at"],
        *(
            [str(seal.first_id), str(seal.last_id), "1", seal.root.hex(), seal.chained_hex, seal.at.isoformat()]
            for seal in Seal.objects.order_by("pk")
        ),
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["/journal/", "/journal/roots.csv"])
def test_others_find_nothing(transactional_db, path):
    admin = User.objects.create(username="admin")
    Appointment.objects.create(user=admin, role=Role.ADMIN, region_id="410303")
    assert browser(admin).get(path).status_code == 200
    for role in (Role.LEADER, Role.COORDINATOR, Role.CLERK):
        user = User.objects.create(username=role)
        Appointment.objects.create(user=user, role=role, region_id="410303")
        assert browser(user).get(path).status_code == 404
    assert browser(User.objects.create(username="stranger")).get(path).status_code == 404
    assert Client().get(path).status_code == 302


def test_the_journal_stands_in_the_rail_of_all_that_an_auditor_reads(auditor):
    client = browser(auditor)
    for page in ("/desk/", "/journal/"):
        text = client.get(page).text
        for place in ("/desk/all/", "/desk/red/", "/desk/rating/", "/desk/ended/",
                      "/desk/promises/", "/desk/routing/", "/journal/", "/me/", "/notices/"):  # fmt: skip
            assert f'href="{place}"' in text, (page, place)
    assert '<a href="/journal/" aria-current="page"' in client.get("/journal/").text
