"""Leaving an enterprise, handing it over first where one is the last who manages it; looking at a member's number."""

import pytest
from django.http import Http404

from liandong.enterprises import queries
from liandong.enterprises.actions import leave, show_member_phone
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import Enterprise, Member
from liandong.journal.models import Entry
from tests.enterprises.test_claim_proof import code_of, verbs


@pytest.fixture
def colleague(works, enterprise, newcomer):
    return Member.objects.create(user=newcomer, enterprise=works, role=MemberRole.MEMBER)


def test_a_member_leaves(colleague, newcomer, works):
    leave(colleague, by=newcomer)
    assert not queries.is_member(newcomer, works)
    assert verbs(works) == ["member.left"]


def test_the_last_administrator_hands_over(colleague, enterprise, newcomer, works):
    mine = Member.objects.get(user=enterprise)
    assert code_of(leave, mine, by=enterprise) == "member.last_administrator"
    leave(mine, handing_to=colleague, by=enterprise)
    assert queries.administrators_of(works) == [newcomer]
    assert not queries.is_member(enterprise, works)
    assert verbs(works) == ["member.changed", "member.left"]


def test_not_to_oneself_nor_to_another_enterprises_nor_for_another(
    colleague, enterprise, stranger, newcomer
):
    mine, elsewhere = Member.objects.get(user=enterprise), Member.objects.get(user=stranger)
    for other in (mine, elsewhere):
        assert code_of(leave, mine, handing_to=other, by=enterprise) == "member.gone"
    assert code_of(leave, colleague, by=enterprise) == "member.not_yours"


def test_the_page(client, colleague, works, enterprise, newcomer, stranger):
    address = f"/me/enterprise/{works.uscc}/leave/"
    client.force_login(stranger)
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    client.force_login(enterprise)
    assert "交给谁" in client.get(address).text
    alone = client.post(address)
    assert alone.status_code == 422
    assert "把管理交给他再离开" in alone.text
    assert client.post(address, {"to": "newcomer"}).url == "/me/"
    assert Member.objects.get(enterprise=works).role == MemberRole.ADMIN


def test_a_members_number_is_shown_and_the_look_recorded(
    client, colleague, works, coordinator, officer, clerk, leader
):
    address = f"/desk/enterprises/{works.uscc}/members/newcomer/phone/"
    for other in (officer, clerk):
        client.force_login(other)
        assert client.post(address).status_code == 404
        with pytest.raises(Http404):
            show_member_phone(colleague, by=other)
    for may in (coordinator, leader):
        client.force_login(may)
        assert "13800000001" not in client.get(f"/desk/enterprises/{works.uscc}/side/").text
        page = client.post(address).text
        assert "13800000001" in page
        assert "已记入日志" in page
    entry = Entry.objects.order_by("id").last()
    assert (entry.verb, entry.data["user"]) == ("member.phone_shown", colleague.user_id)
    elsewhere = Enterprise.objects.exclude(pk=works.pk).first()
    assert (
        elsewhere is None
        or client.post(f"/desk/enterprises/{elsewhere.uscc}/members/newcomer/phone/").status_code
        == 404
    )
