"""Members change and leave, and an administrator is always left: rule, page, a stranger, refusals."""

import pytest

from liandong.enterprises import queries
from liandong.enterprises.actions import change_member, remove_member
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import Member
from liandong.journal.actions import name_of
from liandong.journal.models import Entry
from liandong.kit.refusals import Refused


@pytest.fixture
def clerk_member(works, enterprise, newcomer):
    return Member.objects.create(user=newcomer, enterprise=works, role=MemberRole.MEMBER)


def test_a_member_becomes_an_administrator_and_back(clerk_member, enterprise, newcomer, works):
    change_member(clerk_member, role=MemberRole.ADMIN, by=enterprise)
    assert queries.is_administrator(newcomer, works)
    change_member(clerk_member, role=MemberRole.MEMBER, by=enterprise)
    assert not queries.is_administrator(newcomer, works)
    assert [e.data["now"] for e in Entry.objects.filter(verb="member.changed").order_by("id")] == [
        "admin",
        "member",
    ]


def test_the_last_administrator_stays(clerk_member, enterprise, works):
    last = Member.objects.get(user=enterprise)
    for act in (
        lambda: change_member(last, role=MemberRole.MEMBER, by=enterprise),
        lambda: remove_member(last, by=enterprise),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "member.last_administrator"
    assert queries.administrators_of(works) == [enterprise]


def test_a_member_is_removed_and_the_journal_keeps_it(clerk_member, enterprise, newcomer, works):
    remove_member(clerk_member, by=enterprise)
    assert not queries.is_member(newcomer, works)
    entry = Entry.objects.get(verb="member.removed")
    assert (entry.subject, entry.data["user"]) == (name_of(works), newcomer.pk)
    with pytest.raises(Refused) as refused:
        remove_member(clerk_member, by=enterprise)
    assert refused.value.code == "member.gone"


def test_members_and_strangers_manage_nobody(clerk_member, enterprise, newcomer, stranger):
    admin = Member.objects.get(user=enterprise)
    for by in (newcomer, stranger):
        for act in (
            lambda by=by: change_member(admin, role=MemberRole.MEMBER, by=by),
            lambda by=by: remove_member(admin, by=by),
        ):
            with pytest.raises(Refused) as refused:
                act()
            assert refused.value.code == "member.not_administrator"


def test_the_page_manages_them(client, clerk_member, works, enterprise, stranger):
    address = f"/me/enterprise/{works.uscc}/members/newcomer/"
    client.force_login(stranger)
    assert client.post(address, {"act": "remove"}).status_code == 404
    client.force_login(enterprise)
    assert client.post(address, {"act": "crown"}).status_code == 400
    assert client.post(address, {"act": "admin"}).status_code == 302
    assert client.post(address, {"act": "remove"}).status_code == 302
    assert client.post(address, {"act": "remove"}).status_code == 404


def test_a_member_sees_who_else_acts_but_no_buttons(client, clerk_member, works, newcomer):
    client.force_login(newcomer)
    page = client.get(f"/me/enterprise/{works.uscc}/members/").text
    assert "enterprise" in page
    assert "邀请同事" not in page
    assert "移出这家企业" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_no_more_for_more_rows(
    client, works, enterprise, rows, django_user_model, django_assert_max_num_queries
):
    for number in range(rows):
        person = django_user_model.objects.create(username=f"person{number}")
        Member.objects.create(user=person, enterprise=works, role=MemberRole.MEMBER)
    client.force_login(enterprise)
    with django_assert_max_num_queries(14):
        page = client.get(f"/me/enterprise/{works.uscc}/members/").text
    assert f"{rows + 1} 人" in page
