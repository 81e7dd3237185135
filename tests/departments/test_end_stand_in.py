"""A stand-in ends early: rule, page, a stranger, a refusal."""

from datetime import timedelta

import pytest

from liandong.departments.actions import end_stand_in, set_stand_in
from liandong.departments.queries import appointments_of, today
from liandong.journal.models import Entry
from liandong.kit.refusals import Refused


@pytest.fixture
def running(officer, head):
    days = {"starts_on": today(), "ends_on": today() + timedelta(3)}
    return set_stand_in(officer, head, **days, by=officer)


def test_either_side_ends_it_and_the_person_acts_again(running, officer, head):
    end_stand_in(running, by=head)
    assert [a.in_place_of for a in appointments_of(head)] == [None]
    assert Entry.objects.order_by("id").last().verb == "stand_in.ended"
    set_stand_in(officer, head, starts_on=today(), ends_on=today(), by=officer)


def test_a_stranger_cannot_end_it(running, stranger, head):
    with pytest.raises(Refused) as refused:
        end_stand_in(running, by=stranger)
    assert refused.value.code == "stand_in.not_yours"
    assert len(appointments_of(head)) == 2


def test_what_is_over_cannot_be_ended(running, officer):
    end_stand_in(running, by=officer)
    with pytest.raises(Refused) as refused:
        end_stand_in(running, by=officer)
    assert refused.value.code == "stand_in.over"


def test_the_page_ends_it_and_hides_it_from_strangers(client, running, officer, stranger):
    sent = {"away": "officer", "starts_on": today().isoformat()}
    client.force_login(stranger)
    assert client.post("/me/stand-in/end/", sent).status_code == 404
    client.force_login(officer)
    assert client.post("/me/stand-in/end/", {"away": "officer"}).status_code == 404
    assert client.post("/me/stand-in/end/", sent).status_code == 302
    running.refresh_from_db()
    assert running.ended_at
