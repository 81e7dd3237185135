"""Claiming an enterprise by a code that only it can have: letter or text, once, few tries, nothing readable kept."""

import re
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from liandong.accounts.models import User
from liandong.enterprises import queries
from liandong.enterprises.actions import (
    claim_with_code,
    issue_claim_code,
    record,
    send_claim_code,
)
from liandong.enterprises.models import ClaimCode, ClaimTry, Enterprise, Member
from liandong.enterprises.rules.claiming import LETTERS, normal_code
from liandong.journal.models import Entry
from liandong.kit.codes import provisional_code
from liandong.kit.now import standing_at
from liandong.kit.refusals import Refused
from tests.conftest import TUESDAY
from tests.enterprises.test_claim_proof import code_of, verbs
from tests.enterprises.test_facts import JUNE


@pytest.fixture
def rival(db):
    return User.objects.create(username="rival", phone="13800000009", phone_verified=True)


@pytest.fixture
def reached(works):
    """The base has a mobile number of it, told by the tax office."""
    record(works, source="tax", on=JUNE, facts={"contact_phone": "13912345678"}, by=None)
    return works


def texted(enterprise, by):
    with capture_logs() as said:
        send_claim_code(enterprise, by=by)
    [line] = [line for line in said if line["event"] == "sms.printed"]
    return line["phone"], re.search(r"\d{6}", line["text"])[0]


def test_a_letter_makes_its_holder_the_administrator(works, coordinator, newcomer):
    code = issue_claim_code(works, by=coordinator)
    assert re.fullmatch(f"[{LETTERS}]{{4}}-[{LETTERS}]{{4}}", code)
    claim_with_code(works, f" {code.lower().replace('-', ' ')} ", by=newcomer)
    assert queries.is_administrator(newcomer, works)
    assert verbs(works) == ["claim.code_issued", "claim.by_code"]


def test_only_a_digest_is_kept(works, coordinator):
    code = normal_code(issue_claim_code(works, by=coordinator))
    kept = ClaimCode.objects.get()
    assert re.fullmatch("[0-9a-f]{64}", kept.digest)
    assert all(code not in str(value) for value in vars(kept).values())
    assert all(code not in str(entry.data) for entry in Entry.objects.all())


def test_of_two_with_one_code_one_wins(works, coordinator, newcomer, rival):
    code = issue_claim_code(works, by=coordinator)
    claim_with_code(works, code, by=rival)
    assert code_of(claim_with_code, works, code, by=newcomer) == "claim.managed"
    Member.objects.all().delete()
    assert code_of(claim_with_code, works, code, by=newcomer) == "claim.code_wrong"


def test_a_new_letter_ends_the_one_before(works, coordinator, newcomer):
    first = issue_claim_code(works, by=coordinator)
    second = issue_claim_code(works, by=coordinator)
    assert code_of(claim_with_code, works, first, by=newcomer) == "claim.code_wrong"
    assert claim_with_code(works, second, by=newcomer).enterprise == works


def test_a_wrong_code_stays_counted_and_the_sixth_is_refused_even_if_right(
    works, coordinator, newcomer, rival
):
    code = issue_claim_code(works, by=coordinator)
    for left in (4, 3, 2, 1):
        with pytest.raises(Refused, match=f"还可以试 {left} 次"):
            claim_with_code(works, "AAAA-AAAA", by=newcomer)
    assert code_of(claim_with_code, works, "x", by=newcomer) == "claim.too_many_tries"
    assert ClaimTry.objects.filter(user=newcomer).count() == 5
    assert code_of(claim_with_code, works, code, by=newcomer) == "claim.too_many_tries"
    assert claim_with_code(works, code, by=rival)  # whose tries are their own


def test_codes_run_out(reached, coordinator, newcomer):
    with standing_at(TUESDAY):
        letter = issue_claim_code(reached, by=coordinator)
        _number, text = texted(reached, newcomer)
    with standing_at(TUESDAY + timedelta(minutes=11)):
        assert code_of(claim_with_code, reached, text, by=newcomer) == "claim.code_expired"
    with standing_at(TUESDAY + timedelta(days=14)):
        assert code_of(claim_with_code, reached, letter, by=newcomer) == "claim.code_expired"


def test_a_text_goes_to_the_number_of_the_base_and_serves_whoever_asked(reached, newcomer, rival):
    assert (
        queries.ways_to(newcomer, queries.claimable(newcomer, reached.uscc)).phone == "139****5678"
    )
    number, code = texted(reached, newcomer)
    assert number == "13912345678"
    assert code_of(claim_with_code, reached, code, by=rival) == "claim.code_wrong"
    assert claim_with_code(reached, code, by=newcomer)


def test_at_most_three_texts_a_day(reached, newcomer, rival):
    for person in (newcomer, rival, newcomer):
        texted(reached, person)
    assert code_of(send_claim_code, reached, by=rival) == "claim.too_many_messages"


def test_a_number_that_the_enterprise_told_itself_is_not_asked(works, newcomer):
    facts = {"contact_phone": "13700000000"}
    record(works, source="enterprise", on=JUNE, facts=facts, by=None)
    assert queries.ways_to(newcomer, queries.claimable(newcomer, works.uscc)).phone == ""
    assert code_of(send_claim_code, works, by=newcomer) == "claim.no_number"
    record(works, source="tax", on=JUNE, facts={"contact_phone": "13912345678"}, by=None)
    assert texted(works, newcomer)[0] == "13912345678"  # though the enterprise's own holds


def test_a_message_that_did_not_go_out_is_said(reached, newcomer, settings):
    settings.SMS_URLS = ["json://127.0.0.1:1/{phone}"]
    assert code_of(send_claim_code, reached, by=newcomer) == "claim.not_sent"


def test_refused(works, enterprise, coordinator, newcomer, officer, leader):
    assert code_of(issue_claim_code, works, by=coordinator) == "claim.managed"
    for other in (officer, leader, newcomer, enterprise):
        assert code_of(issue_claim_code, works, by=other) == "claim.not_yours"
    Member.objects.all().delete()
    unknown = User.objects.create(username="unknown", phone="13800000008")
    assert code_of(claim_with_code, works, "x", by=unknown) == "claim.no_phone"
    caller = Enterprise.objects.create(
        uscc=provisional_code(TUESDAY.date(), 1), name="来电企业（示例）", region_id="410303"
    )
    assert code_of(issue_claim_code, caller, by=coordinator) == "claim.provisional"


def test_a_coordinator_elsewhere_issues_none(works, newcomer):
    from liandong.departments.models import Appointment  # noqa: PLC0415

    Appointment.objects.create(user=newcomer, role="coordinator", region_id="410305")
    assert code_of(issue_claim_code, works, by=newcomer) == "claim.not_yours"


def test_over_the_api(api, works, coordinator, newcomer, rival):
    code = issue_claim_code(works, by=coordinator)
    wrong = api(newcomer).post(f"/enterprises/{works.uscc}/claim", {"code": "AAAAAAAA"})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "claim.code_wrong")
    assert ClaimTry.objects.count() == 1
    asked = api(rival).post(f"/enterprises/{works.uscc}/join", {"message": "出纳"})
    assert (asked.status_code, asked["Location"]) == (201, "/api/v1/me/requests")
    done = api(newcomer).post(f"/enterprises/{works.uscc}/claim", {"code": code})
    assert done.json() == {"uscc": works.uscc, "name": works.name, "role": "admin"}
    [waiting] = api(rival).get("/me/requests").json()["items"]
    assert (waiting["uscc"], waiting["kind"], waiting["agreed"]) == (works.uscc, "join", None)
    assert api(newcomer).get("/me/requests").json() == {"items": []}
    assert api(newcomer).post("/enterprises/91410303XX/claim", {"code": "x"}).status_code == 404
    assert api(None).get("/me/requests").status_code == 401


def test_the_desk_shows_a_letter_once_and_the_phone_takes_its_code(
    client, works, coordinator, leader, newcomer
):
    letter = f"/desk/enterprises/{works.uscc}/letter/"
    client.force_login(leader)
    assert "发认领码" not in client.get(f"/desk/enterprises/{works.uscc}/side/").text
    client.force_login(coordinator)
    assert "发认领码" in client.get(f"/desk/enterprises/{works.uscc}/side/").text
    answer = client.post(letter)
    assert answer["Cache-Control"] == "no-store"
    code = re.search(r'id="letter-code">([^<]+)<', answer.text)[1]
    client.force_login(newcomer)
    third = f"/me/enterprise/{works.uscc}/claim/"
    wrong = client.post(third, {"act": "code", "code": "AAAA-AAAA"})
    assert wrong.status_code == 422
    assert "还可以试 4 次" in wrong.text
    assert "AAAA-AAAA" in wrong.text
    assert client.post(third, {"act": "code", "code": code}).url == "/"
    assert client.session["place"] == f"enterprise:{works.uscc}"
    client.force_login(coordinator)
    assert "发认领码" not in client.get(f"/desk/enterprises/{works.uscc}/side/").text


def test_a_text_is_asked_for_on_the_phone(client, reached, newcomer):
    client.force_login(newcomer)
    third = f"/me/enterprise/{reached.uscc}/claim/"
    page = client.get(third).text
    assert "139****5678" in page
    assert "13912345678" not in page
    sent = client.post(third, {"act": "text"})
    assert "验证码已发到 139****5678" in client.get(sent.url.partition("#")[0]).text
