"""The base over the API: find, read, state, follow; a stranger sees nothing."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


def said(source="tax", on="2026-06-30", **facts):
    return {"source": source, "on": on, "facts": facts}


def test_stating_and_reading_facts(api, coordinator, works):
    client = api(coordinator)
    answer = client.put(f"/enterprises/{works.uscc}/facts", said(employees=77, revenue=1_000.5))
    assert answer.status_code == 200
    client.put(
        f"/enterprises/{works.uscc}/facts", said(source="enterprise", on="2026-09-30", employees=80)
    )
    read = client.get(f"/enterprises/{works.uscc}").json()
    assert (read["name"], read["facts"]["revenue"]["value"]) == (works.name, 1000.5)
    assert read["facts"]["employees"] == {
        "value": 77, "source": "tax", "on": "2026-06-30", "masked": False,
        "conflict": [{"value": 80, "source": "enterprise", "on": "2026-09-30"}],
    }  # fmt: skip
    history = client.get(f"/enterprises/{works.uscc}/facts/employees").json()["items"]
    assert [(s["value"], s["source_name"]) for s in history] == [(80, "企业自报"), (77, "税务")]


def test_to_a_stranger_nothing_of_it_exists(api, stranger, coordinator, works):
    api(coordinator).put(f"/enterprises/{works.uscc}/facts", said(employees=77))
    client, nobody = api(stranger), "/enterprises/91410303YY0009999X"
    for path in ("", "/facts/employees"):
        theirs = client.get(f"/enterprises/{works.uscc}{path}")
        assert (theirs.status_code, theirs.json()) == (404, client.get(nobody + path).json())
    assert client.put(f"/enterprises/{works.uscc}/facts", said(employees=1)).status_code == 404
    assert [e["uscc"] for e in client.get("/enterprises").json()["items"]] != [works.uscc]
    assert client.get("/enterprises/changes").json() == {"items": [], "next": 0}
    assert api(None).get(f"/enterprises/{works.uscc}").status_code == 401


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (said(no_such=1), 422, "fact.unknown"), (said(scale="small"), 422, "fact.computed"),
        (said(employees=-1), 422, "fact.value"), (said(on="2030-01-01", employees=1), 422, "fact.day"),
        (said(on="2026-02-31", employees=1), 422, "invalid"), (said(employees=None), 422, "invalid"),
        (said(founded="1800-01-01"), 422, "fact.value"), (said(founded="1849-12-31"), 422, "fact.value"),
        (said(), 422, "fact.none"), (said(employees=[1]), 422, "invalid"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(api, coordinator, works, body, status, code):
    answer = api(coordinator).put(f"/enterprises/{works.uscc}/facts", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_member_speaks_for_the_own_enterprise_only_in_its_own_name(api, enterprise, works):
    client = api(enterprise)
    path = f"/enterprises/{works.uscc}/facts"
    assert client.put(path, said(source="enterprise", employees=7)).status_code == 200
    refused = client.put(path, said(source="tax", employees=7))
    assert (refused.status_code, refused.json()["code"]) == (403, "fact.not_yours")


def test_a_telephone_seat_says_only_what_the_enterprise_says(api, clerk, works):
    client, path = api(clerk), f"/enterprises/{works.uscc}/facts"
    assert client.put(path, said(source="企业自报", employees=7)).status_code == 200
    for source in ("统计", "tax", "一张表"):
        refused = client.put(path, said(source=source, employees=5))
        assert (refused.status_code, refused.json()["code"]) == (403, "fact.not_yours"), source
    assert client.get(f"/enterprises/{works.uscc}").json()["facts"]["employees"]["value"] == 7


def test_ten_thousand_times_is_asked_about(api, coordinator, works):
    client, path = api(coordinator), f"/enterprises/{works.uscc}/facts"
    client.put(path, said(revenue=500))
    asked = client.put(path, said(on="2026-09-30", revenue=5_000_000))
    assert (asked.status_code, asked.json()["code"]) == (409, "fact.odd")
    sure = said(on="2026-09-30", revenue=5_000_000) | {"sure": True}
    assert client.put(path, sure).json()["facts"]["revenue"]["value"] == 5_000_000


def test_following_changes(api, coordinator, officer, works):
    client = api(coordinator)
    client.put(f"/enterprises/{works.uscc}/facts", said(employees=7, contact="王某"))
    first = client.get("/enterprises/changes").json()
    assert [(c["uscc"], c["facts"]) for c in first["items"]] == [
        (works.uscc, ["contact", "employees"])
    ]
    assert client.get("/enterprises/changes", after=first["next"]).json()["items"] == []
    assert api(officer).get("/enterprises/changes").json()["items"][0]["facts"] == ["employees"]


def test_finding_takes_the_same_number_of_queries_for_one_and_for_three(
    api, coordinator, works, stranger, django_assert_max_num_queries
):
    client = api(coordinator)
    with django_assert_max_num_queries(9):
        items = client.get("/enterprises", q="洛阳示例").json()["items"]
    assert len(items) == 2


def test_the_catalogue_says_how_facts_are_typed(api, enterprise):
    kinds = {k["code"]: k for k in api(enterprise).get("/facts").json()}
    assert (kinds["revenue"]["type"], kinds["revenue"]["unit"]) == ("money", "万元")
    assert kinds["scale"]["computed"]


def test_over_the_api_personal_data_is_covered_for_an_auditor_too(api, auditor, coordinator, works):
    phone = {"contact_phone": "13812345678"}
    api(coordinator).put(f"/enterprises/{works.uscc}/facts", said(**phone))
    client = api(auditor)
    fact = client.get(f"/enterprises/{works.uscc}").json()["facts"]["contact_phone"]
    history = client.get(f"/enterprises/{works.uscc}/facts/contact_phone").json()["items"]
    assert (fact["value"], fact["masked"]) == ("138****5678", True)
    assert [line["value"] for line in history] == ["138****5678"]
