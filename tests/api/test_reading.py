"""What programs rely on: numbers, acts, filters, keys and addresses, each with an answer they can read."""

import pytest

from liandong.appeals import actions
from liandong.appeals.enums import Act
from liandong.appeals.models import Appeal, Proposal
from liandong.journal.models import Entry

pytestmark = pytest.mark.django_db
TEXT = "变压器容量不够，想申请用电增容"
PHONE = "13800000000"


@pytest.fixture
def filed(works, enterprise, power, tuesday):
    return actions.file_appeal(
        works, text=TEXT, contact_name="张师傅", contact_phone=PHONE, by=enterprise
    )


@pytest.fixture
def accepted(filed, officer):
    return actions.perform(Act.ACCEPT, filed, by=officer)


def problem_of(answer, status):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"].startswith("application/problem+json")
    return answer.json()


def test_whoever_asks_for_the_number_is_told_it_and_that_is_recorded(api, filed, officer):
    shown = api(officer).post(f"/appeals/{filed.reference}/show_phone").json()
    assert (shown["contact_name"], shown["contact_phone"]) == ("张师傅", PHONE)
    assert Entry.objects.filter(verb="appeal.phone_shown").count() == 1
    assert "contact_phone" not in api(officer).get(f"/appeals/{filed.reference}").json()


def test_where_there_is_no_number_nothing_is_said_to_have_been_shown(
    api, works, enterprise, officer, power
):
    silent = actions.file_appeal(works, text=TEXT, by=enterprise)
    answer = api(officer).post(f"/appeals/{silent.reference}/show_phone")
    assert problem_of(answer, 409)["code"] == "appeal.no_phone"
    assert not Entry.objects.filter(verb="appeal.phone_shown").exists()


def test_without_a_contact_it_is_the_filer_who_is_called(api, enterprise, power):
    enterprise.phone, enterprise.phone_verified = PHONE, True
    enterprise.save()
    api(enterprise).post("/appeals", {"text": TEXT})
    assert Appeal.objects.values_list("contact_name", "contact_phone").get() == (
        enterprise.name, PHONE,
    )  # fmt: skip


def test_a_clerk_is_not_the_one_to_be_called(api, clerk, works, power):
    clerk.phone = PHONE
    clerk.save()
    api(clerk).post("/appeals", {"text": TEXT, "enterprise": works.uscc})
    assert Appeal.objects.values_list("contact_name", "contact_phone").get() == ("", "")


def test_a_promise_can_be_written_from_the_document_alone(client, api, accepted, officer):
    acts = client.get("/api/v1/openapi.json").json()["paths"]
    promise = acts["/api/v1/appeals/{reference}/promise"]["post"]["requestBody"]
    step = promise["content"]["application/json"]["schema"]["properties"]["steps"]["items"]
    assert step["required"] == ["due_on", "text"]
    body = {
        "reason": "要等新的变压器",
        "steps": [{name: about["examples"][0] for name, about in step["properties"].items()}],
    }
    assert api(officer).post(f"/appeals/{accepted.reference}/promise", body).status_code == 200
    assert Proposal.objects.get().steps == [{"text": "Survey the site", "due_on": "2026-12-01"}]


@pytest.mark.parametrize(
    ("steps", "fields"),
    [
        ([], {"steps"}),
        ([{"due_on": "2026-12-01", "text": "勘测"}, {"due_on": "下周", "text": " "}],
         {"steps.1.due_on", "steps.1.text"}),
        ([{"date": "2026-12-01"}], {"steps.0.due_on", "steps.0.text"}),
        (["2026-12-01 勘测"], {"steps.0"}),
    ],
)  # fmt: skip
def test_a_wrong_step_is_named_by_its_path(api, accepted, officer, steps, fields):
    body = {"reason": "要等新的变压器", "steps": steps}
    answer = api(officer).post(f"/appeals/{accepted.reference}/promise", body)
    problem = problem_of(answer, 422)
    assert {e["field"] for e in problem["errors"]} == fields
    assert "第" not in "".join(e["message"] for e in problem["errors"])


def test_an_appeal_says_what_its_reader_can_do_now(api, accepted, officer, coordinator):
    path = f"/appeals/{accepted.reference}"
    acts = api(officer).get(path).json()["acts"]
    assert "resolve" in acts
    assert not {"fulfil_step", "remind_assist", "accept"} & set(acts)
    after = api(officer).post(f"{path}/ask", {"text": "要多大容量"}).json()["acts"]
    assert "ask" not in after
    assert "decide" not in api(coordinator).get(path).json()["acts"]
    wish = {"reason": "等设备", "until": "2026-12-02"}
    asked = api(officer).post(f"{path}/extend", wish)
    assert asked.status_code == 200, asked.content.decode()
    assert "decide" in api(coordinator).get(path).json()["acts"]


def test_what_has_just_been_filed_can_be_answered_only_after_a_question(api, enterprise, power):
    acts = api(enterprise).post("/appeals", {"text": TEXT}).json()["acts"]
    assert acts == ["supplement", "urge", "withdraw"]


def test_a_list_asks_no_more_for_ten_than_for_one(
    api, works, enterprise, power, django_assert_max_num_queries
):
    sender = api(enterprise)
    for number in range(10):
        actions.file_appeal(works, text=f"{TEXT} {number}", by=enterprise)
    sender.get("/appeals")
    with django_assert_max_num_queries(5):
        items = sender.get("/appeals").json()["items"]
    assert len(items) == 10
    assert "acts" not in items[0]


def test_a_key_makes_one_appeal_and_drops_no_other_text(api, enterprise, coordinator, power):
    key = {"Idempotency-Key": "order-1"}
    body = {"text": TEXT, "title": "用电增容"}
    first = api(enterprise).post("/appeals", body, **key)
    again = api(enterprise).post("/appeals", body, **key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json()["reference"] == first.json()["reference"]
    others = (
        {"text": "厂门口积水"},
        {"title": "别的"},
        {"confidential": True},
        {"category": "water"},
    )
    for other in others:
        refused = problem_of(api(enterprise).post("/appeals", body | other, **key), 409)
        assert refused["code"] == "appeal.key_used"
        assert first.json()["reference"] in refused["detail"]
    assert Appeal.objects.count() == 1


def test_the_same_content_again_is_harmless_after_the_appeal_has_moved_on(
    api, enterprise, officer, power
):
    key = {"Idempotency-Key": "order-1"}
    filed = api(enterprise).post("/appeals", {"text": TEXT}, **key).json()["reference"]
    api(officer).post(f"/appeals/{filed}/accept")
    api(officer).post(f"/appeals/{filed}/ask", {"text": "要多大容量"})
    again = api(enterprise).post("/appeals", {"text": TEXT}, **key)
    assert (again.status_code, again.json()["state"]) == (201, "in_progress")
    assert "answer" in again.json()["acts"]


@pytest.mark.parametrize("path", ["", "nowhere", "appeals/XG20261124-000001/fly", "appeals/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_that_leads_nowhere_is_a_problem(api, enterprise, path, method):
    sender = api(enterprise)
    answer = getattr(sender.client, method)(f"/api/v1/{path}", headers=sender.headers)
    assert problem_of(answer, 404)["code"] == "not_found"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("delete", "appeals", "GET, POST"),
        ("get", "appeals/XG20261124-000001/accept", "POST"),
        ("post", "openapi.json", "GET, HEAD"),
    ],
)
def test_a_wrong_method_says_which_are_right(api, enterprise, method, path, allowed):
    sender = api(enterprise)
    answer = getattr(sender.client, method)(f"/api/v1/{path}", headers=sender.headers)
    assert allowed in problem_of(answer, 405)["detail"]
    assert answer["Allow"] == allowed


def test_a_page_that_is_not_there_stays_a_page(client, enterprise):
    client.force_login(enterprise)
    answer = client.get("/nowhere/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("state", "nope"), ("category", "nope"), ("department", "nope"), ("lamp", "nope"),
        ("scope", "nope"), ("cursor", "zzz"), ("cursor", "nan_1"), ("cursor", "1_x"),
    ],
)  # fmt: skip
def test_a_filter_that_there_is_not_is_no_empty_list(api, enterprise, field, value):
    problem = problem_of(api(enterprise).get("/appeals", **{field: value}), 422)
    assert [e["field"] for e in problem["errors"]] == [field]


def test_filters_that_there_are_stay(api, enterprise, filed, power):
    known = {"state": "open", "category": filed.category_id, "department": "ly-power"}
    assert len(api(enterprise).get("/appeals", **known, lamp="green").json()["items"]) == 1


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"category": "飞船"}, "category", "appeal.category"),
        ({"enterprise": "123"}, "enterprise", "enterprise.uscc"),
        ({"contact_phone": "12"}, "contact_phone", "appeal.phone"),
        ({"text": "。"}, "text", "appeal.no_text"),
    ],
)
def test_what_cannot_be_filed_names_the_field(api, enterprise, body, field, code):
    problem = problem_of(api(enterprise).post("/appeals", {"text": TEXT} | body), 422)
    assert (problem["code"], problem["errors"][0]["field"]) == (code, field)
    assert problem["errors"][0]["message"] == problem["detail"]


def test_the_document_is_there_to_read_and_loads_nothing_from_elsewhere(client):
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    assert "default-src 'self'" in page["Content-Security-Policy"]
    words = page.content.decode()
    assert "http" not in words.replace("http://www.w3.org", "")
    assert "/api/v1/openapi.json" in words
