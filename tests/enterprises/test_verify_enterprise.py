"""A coordinator compares a new enterprise with its licence: rule, page, a stranger, a refusal."""

import pytest

from liandong.departments.models import Region
from liandong.enterprises.actions import (
    register_enterprise,
    show_contact_phone,
    verify_enterprise,
)
from liandong.journal.actions import name_of
from liandong.journal.models import Entry
from liandong.kit.codes import make_uscc
from liandong.kit.refusals import Refused


@pytest.fixture
def fresh(newcomer):
    street = Region.objects.filter(code__startswith="410303", level="town").first()
    return register_enterprise(
        uscc=make_uscc(7),
        name="洛阳示例纺织有限公司（示例）",
        region=street,
        contact_phone="13800000001",
        by=newcomer,
    )


def test_the_coordinator_verifies_it_once(fresh, coordinator):
    assert verify_enterprise(fresh, by=coordinator).is_verified
    assert Entry.objects.order_by("id").last().verb == "enterprise.verified"
    with pytest.raises(Refused) as refused:
        verify_enterprise(fresh, by=coordinator)
    assert refused.value.code == "enterprise.verified"


def test_nobody_else_does(fresh, newcomer, officer, leader):
    for other in (newcomer, officer, leader):
        with pytest.raises(Refused) as refused:
            verify_enterprise(fresh, by=other)
        assert refused.value.code == "enterprise.not_yours"


def test_the_desk_lists_and_verifies_it(client, fresh, coordinator, officer):
    address = f"/desk/enterprises/{fresh.uscc}/verify/"
    client.force_login(officer)
    assert client.get("/desk/enterprises/waiting/").status_code == 404
    assert client.post(address).status_code == 404
    client.force_login(coordinator)
    assert fresh.name in client.get("/desk/enterprises/waiting/").text
    assert client.post(address).status_code == 302
    fresh.refresh_from_db()
    assert fresh.is_verified


def test_the_number_is_hidden_until_the_coordinator_looks_which_is_recorded(
    client, fresh, coordinator, officer
):
    address = f"/desk/enterprises/{fresh.uscc}/phone/"
    client.force_login(officer)
    assert client.post(address).status_code == 404
    with pytest.raises(Refused):
        show_contact_phone(fresh, by=officer)
    client.force_login(coordinator)
    page = client.get("/desk/enterprises/waiting/").text
    assert "138****0001" in page
    assert "13800000001" not in page
    assert "13800000001" in client.post(address).text
    entry = Entry.objects.get(verb="enterprise.phone_shown")
    assert entry.actor == name_of(coordinator)
