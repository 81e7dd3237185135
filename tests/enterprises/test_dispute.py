"""A dispute about who manages an enterprise: raised by anyone, decided by the coordinator, both sides told."""

import pytest

from liandong.enterprises import queries
from liandong.enterprises.actions import (
    decide_dispute,
    decide_join_request,
    dispute,
    withdraw_join_request,
)
from liandong.enterprises.enums import MemberRole, Outcome
from liandong.enterprises.models import Member
from liandong.kit.refusals import Refused
from liandong.notices.actions import tell_waiting
from liandong.notices.models import Notice
from tests.enterprises.test_claim_proof import _folder, code_of, licence  # noqa: F401

WHY = "前任负责人已离职，手机号还在他手里"


@pytest.fixture
def raised(works, enterprise, newcomer):
    return dispute(works, message=WHY, files=[licence()], is_legal=True, by=newcomer)


def test_the_administrator_neither_decides_nor_sees_it(raised, enterprise, works, client):
    assert not queries.join_requests_for(enterprise)
    assert (
        code_of(decide_join_request, raised, agreed=False, reason="x", by=enterprise)
        == "dispute.coordinator"
    )
    refused = code_of(decide_dispute, raised, outcome=Outcome.REFUSE, reason="x", by=enterprise)
    assert refused == "dispute.not_yours"
    client.force_login(enterprise)
    assert WHY not in client.get(f"/me/enterprise/{works.uscc}/members/").text


def test_whoever_raised_it_waits_for_the_coordinator(raised, newcomer, client):
    client.force_login(newcomer)
    page = client.get("/me/enterprise/").text
    assert "等协调员决定" in page
    assert "等对方同意" not in page


def test_a_coordinator_who_manages_it_does_not_decide(raised, coordinator, works):
    Member.objects.create(user=coordinator, enterprise=works, role=MemberRole.ADMIN)
    refused = code_of(decide_dispute, raised, outcome=Outcome.ADD, reason="好", by=coordinator)
    assert refused == "dispute.not_yours"


@pytest.mark.parametrize(
    ("outcome", "before", "after"),
    [
        (Outcome.ADD, "admin", "admin"),
        (Outcome.REPLACE, "member", "admin"),
        (Outcome.REFUSE, "admin", None),
    ],
)
def test_outcomes(raised, coordinator, works, enterprise, newcomer, outcome, before, after):
    decide_dispute(raised, outcome=outcome, reason="核对过授权书", by=coordinator)
    roles = dict(Member.objects.filter(enterprise=works).values_list("user__username", "role"))
    assert roles.get("enterprise") == before
    assert roles.get("newcomer") == after
    assert raised.enterprise.join_requests.get().agreed is (outcome != Outcome.REFUSE)
    refused = code_of(decide_dispute, raised, outcome=outcome, reason="又一次", by=coordinator)
    assert refused == "join_request.decided"


def test_refused(works, enterprise, newcomer, coordinator, stranger):
    assert code_of(dispute, works, message=" ", by=newcomer) == "dispute.no_reason"
    assert code_of(dispute, works, message=WHY, by=enterprise) == "dispute.administrator"
    raised = dispute(works, message=WHY, by=newcomer)
    assert code_of(dispute, works, message=WHY, by=newcomer) == "join_request.open"
    refused = code_of(decide_dispute, raised, outcome=Outcome.ADD, reason=" ", by=coordinator)
    assert refused == "dispute.unexplained"
    withdraw_join_request(raised, by=newcomer)
    Member.objects.all().delete()
    assert code_of(dispute, works, message=WHY, by=newcomer) == "dispute.unmanaged"


def test_a_member_may_dispute(works, enterprise, newcomer, coordinator):
    Member.objects.create(user=newcomer, enterprise=works, role=MemberRole.MEMBER)
    raised = dispute(works, message=WHY, by=newcomer)
    decide_dispute(raised, outcome=Outcome.REPLACE, reason="属实", by=coordinator)
    assert queries.administrators_of(works) == [newcomer]


def test_both_sides_are_told_but_not_the_proof(raised, coordinator, enterprise, newcomer):
    tell_waiting()
    told = Notice.objects.get(user=enterprise)
    assert told.url.endswith("/members/")
    assert Notice.objects.get(user=coordinator).url == "/desk/enterprises/waiting/"
    decide_dispute(raised, outcome=Outcome.REPLACE, reason="核对过授权书", by=coordinator)
    tell_waiting()
    assert Notice.objects.filter(user=enterprise).count() == 2
    assert Notice.objects.filter(user=newcomer).count() == 1


def test_the_refusal_names_who_decides(raised, enterprise):
    with pytest.raises(Refused, match="异议由协调员决定"):
        decide_join_request(raised, agreed=True, by=enterprise)


def test_raised_on_the_phone_and_decided_at_the_desk(
    client, works, enterprise, newcomer, coordinator, leader
):
    address = f"/me/enterprise/{works.uscc}/dispute/"
    client.force_login(enterprise)
    assert client.get(address).status_code == 404
    client.force_login(newcomer)
    assert client.post(address, {"message": ""}).status_code == 422
    assert client.post(address, {"message": WHY}).url == "/me/enterprise/"
    settle = f"/desk/enterprises/{works.uscc}/settle/newcomer/"
    sent = {"outcome": "replace", "reason": "核对过授权书"}
    for other in (enterprise, leader, newcomer):
        client.force_login(other)
        assert client.post(settle, sent).status_code == 404
    client.force_login(coordinator)
    page = client.get("/desk/enterprises/waiting/").text
    assert WHY in page
    assert "现在的管理员：" in page
    assert client.post(settle, sent | {"outcome": "crown"}).status_code == 400
    assert client.post(settle, sent).url == "/desk/enterprises/waiting/"
    assert queries.administrators_of(works) == [newcomer]
