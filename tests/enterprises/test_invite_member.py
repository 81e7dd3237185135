"""An administrator invites a number; whoever holds it accepts or declines: rule, page, refusals."""

import pytest

from liandong.accounts.models import User
from liandong.enterprises import queries
from liandong.enterprises.actions import (
    accept_invitation,
    ask_to_join,
    claim_with_code,
    decide_dispute,
    decide_join_request,
    decline_invitation,
    dispute,
    invite_member,
    issue_claim_code,
    withdraw_invitation,
)
from liandong.enterprises.enums import MemberRole, Outcome
from liandong.enterprises.models import Member
from liandong.journal.models import Entry
from liandong.kit.refusals import Refused


@pytest.fixture
def invited(works, enterprise, newcomer):
    return invite_member(works, phone="138 0000 0001", role=MemberRole.MEMBER, by=enterprise)


def test_whoever_holds_the_number_sees_it_and_accepts(invited, newcomer, works):
    assert list(queries.invitations_to(newcomer)) == [invited]
    assert accept_invitation(invited, by=newcomer).role == MemberRole.MEMBER
    assert queries.is_member(newcomer, works)
    assert not queries.invitations_to(newcomer).exists()
    entries = list(Entry.objects.filter(verb__startswith="invitation.").order_by("id"))
    assert [e.verb for e in entries] == ["invitation.sent", "invitation.accepted"]
    assert entries[0].data["phone"] == "138****0001"


def test_an_accepted_declined_or_withdrawn_one_is_over(invited, newcomer, works, enterprise):
    decline_invitation(invited, by=newcomer)
    for act, by in [
        (accept_invitation, newcomer),
        (decline_invitation, newcomer),
        (withdraw_invitation, enterprise),
    ]:
        with pytest.raises(Refused) as refused:
            act(invited, by=by)
        assert refused.value.code == "invitation.over"
    assert not queries.is_member(newcomer, works)


def test_consent_to_a_request_ends_the_invitation(invited, newcomer, works, enterprise):
    other = invite_member(works, phone="13800000002", role=MemberRole.MEMBER, by=enterprise)
    decide_join_request(ask_to_join(works, by=newcomer), agreed=True, by=enterprise)
    assert not queries.invitations_to(newcomer).exists()
    assert list(queries.invitations_of(enterprise, works)) == [other]


def test_a_refused_request_leaves_the_invitation_open(invited, newcomer, works, enterprise):
    request = ask_to_join(works, by=newcomer)
    decide_join_request(request, agreed=False, reason="不认识", by=enterprise)
    assert list(queries.invitations_to(newcomer)) == [invited]


def test_an_accepted_invitation_ends_the_request_but_no_dispute(
    invited, newcomer, works, enterprise
):
    asked = ask_to_join(works, by=newcomer)
    accept_invitation(invited, by=newcomer)
    assert not queries.join_requests_of(newcomer).exists()
    assert not queries.join_requests_for(enterprise).exists()
    asked.refresh_from_db()
    assert asked.agreed
    raised = dispute(works, message="对方已经离职", by=newcomer)
    Member.objects.filter(user=newcomer).delete()
    again = invite_member(works, phone="13800000001", role=MemberRole.MEMBER, by=enterprise)
    accept_invitation(again, by=newcomer)
    assert list(queries.join_requests_of(newcomer)) == [raised]


def test_a_dispute_won_and_a_claim_by_code_end_the_invitation(
    invited, newcomer, works, enterprise, coordinator
):
    raised = dispute(works, message="对方已经离职", by=newcomer)
    decide_dispute(raised, outcome=Outcome.ADD, reason="核对过授权书", by=coordinator)
    assert not queries.invitations_to(newcomer).exists()
    Member.objects.filter(user=newcomer).delete()
    invite_member(works, phone="13800000001", role=MemberRole.MEMBER, by=enterprise)
    Member.objects.all().delete()
    claim_with_code(works, issue_claim_code(works, by=coordinator), by=newcomer)
    assert not queries.invitations_to(newcomer).exists()


def test_only_the_verified_holder_of_the_number_accepts(invited, newcomer, stranger):
    with pytest.raises(Refused) as refused:
        accept_invitation(invited, by=stranger)
    assert refused.value.code == "invitation.not_yours"
    newcomer.phone_verified = False
    newcomer.save()
    assert not queries.invitations_to(newcomer).exists()
    with pytest.raises(Refused):
        accept_invitation(invited, by=newcomer)


def test_members_strangers_and_wrong_numbers_are_refused(invited, works, enterprise, stranger):
    Member.objects.create(
        user=User.objects.create(username="member", phone="13800000002"),
        enterprise=works,
        role=MemberRole.MEMBER,
    )
    for phone, by, code in [
        ("13800000001", enterprise, "invitation.open"),
        ("13800000002", enterprise, "invitation.member"),
        ("12345", enterprise, "invitation.phone_wrong"),
        ("13800000003", stranger, "member.not_administrator"),
        ("13800000003", User.objects.get(username="member"), "member.not_administrator"),
    ]:
        with pytest.raises(Refused) as refused:
            invite_member(works, phone=phone, role=MemberRole.MEMBER, by=by)
        assert refused.value.code == code


def test_the_pages_invite_and_accept(client, works, enterprise, newcomer, stranger):
    members = f"/me/enterprise/{works.uscc}/members/"
    client.force_login(stranger)
    assert client.get(members).status_code == 404
    client.force_login(enterprise)
    wrong = client.post(members, {"phone": "1380000", "role": "member"})
    assert wrong.status_code == 422
    assert "请输入 11 位手机号" in wrong.text
    assert 'value="1380000"' in wrong.text
    assert client.post(members, {"phone": "13800000001", "role": "admin"}).url == members
    client.force_login(newcomer)
    assert works.name in client.get("/me/").text
    assert works.name in client.get("/me/enterprise/").text
    assert client.post(f"/me/enterprise/{works.uscc}/accept/").url == "/"
    assert queries.is_administrator(newcomer, works)


def test_the_pages_withdraw_and_decline(client, invited, works, enterprise, newcomer):
    client.force_login(newcomer)
    assert client.post(f"/me/enterprise/{works.uscc}/decline/").url == "/me/"
    client.force_login(enterprise)
    invite_member(works, phone="13800000001", role=MemberRole.MEMBER, by=enterprise)
    uninvite = f"/me/enterprise/{works.uscc}/uninvite/"
    assert client.post(uninvite, {"phone": "13900000000"}).status_code == 404
    assert client.post(uninvite, {"phone": "13800000001"}).status_code == 302
    assert not queries.invitations_of(enterprise, works).exists()
