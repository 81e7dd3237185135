"""One who stands in for another will be away too, or gives it up: who is asked and told."""

from datetime import timedelta

import pytest

from liandong.accounts.models import User
from liandong.departments.actions import ask_for_another, end_stand_in, set_stand_in
from liandong.departments.enums import Role
from liandong.departments.models import Appointment
from liandong.departments.queries import today
from liandong.journal.models import Entry
from liandong.kit.refusals import Refused
from liandong.notices.queries.batch import read_batch


@pytest.fixture
def cover(power):
    user = User.objects.create(username="cover", name="cover")
    Appointment.objects.create(user=user, role=Role.OFFICER, department=power)
    return user


@pytest.fixture
def running(officer, cover, head):
    days = {"starts_on": today(), "ends_on": today() + timedelta(3)}
    return set_stand_in(officer, cover, **days, by=officer)


def told():
    entry = Entry.objects.order_by("pk").last()
    return {
        (user, words.hat) for words in read_batch([entry]).words_of(entry) for user in words.users
    }


def test_what_is_covered_cannot_be_passed_on_and_the_way_out_is_said(running, cover, head):
    with pytest.raises(Refused) as refused:
        set_stand_in(cover, head, starts_on=today(), ends_on=today(), by=cover)
    assert refused.value.code == "stand_in.stands_in"
    assert "请对方另选代办人" in refused.value.message


def test_who_is_away_and_their_head_are_asked_for_another(running, officer, cover, head, client):
    client.force_login(cover)
    assert "请对方另选代办人" in client.get("/me/stand-in/").content.decode()
    sent = {"away": officer.username, "starts_on": today().isoformat()}
    assert client.post("/me/stand-in/ask/", sent).status_code == 302
    assert told() == {(officer.pk, "subject"), (head.pk, "their_heads")}
    running.refresh_from_db()
    assert running.ended_at is None


def test_only_the_stand_in_asks(running, officer):
    with pytest.raises(Refused):
        ask_for_another(running, by=officer)


def test_giving_up_tells_who_is_away_and_their_head(running, officer, cover, head):
    end_stand_in(running, by=cover)
    assert told() == {(officer.pk, "subject"), (head.pk, "their_heads")}


def test_ending_it_oneself_tells_the_stand_in_alone(running, officer, cover):
    end_stand_in(running, by=officer)
    assert told() == {(cover.pk, "person")}
