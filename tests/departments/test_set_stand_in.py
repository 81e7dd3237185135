"""Somebody acts for a person who is away: rule, page, a stranger, every refusal."""

from datetime import timedelta

import pytest

from liandong.accounts.models import User
from liandong.departments.actions import set_stand_in
from liandong.departments.enums import Role
from liandong.departments.models import Appointment, StandIn
from liandong.departments.queries import appointments_of, today
from liandong.journal.actions import name_of
from liandong.journal.models import Entry
from liandong.kit.refusals import Refused

DAY = timedelta(1)


@pytest.fixture
def colleague(power):
    user = User.objects.create(username="colleague", name="供电公司 另一经办人")
    Appointment.objects.create(user=user, role=Role.OFFICER, department=power)
    return user


def test_the_stand_in_acts_on_the_days_and_the_journal_says_so(officer, colleague):
    set_stand_in(officer, colleague, starts_on=today(), ends_on=today() + DAY, by=officer)
    assert [a.in_place_of for a in appointments_of(colleague)] == [None, officer]
    assert [a.in_place_of for a in appointments_of(colleague, today() + 2 * DAY)] == [None]
    entry = Entry.objects.get(subject=name_of(officer))
    assert (entry.verb, entry.actor, entry.data["name"]) == (
        "stand_in.set",
        name_of(officer),
        "供电公司 另一经办人",
    )


def test_a_head_and_an_administrator_may_set_it_for_others(officer, head, colleague, auditor):
    set_stand_in(officer, colleague, starts_on=today(), ends_on=today(), by=head)
    Appointment.objects.create(user=auditor, role=Role.ADMIN, region_id="410303")
    later = today() + 2 * DAY
    set_stand_in(officer, colleague, starts_on=later, ends_on=later, by=auditor)
    assert StandIn.objects.count() == 2


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("stand_in.wrong_dates", {"starts_on": today() + DAY, "ends_on": today()}),
        ("stand_in.past", {"starts_on": today() - 2 * DAY, "ends_on": today() - DAY}),
    ],
)
def test_wrong_days_are_refused(officer, colleague, code, change):
    with pytest.raises(Refused) as refused:
        set_stand_in(officer, colleague, **change, by=officer)
    assert refused.value.code == code
    assert not StandIn.objects.exists()


def test_oneself_a_stranger_and_another_department_are_refused(
    officer, colleague, stranger, housing_officer
):
    days = {"starts_on": today(), "ends_on": today()}
    for chosen, by, code in [
        (officer, officer, "stand_in.self"),
        (stranger, officer, "stand_in.not_colleague"),
        (housing_officer, officer, "stand_in.not_colleague"),
        (colleague, stranger, "stand_in.not_yours"),
        (colleague, housing_officer, "stand_in.not_yours"),
    ]:
        with pytest.raises(Refused) as refused:
            set_stand_in(officer, chosen, **days, by=by)
        assert refused.value.code == code
    assert not Entry.objects.filter(verb="stand_in.set").exists()


def test_two_at_once_and_a_chain_are_refused(officer, head, colleague):
    days = {"starts_on": today(), "ends_on": today() + 3 * DAY}
    set_stand_in(officer, colleague, **days, by=officer)
    for away, chosen, code in [
        (officer, head, "stand_in.overlaps"),
        (head, officer, "stand_in.also_away"),
        (colleague, head, "stand_in.stands_in"),
    ]:
        with pytest.raises(Refused) as refused:
            set_stand_in(away, chosen, **days, by=away)
        assert refused.value.code == code


def test_the_page_sets_it_and_keeps_what_was_typed_when_refused(client, officer, colleague):
    client.force_login(officer)
    start, end = today().isoformat(), (today() + DAY).isoformat()
    wrong = client.post(
        "/me/stand-in/", {"stand_in": "colleague", "starts_on": end, "ends_on": start}
    )
    assert wrong.status_code == 422
    assert "止日早于起日" in wrong.text
    assert f'value="{end}"' in wrong.text
    done = client.post(
        "/me/stand-in/", {"stand_in": "colleague", "starts_on": start, "ends_on": end}
    )
    assert done.status_code == 302
    assert "由 供电公司 另一经办人 代办" in client.get("/me/stand-in/").text


def test_the_page_offers_only_colleagues(client, officer, colleague, housing_officer):
    client.force_login(officer)
    page = client.get("/me/stand-in/").text
    assert 'value="colleague"' in page
    assert 'value="housing"' not in page


def test_a_heads_page_for_their_people_is_nobody_elses(client, officer, head, colleague, stranger):
    client.force_login(head)
    assert client.get("/me/stand-in/?for=officer").status_code == 200
    for other in (colleague, stranger):
        client.force_login(other)
        assert client.get("/me/stand-in/?for=officer").status_code == 404
    client.logout()
    assert client.get("/me/stand-in/").status_code == 302


def test_the_page_says_what_is_passed_on(client, officer, colleague, housing):
    Appointment.objects.create(user=officer, role=Role.OFFICER, department=housing)
    client.force_login(officer)
    assert "交出去的是：供电公司 经办人、区住建局 经办人。" in client.get("/me/stand-in/").text


def test_days_in_a_refusal_are_said_as_everywhere(officer, colleague):
    days = {"starts_on": today(), "ends_on": today() + DAY}
    set_stand_in(officer, colleague, **days, by=officer)
    with pytest.raises(Refused) as refused:
        set_stand_in(officer, colleague, **days, by=officer)
    assert refused.value.message.startswith(f"{today().month}月{today().day}日 至 ")
