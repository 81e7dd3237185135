"""Errors of the API: problem details in the reader's language, limits, sizes."""

import pytest

pytestmark = pytest.mark.django_db
TEXT = "变压器容量不够，想申请用电增容"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": ""},
        {"text": " \n\t"},
        {"text": None},
        {"text": 5},
        {"text": "。！？"},
        {"text": "\u200b"},
    ],
)
def test_a_text_that_says_nothing_is_refused_in_words(api, enterprise, body):
    answer = api(enterprise).post("/appeals", body)
    assert (answer.status_code, answer["Content-Type"]) == (
        422, "application/problem+json; charset=utf-8",
    )  # fmt: skip
    problem = answer.json()
    words = problem["detail"] + "".join(e["message"] for e in problem.get("errors", []))
    assert any("\u4e00" <= c <= "\u9fff" for c in words)
    assert "Field required" not in words


def test_ten_megabytes_are_refused_before_they_are_read(api, enterprise):
    answer = api(enterprise).post("/appeals", {"text": "x" * 10_000_000})
    assert (answer.status_code, answer.json()["status"]) == (413, 413)


def test_a_body_that_is_no_json_is_refused(client, api, enterprise):
    sender = api(enterprise)
    answer = sender.client.post(
        "/api/v1/appeals", "{", content_type="application/json", headers=sender.headers
    )
    assert answer.status_code in (400, 422)
    assert answer["Content-Type"].startswith("application/problem+json")


def test_a_phone_that_is_none_and_a_category_that_is_none(api, enterprise):
    assert api(enterprise).post("/appeals", {"text": TEXT, "contact_phone": "12"}).json()[
        "code"
    ] == ("appeal.phone")
    assert api(enterprise).post("/appeals", {"text": TEXT, "category": "飞船"}).json()["code"] == (
        "appeal.category"
    )


def test_emoji_stay_and_control_characters_go(api, enterprise):
    filed = api(enterprise).post("/appeals", {"text": "停电了😀\u0000\u202e，变压器坏了"})
    assert filed.status_code == 201
    assert filed.json()["text"] == "停电了😀，变压器坏了"


def test_too_many_filings_in_a_minute_are_slowed_down(api, enterprise, settings):
    settings.RATE_LIMITS = True
    sender = api(enterprise)
    codes = [sender.post("/appeals", {"text": TEXT}).status_code for _ in range(61)]
    assert codes == [201] * 60 + [429]
    settings.RATE_LIMITS = False
    assert sender.post("/appeals", {"text": TEXT}).status_code == 201


def test_an_unknown_reference_is_the_same_as_a_strangers(api, enterprise, stranger, power):
    filed = api(enterprise).post("/appeals", {"text": TEXT}).json()["reference"]
    theirs = api(stranger).get(f"/appeals/{filed}").json()
    nobodys = api(stranger).get("/appeals/XG20200101-000001").json()
    malformed = api(stranger).get("/appeals/nothing").json()
    assert theirs == nobodys == malformed


def test_metrics_are_not_public(api, enterprise, auditor):
    assert api(None).get("/metrics").status_code == 401
    assert api(enterprise).get("/metrics").status_code == 404
    assert b"python_info" in api(auditor).get("/metrics").content


def test_health_is_open_to_all(api, db):
    assert api(None).get("/healthz").json() == {"status": "ok"}
    assert api(None).get("/readyz").json() == {"status": "ready"}


def test_an_act_with_a_nul_in_it_is_an_ordinary_mistake(api, coordinator, enterprise, works, power):
    filed = api(enterprise).post("/appeals", {"text": "上次那件事怎么样了"}).json()["reference"]
    answer = api(coordinator).post(f"/appeals/{filed}/dispatch", {"department": "ly\u0000power"})
    assert answer.status_code == 422


def test_a_nul_in_an_address_is_refused(api, enterprise):
    for path in ("/appeals?q=%00", "/departments?q=a%00b"):
        sender = api(enterprise)
        answer = sender.client.get(f"/api/v1{path}", headers=sender.headers)
        assert (answer.status_code, answer.json()["status"]) == (400, 400)
