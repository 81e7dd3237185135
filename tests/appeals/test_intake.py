"""Taking an appeal in: whatever comes in gets a clear answer, and one submission makes one appeal."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from liandong.accounts.models import User
from liandong.appeals import actions
from liandong.appeals.enums import Act, Channel
from liandong.appeals.models import Appeal, Assignment, Category
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import Enterprise, Member
from liandong.journal.models import Entry, Outbox
from liandong.journal.queries import verify_journal
from liandong.kit.codes import make_uscc
from liandong.kit.now import standing_at
from tests.appeals.conftest import POWER, VAGUE
from tests.journal.committed import transactional_db as transactional_db

REFUSED = [
    ({}, 422, "invalid"),
    ({"text": None}, 422, "invalid"),
    ({"text": 5}, 422, "invalid"),
    ({"text": ["停电"]}, 422, "invalid"),
    ({"text": "x" * 100_001}, 422, "invalid"),
    ({"text": ""}, 422, "appeal.no_text"),
    ({"text": " \n\t　"}, 422, "appeal.no_text"),
    ({"text": "\x00\x01\x1b\u202e"}, 422, "appeal.no_text"),
    ({"text": "🙂🙂！"}, 422, "appeal.no_text"),
    ({"text": "停电" * 2501}, 422, "appeal.text_too_long"),
    ({"text": POWER, "contact_phone": "12345"}, 422, "appeal.phone"),
    ({"text": POWER, "contact_phone": "1380000000a"}, 422, "appeal.phone"),
    ({"text": POWER, "contact_phone": "1" * 31}, 422, "invalid"),
    ({"text": POWER, "category": "no-such"}, 422, "appeal.category"),
    ({"text": POWER, "confidential": "perhaps"}, 422, "invalid"),
    ({"text": POWER, "enterprise": "91410303MA00000001"}, 422, "enterprise.uscc"),
    ({"text": POWER, "enterprise": "' OR 1=1 --"}, 422, "enterprise.uscc"),
    ({"text": POWER, "enterprise": make_uscc(2)}, 403, "enterprise.not_yours"),
]


@pytest.mark.django_db
def test_bad_input_is_refused_in_words(api, enterprise, stranger):
    client = api(enterprise)
    for body, status, code in REFUSED:
        answer = client.post("/appeals", body)
        told = answer.json()
        assert (answer.status_code, told["code"]) == (status, code), (body, told)
        assert answer["Content-Type"].startswith("application/problem+json")
        assert told["title"]
        assert told["detail"]
    assert not Appeal.objects.exists()
    assert not Entry.objects.filter(verb="appeal.submitted").exists()


@pytest.mark.django_db
def test_ten_megabytes_are_refused_before_they_are_read(api, enterprise):
    answer = api(enterprise).post("/appeals", {"text": "停" * 10_000_000})
    assert (answer.status_code, answer.json()["title"]) == (413, "内容太长")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", '"text"', b"\xff\xfe", '{"text": "\\ud800停电"}']
)
def test_what_is_no_json_is_refused(api, enterprise, body):
    headers = api(enterprise).headers
    answer = Client().post(
        "/api/v1/appeals", body, content_type="application/json", headers=headers
    )
    assert 400 <= answer.status_code < 500, answer.content
    assert answer["Content-Type"].startswith("application/problem+json")
    assert not Appeal.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("停电🙂了👨‍👩‍👧", "停电🙂了👨‍👩‍👧"),
        ("停\x00电\x1b[31m了", "停电[31m了"),
        ("\ufeff停电\u202e了\u200b", "停电了"),
        ("停电\r\n停水\u2028停气  ", "停电\n停水\n停气"),
        ("<script>alert(1)</script>停电", "<script>alert(1)</script>停电"),
        ("%s %(a)s {} \\' 停电", "%s %(a)s {} \\' 停电"),
    ],
)
def test_a_text_is_kept_as_written_without_what_nobody_sees(api, enterprise, text, kept):
    answer = api(enterprise).post(
        "/appeals", {"text": text, "title": text, "contact_name": "张\x00师傅\n"}
    )
    assert answer.status_code == 201, answer.content
    appeal = Appeal.objects.get()
    assert (appeal.text, appeal.title) == (kept, kept.replace("\n", " "))
    assert appeal.contact_name == "张师傅"
    assert answer.json()["text"] == kept


@pytest.mark.django_db
def test_an_appeal_is_answered_with_who_has_it_and_until_when(api, enterprise, power, tuesday):
    answer = api(enterprise).post(
        "/appeals", {"text": POWER, "contact_phone": "０３７９-６０００００００"}
    )
    filed, appeal = answer.json(), Appeal.objects.get()
    assert (answer.status_code, filed["reference"]) == (201, appeal.reference)
    assert answer["Location"] == f"/api/v1/appeals/{appeal.reference}"
    assert filed["reference"].startswith("XG20261124-")
    assert (filed["department"], filed["department_code"]) == (power.short, "ly-power")
    assert (filed["state"], filed["lamp"], filed["repeats"]) == ("assigned", "green", None)
    assert (appeal.contact_phone, appeal.channel) == ("0379-60000000", Channel.API)
    assert [(a.department, a.kind, a.ended_at) for a in appeal.assignments.all()] == [
        (power, "lead", None)
    ]
    entry = Entry.objects.get(subject=f"appeal:{appeal.reference}")
    assert (entry.verb, entry.number, entry.actor) == (
        "appeal.submitted", 1, f"accounts.user:{enterprise.pk}",
    )  # fmt: skip
    assert Outbox.objects.filter(entry_id=entry.pk).exists()


@pytest.mark.django_db
def test_what_no_word_speaks_for_waits_for_the_coordinator(api, enterprise, tuesday):
    filed = api(enterprise).post("/appeals", {"text": VAGUE}).json()
    assert (filed["state"], filed["department"], filed["department_code"]) == (
        "submitted", None, None,
    )  # fmt: skip
    assert filed["department_phone"] == Appeal.objects.get().region.office_phone
    assert filed["due_at"] == "2026-11-24T09:00:00Z"
    assert not Assignment.objects.exists()


@pytest.mark.django_db
def test_a_category_that_a_person_chose_counts(api, enterprise, tuesday):
    client = api(enterprise)
    for chosen in ("water", "用水"):
        filed = client.post("/appeals", {"text": VAGUE, "category": chosen}).json()
        assert (filed["category_code"], filed["state"], filed["reasons"]) == (
            "water",
            "assigned",
            [],
        )


@pytest.mark.django_db
def test_a_repeated_subject_is_pointed_out_for_three_weeks(works, enterprise, tuesday):
    one = actions.file_appeal(works, text=POWER, by=enterprise)
    two = actions.file_appeal(works, text=POWER + "，还没解决", by=enterprise)
    other = actions.file_appeal(works, text="厂门口的自来水管爆了，全厂停水", by=enterprise)
    assert (one.repeats, two.repeats, other.repeats) == (None, one, None)
    actions.perform(Act.WITHDRAW, two, reason="一件就够", by=enterprise)
    three = actions.file_appeal(works, text=POWER, by=enterprise)
    assert three.repeats == one
    with standing_at(tuesday.replace(month=12, day=16)):
        assert actions.file_appeal(works, text=POWER, by=enterprise).repeats is None


@pytest.mark.django_db
def test_a_confidential_appeal_reaches_the_department_without_a_name(
    api, works, enterprise, officer, coordinator, tuesday
):
    filed = api(enterprise).post("/appeals", {"text": POWER, "confidential": True}).json()
    path = f"/appeals/{filed['reference']}"
    assert filed["enterprise"] == works.name
    assert api(officer).get(path).json()["enterprise"] is None
    assert works.name not in json.dumps(api(officer).get("/appeals").json(), ensure_ascii=False)
    assert api(coordinator).get(path).json()["enterprise"] == works.name


@pytest.mark.django_db
def test_a_clerk_names_the_enterprise_that_telephones(api, clerk, works, tuesday):
    client = api(clerk)
    assert client.post("/appeals", {"text": POWER}).json()["code"] == "enterprise.needed"
    unknown = client.post("/appeals", {"text": POWER, "enterprise": make_uscc(77)})
    assert unknown.json()["code"] == "enterprise.unknown"
    filed = client.post("/appeals", {"text": POWER, "enterprise": works.uscc.lower()})
    assert filed.status_code == 201, filed.content
    appeal = Appeal.objects.get()
    assert (appeal.enterprise, appeal.channel, appeal.filed_by) == (works, Channel.HOTLINE, clerk)


@pytest.mark.django_db
def test_a_key_is_one_persons(api, enterprise, stranger, tuesday):
    key = {"Idempotency-Key": "k"}
    one, again = (api(enterprise).post("/appeals", {"text": POWER}, **key).json() for _ in "12")
    other = api(stranger).post("/appeals", {"text": POWER}, **key).json()
    assert one["reference"] == again["reference"] != other["reference"]
    assert {**one, "repeats": None} == {**again, "repeats": None}
    for _ in "12":
        api(enterprise).post("/appeals", {"text": POWER}, **{"Idempotency-Key": ""})
    assert Appeal.objects.count() == 4
    long = api(enterprise).post("/appeals", {"text": POWER}, **{"Idempotency-Key": "x" * 81})
    assert long.status_code == 422


@pytest.mark.django_db
def test_one_statement_takes_an_appeal_in(api, enterprise, django_assert_num_queries):
    client = api(enterprise)
    client.post("/appeals", {"text": POWER})
    with django_assert_num_queries(1):
        answer = client.post("/appeals", {"text": POWER}, **{"Idempotency-Key": "k"})
    assert answer.status_code == 201


@pytest.fixture
def member(transactional_db: None) -> Member:
    """A person of an enterprise, committed: threads with connections of their own see them."""
    works = Enterprise.objects.create(uscc=make_uscc(1), name="洛阳示例轴承", region_id="410303")
    user = User.objects.create(username="enterprise")
    return Member.objects.create(user=user, enterprise=works, role=MemberRole.ADMIN)


def test_a_double_touch_makes_one_appeal(member):
    """Eight threads send the same submission at the same moment, ten times over."""
    start = Barrier(8)

    def send(key: str) -> str:
        start.wait(30)
        try:
            return actions.file_appeal(
                member.enterprise, text=POWER, key=key, by=member.user
            ).reference
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        for number in range(10):
            told = set(threads.map(send, [f"key-{number}"] * 8))
            assert len(told) == 1
            assert told == set(
                Appeal.objects.filter(key=f"key-{number}").values_list("reference", flat=True)
            )
    assert Appeal.objects.count() == 10
    assert Assignment.objects.count() == 10
    assert Entry.objects.filter(verb="appeal.submitted").count() == 10


def test_appeals_taken_in_at_once_have_numbers_of_their_own(member):
    def send(number: int) -> str:
        try:
            return actions.file_appeal(
                member.enterprise, text=f"{POWER}{number}", by=member.user
            ).reference
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        references = list(threads.map(send, range(40)))
    assert len(set(references)) == 40
    assert Appeal.objects.count() == 40
    assert verify_journal().ok


@pytest.mark.parametrize("code", ["power", "water"])
def test_who_chooses_a_category_with_a_lead_has_said_where_it_goes(
    code, enterprise, works, tuesday, api
):
    """A sentence that speaks for both alike is not sure enough to be dispatched by itself."""
    category = Category.objects.get(code=code)
    text = "电表和水表"
    unsure = api(enterprise).post("/appeals", {"text": text}).json()
    chosen = api(enterprise).post("/appeals", {"text": text, "category": code}).json()
    assert unsure["confidence"] < 0.6
    assert (chosen["state"], chosen["confidence"], chosen["department_code"]) == (
        "assigned", 1.0, category.lead.code,
    )  # fmt: skip
