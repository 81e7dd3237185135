"""Claiming by proof: the coordinator looks at it; nobody else decides or sees it."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from liandong.enterprises import queries
from liandong.enterprises.actions import (
    ask_to_join,
    claim_with_proof,
    decide_join_request,
    register_enterprise,
    show_papers,
)
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import Enterprise, JoinRequest, Member, Proof
from liandong.journal.actions import name_of
from liandong.journal.models import Entry
from liandong.kit.codes import make_uscc
from liandong.kit.refusals import Refused
from liandong.kit.uploads import read_file
from liandong.notices.actions import tell_waiting
from liandong.notices.models import Notice


def licence(ink="white"):
    data = io.BytesIO()
    Image.new("RGB", (40, 30), ink).save(data, "PNG")
    return read_file("营业执照.png", data.getvalue())


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def claimed(works, newcomer):
    return claim_with_proof(
        works, files=[licence()], message="我是新来的厂长", is_legal=True, by=newcomer
    )


def code_of(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return refused.value.code


def verbs(enterprise):
    entries = Entry.objects.filter(subject=name_of(enterprise)).order_by("id")
    return list(entries.values_list("verb", flat=True))


def test_the_coordinator_agrees_and_the_claimer_manages(claimed, works, newcomer, coordinator):
    assert list(queries.join_requests_for(coordinator)) == [claimed]
    decide_join_request(claimed, agreed=True, by=coordinator)
    assert queries.is_administrator(newcomer, works)
    assert verbs(works) == ["claim.asked", "claim.agreed"]


def test_where_somebody_manages_meanwhile_the_claimer_joins(
    claimed, works, newcomer, enterprise, coordinator
):
    assert not queries.join_requests_for(enterprise)
    assert (
        code_of(decide_join_request, claimed, agreed=True, by=enterprise)
        == "join_request.not_yours"
    )
    decide_join_request(claimed, agreed=True, by=coordinator)
    assert Member.objects.get(user=newcomer).role == MemberRole.MEMBER


def test_refused(works, newcomer, enterprise, settings):
    assert code_of(claim_with_proof, works, files=[licence()], by=newcomer) == "claim.managed"
    Member.objects.all().delete()
    assert code_of(claim_with_proof, works, files=[], by=newcomer) == "claim.no_proof"
    four = [licence(ink) for ink in ("red", "blue", "green", "white")]
    assert code_of(claim_with_proof, works, files=four, by=newcomer) == "claim.too_many_proofs"
    assert not JoinRequest.objects.exists()  # nothing is left of what was refused
    ask_to_join(works, by=newcomer)
    assert code_of(claim_with_proof, works, files=[licence()], by=newcomer) == "join_request.open"


def test_five_open_claims_are_enough(newcomer):
    firms = [
        Enterprise.objects.create(uscc=make_uscc(n), name=f"甲{n}", region_id="410303")
        for n in range(20, 26)
    ]
    for firm in firms[:5]:
        claim_with_proof(firm, files=[licence()], by=newcomer)
    refused = code_of(claim_with_proof, firms[5], files=[licence()], by=newcomer)
    assert refused == "claim.too_many_open"


def test_who_sees_a_paper(
    client, claimed, newcomer, enterprise, stranger, coordinator, officer, leader, auditor, clerk
):
    [paper] = claimed.proofs.all()
    opened = set()
    for user in (newcomer, enterprise, stranger, coordinator, officer, leader, auditor, clerk):
        client.force_login(user)
        answer = client.get(f"/desk/enterprises/proof/{paper.name}/")
        if answer.status_code == 200:
            opened.add(user.username)
            assert "sandbox" in answer["Content-Security-Policy"]
            for close in answer._resource_closers:
                close()  # not answer.close(), which ends the test's own connection
    assert opened == {"newcomer", "coordinator", "auditor"}


def test_a_paper_of_a_registration(newcomer, stranger, coordinator):
    mine = register_enterprise(uscc=make_uscc(9), name="新厂", region=_region(), by=newcomer)
    show_papers(mine, [licence()], by=newcomer)
    assert Proof.objects.get().enterprise == mine
    assert code_of(show_papers, mine, [licence()], by=stranger) == "claim.not_yours"


def _region():
    from liandong.departments.models import Region  # noqa: PLC0415

    return Region.objects.get(code="410303")


def test_both_are_told(claimed, newcomer, coordinator):
    tell_waiting()
    said = Notice.objects.get(user=coordinator)
    assert said.url == "/desk/enterprises/waiting/"
    decide_join_request(claimed, agreed=False, reason="执照看不清", by=coordinator)
    tell_waiting()
    assert Notice.objects.get(user=newcomer).url == "/me/enterprise/"


def test_the_page_takes_it_and_says_what_is_wrong(client, works, newcomer):
    client.force_login(newcomer)
    third = f"/me/enterprise/{works.uscc}/claim/"
    sent = {"act": "proof", "message": "我是新来的厂长", "is_legal": "yes"}
    none = client.post(third, sent)
    assert none.status_code == 422
    assert "请至少上传一张证明" in none.text
    assert "我是新来的厂长" in none.text
    paper = io.BytesIO(licence().content)
    paper.name = "licence.png"
    assert client.post(third, sent | {"files": paper}).url == "/me/enterprise/"
    assert "认领企业" in client.get("/me/enterprise/").text
    assert client.post(f"/me/enterprise/{works.uscc}/withdraw/").status_code == 302


def test_the_desk_shows_paper_and_managers_and_asks_no_more_for_more_rows(
    client, works, coordinator, django_user_model
):
    client.force_login(coordinator)

    def queries_with(rows):
        for number in range(rows):
            name = f"p{rows}{number}"
            person = django_user_model.objects.create(
                username=name, phone=f"1380000{rows}00{number}", phone_verified=True
            )
            claim_with_proof(works, files=[licence()], by=person)
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/desk/enterprises/waiting/").text
        assert "营业执照.png" in page
        assert "现在没有管理员" in page
        return len(captured)

    assert queries_with(1) == queries_with(3)
