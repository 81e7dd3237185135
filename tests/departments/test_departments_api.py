"""The list of departments over the API: by page and by cursor, filtered, for whoever has a token."""

from liandong.departments.models import Department


def test_departments_are_found_by_what_they_are_there_for(api, enterprise):
    [found] = api(enterprise).get("/departments", q="供电", region="410300").json()["items"][:1]
    assert found == {
        "code": "ly-power",
        "name": Department.objects.get(code="ly-power").name,
        "short": Department.objects.get(code="ly-power").short,
        "kind": "utility",
        "kind_name": "公用企业",
        "region": "410300",
        "region_name": "洛阳市",
        "parent": None,
        "remit": Department.objects.get(code="ly-power").remit,
        "phone": Department.objects.get(code="ly-power").phone,
    }


def test_pages_and_cursors_show_the_same(api, enterprise, django_assert_num_queries):
    asked = api(enterprise)
    codes = list(Department.objects.filter(is_active=True).values_list("code", flat=True))
    first = asked.get("/departments").json()
    rest = asked.get("/departments", cursor=first["next"]).json()
    assert [d["code"] for d in first["items"] + rest["items"]] == sorted(codes)
    assert rest["next"] is None
    with django_assert_num_queries(2):
        page = asked.get("/departments", page=2).json()
    assert (page["count"], page["items"]) == (len(codes), rest["items"])
    assert asked.get("/departments", page=99).json()["items"] == []


def test_a_stranger_without_a_token_and_a_wrong_page_are_refused(api, enterprise):
    assert api(None).get("/departments").status_code == 401
    wrong = api(enterprise).get("/departments", page=0)
    assert (wrong.status_code, wrong.json()["status"]) == (422, 422)
