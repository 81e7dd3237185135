"""Joining an enterprise that is here needs consent: asking, deciding, taking back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liandong.enterprises import queries
from liandong.enterprises.actions import (
    ask_to_join,
    decide_join_request,
    withdraw_join_request,
)
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import JoinRequest, Member
from liandong.journal.actions import name_of
from liandong.journal.models import Entry
from liandong.kit.refusals import Refused


@pytest.fixture
def asked(newcomer, works, enterprise):
    return ask_to_join(works, message="我是办公室的", by=newcomer)


def test_asking_is_recorded_and_reaches_the_administrator(asked, newcomer, works, enterprise):
    assert list(queries.join_requests_for(enterprise)) == [asked]
    assert queries.deciders_of(works) == [enterprise]
    entry = Entry.objects.get(subject=name_of(works))
    assert (entry.verb, entry.actor) == ("join_request.asked", name_of(newcomer))


def test_asking_twice_or_as_a_member_is_refused(asked, newcomer, works, enterprise):
    for person, code in [(newcomer, "join_request.open"), (enterprise, "join_request.member")]:
        with pytest.raises(Refused) as refused:
            ask_to_join(works, by=person)
        assert refused.value.code == code


@pytest.mark.parametrize("decider", ["enterprise", "coordinator"])
def test_the_administrator_or_the_coordinator_consents(asked, newcomer, works, decider, request):
    decide_join_request(asked, agreed=True, by=request.getfixturevalue(decider))
    assert Member.objects.get(user=newcomer, enterprise=works).role == MemberRole.MEMBER
    assert Entry.objects.order_by("id").last().verb == "join_request.agreed"
    with pytest.raises(Refused) as refused:
        decide_join_request(
            asked, agreed=False, reason="改主意", by=request.getfixturevalue(decider)
        )
    assert refused.value.code == "join_request.decided"


def test_the_first_member_of_an_enterprise_administers_it(newcomer, works, coordinator):
    wanted = ask_to_join(works, by=newcomer)
    assert queries.deciders_of(works) == [coordinator]
    decide_join_request(wanted, agreed=True, by=coordinator)
    assert queries.is_administrator(newcomer, works)


def test_a_refusal_says_why(asked, newcomer, works, enterprise):
    with pytest.raises(Refused) as refused:
        decide_join_request(asked, agreed=False, reason=" ", by=enterprise)
    assert refused.value.code == "join_request.no_reason"
    decide_join_request(asked, agreed=False, reason="不认识", by=enterprise)
    assert not queries.is_member(newcomer, works)
    assert ask_to_join(works, by=newcomer).agreed is None


def test_nobody_else_decides(asked, newcomer, stranger, officer):
    for other in (newcomer, stranger, officer):
        with pytest.raises(Refused) as refused:
            decide_join_request(asked, agreed=True, by=other)
        assert refused.value.code == "join_request.not_yours"


def test_only_whoever_asked_takes_it_back(asked, newcomer, enterprise):
    with pytest.raises(Refused) as refused:
        withdraw_join_request(asked, by=enterprise)
    assert refused.value.code == "join_request.not_yours"
    withdraw_join_request(asked, by=newcomer)
    assert not queries.join_requests_for(enterprise).exists()


def test_a_newcomer_finds_the_enterprise_and_asks(client, newcomer, works, enterprise):
    client.force_login(newcomer)
    assert "您在哪家企业？" in client.get("/me/enterprise/").text
    there = client.get("/me/enterprise/", {"q": works.uscc.lower()})
    page = client.get(there.url).text
    assert works.name in page
    third = f"/me/enterprise/{works.uscc}/claim/"
    assert f'href="{third}"' in page
    assert "申请加入" in client.get(third).text
    sent = {"act": "join", "message": "我是办公室的", "is_legal": "yes"}
    assert client.post(third, sent).url == "/me/enterprise/"
    assert JoinRequest.objects.get().is_legal
    assert "等对方同意" in client.get("/me/enterprise/").text
    again = client.post(third, sent)
    assert again.status_code == 422
    assert "您已经申请过" in again.text
    assert client.post(f"/me/enterprise/{works.uscc}/withdraw/").status_code == 302
    assert JoinRequest.objects.get().agreed is False


def test_an_administrator_consents_on_the_members_page(client, asked, works, enterprise, stranger):
    address = f"/me/enterprise/{works.uscc}/requests/newcomer/"
    client.force_login(stranger)
    assert client.post(address, {"agreed": "yes"}).status_code == 404
    client.force_login(enterprise)
    assert "有人申请加入，等您同意" in client.get("/me/").text
    assert "我是办公室的" in client.get(f"/me/enterprise/{works.uscc}/members/").text
    assert client.post(address, {"agreed": "perhaps"}).status_code == 400
    assert client.post(address, {"agreed": "yes"}).url == f"/me/enterprise/{works.uscc}/members/"
    assert client.post(address, {"agreed": "yes"}).status_code == 404


def test_a_coordinator_refuses_at_the_desk_with_a_reason(client, asked, works, coordinator):
    client.force_login(coordinator)
    assert "我是办公室的" in client.get("/desk/enterprises/waiting/").text
    address = f"/me/enterprise/{works.uscc}/requests/newcomer/"
    waiting = "/desk/enterprises/waiting/"
    answer = client.post(
        address, {"agreed": "no"}, headers={"Referer": f"http://testserver{waiting}"}
    )
    assert "请写一句不同意的理由" in client.get(answer.url).text
    assert client.post(address, {"agreed": "no", "reason": "不认识"}).url == waiting
    asked.refresh_from_db()
    assert (asked.agreed, asked.reason) == (False, "不认识")
    client.force_login(asked.user)
    assert "不认识" in client.get("/me/enterprise/").text


def test_the_desk_asks_no_more_for_more_rows(client, works, coordinator, django_user_model):
    client.force_login(coordinator)

    def queries_with(rows):
        for number in range(rows):
            person = django_user_model.objects.create(username=f"p{rows}{number}")
            ask_to_join(works, by=person)
        with CaptureQueriesContext(connection) as captured:
            client.get("/desk/enterprises/waiting/")
        return len(captured)

    assert queries_with(1) == queries_with(3)
