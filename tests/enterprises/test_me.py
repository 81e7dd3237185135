"""我的, where one stands, and the same over the API."""

from datetime import UTC, datetime

import pytest

from liandong.departments.enums import Role
from liandong.departments.models import Appointment, StandIn
from liandong.departments.queries import today
from liandong.enterprises import queries
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import Member
from liandong.kit.now import standing_at


@pytest.fixture
def both(newcomer, works, power):
    """Somebody who acts for an enterprise and works in a department."""
    Member.objects.create(user=newcomer, enterprise=works, role=MemberRole.ADMIN)
    Appointment.objects.create(user=newcomer, role=Role.OFFICER, department=power)
    return newcomer


def standing_in(client):
    return client.get("/me/").context["place"].key


def test_the_page_masks_the_number_and_names_the_roles(client, both, works):
    client.force_login(both)
    page = client.get("/me/").text
    assert "138****0001" in page
    assert "13800000001" not in page
    assert works.name in page
    assert "经办人" in page


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUDITOR, Role.LEADER, Role.COORDINATOR])
def test_the_page_has_the_surface_of_where_one_stands(role, client, newcomer, works):
    client.force_login(newcomer)
    assert 'href="/appeals/new/"' in client.get("/me/").text
    Appointment.objects.create(user=newcomer, role=role, region=works.region)
    for address in ("/me/", "/me/stand-in/", "/me/tokens/", "/accounts/password/change/"):
        page = client.get(address).text
        assert '<body class="desk"' in page
        assert "ph-bar" not in page
        assert '<a class="bell" href="/notices/"' in page


def test_one_switches_between_enterprise_and_office(client, both, works, power):
    client.force_login(both)
    assert standing_in(client) == f"enterprise:{works.uscc}"
    office = f"office:{power.code}"
    assert client.post("/me/place/", {"place": office}).url == "/desk/"
    assert standing_in(client) == office
    sent = {"place": f"enterprise:{works.uscc}", "next": "/me/"}
    assert client.post("/me/place/", sent).url == "/me/"
    assert standing_in(client) == f"enterprise:{works.uscc}"
    outside = {"place": office, "next": "https://elsewhere.example/"}
    assert client.post("/me/place/", outside).url == "/desk/"


def test_nobody_switches_to_where_they_are_not(client, both, stranger, works):
    client.force_login(stranger)
    before = standing_in(client)
    assert client.post("/me/place/", {"place": f"enterprise:{works.uscc}"}).url == "/me/"
    assert standing_in(client) == before


def test_a_place_that_one_lost_is_left_by_itself(client, both, works, power):
    client.force_login(both)
    client.post("/me/place/", {"place": f"enterprise:{works.uscc}"})
    Member.objects.filter(user=both).delete()
    assert standing_in(client) == f"office:{power.code}"


def test_current_enterprise_is_none_in_the_office(rf, both, power, works):
    request = rf.get("/")
    request.user, request.session = both, {}
    assert queries.current_enterprise(request) == works
    request.session = {"place": f"office:{power.code}"}
    assert queries.current_enterprise(request) is None
    assert queries.enterprises_of(both) == [works]


def test_me_over_the_api(api, both, works, power, officer):
    StandIn.objects.create(
        away=officer, stand_in=both, starts_on=today(), ends_on=today(), set_by=officer
    )
    place = {
        "role": "officer",
        "role_name": "经办人",
        "department": power.code,
        "department_name": power.name,
        "region": "410300",
        "region_name": "洛阳市",
    }
    assert api(both).get("/me").json() == {
        "username": "newcomer",
        "name": "新来的经办人",
        "phone": "138****0001",
        "phone_verified": True,
        "roles": ["officer"],
        "enterprises": [
            {
                "uscc": works.uscc,
                "name": works.name,
                "region": "410303",
                "region_name": "西工区",
                "role": "admin",
                "role_name": "管理员",
                "verified": False,
            }
        ],
        "appointments": [place | {"in_place_of": None}, place | {"in_place_of": "officer"}],
    }


def test_me_of_a_region(api, coordinator):
    [found] = api(coordinator).get("/me").json()["appointments"]
    assert (found["region"], found["department"]) == ("410303", None)


def test_strangers_have_no_me(api, client):
    assert api(None).get("/me").status_code == 401
    assert client.get("/me/").status_code == 302


def test_an_administrator_is_warned_of_a_year_without_holidays(client, newcomer, both):
    client.force_login(both)
    with standing_at(datetime(2027, 3, 1, tzinfo=UTC)):
        assert "2027 年的节假日" not in client.get("/me/").text
        Appointment.objects.create(user=newcomer, role=Role.ADMIN, region_id="410303")
        assert "工作日历缺 2027 年的节假日和调休" in client.get("/me/").text
