"""Reference data in the back office: each change is checked, and a line in the journal."""

import pytest

from liandong.appeals.models import Category, RoutingRule, Terms
from liandong.appeals.models.terms import usual_limits
from liandong.departments.enums import Role
from liandong.departments.models import Appointment
from liandong.journal.models import Entry


@pytest.fixture
def office(auditor, at):
    """The back office, opened by an administrator."""
    Appointment.objects.create(user=auditor, role=Role.ADMIN, region_id="410303")
    return at(auditor)


RULE = {
    "code": "new-rule", "words": "换表,校表", "with_words": "", "without_words": "",
    "category": "power", "department": "", "weight": "2", "note": "", "is_active": "on",
}  # fmt: skip


def _errors(answer):
    return " ".join(
        str(e) for errors in answer.context["adminform"].form.errors.values() for e in errors
    )


def test_every_page_of_reference_data_opens(office):
    for model in ("category", "routingrule", "terms", "declinereason", "dangerword"):
        assert office.get(f"/admin/appeals/{model}/").status_code == 200
        assert office.get(f"/admin/appeals/{model}/add/").status_code == 200


def test_a_new_rule_is_kept_and_recorded(office):
    assert office.post("/admin/appeals/routingrule/add/", RULE).status_code == 302
    assert RoutingRule.objects.get(code="new-rule").words == ["换表", "校表"]
    assert Entry.objects.get(verb="routingrule.added").data["name"] == "new-rule"


def test_words_are_set_apart_by_blanks_and_any_comma(office):
    sent = RULE | {"words": "量子飞船 光子鱼缸、换表，校表", "with_words": "电 表, 水表 气表"}
    answer = office.post("/admin/appeals/routingrule/add/", sent)
    assert "“电、表”只有一个字" in _errors(answer)
    assert "几个词之间用逗号、顿号或空格隔开" in answer.text
    office.post("/admin/appeals/routingrule/add/", sent | {"with_words": "水表 气表"})
    rule = RoutingRule.objects.get(code="new-rule")
    assert rule.words == ["量子飞船", "光子鱼缸", "换表", "校表"]
    assert rule.with_words == ["水表", "气表"]


def test_a_rule_that_catches_everything_is_refused(office):
    answer = office.post("/admin/appeals/routingrule/add/", RULE | {"words": "表,换表"})
    assert "“表”只有一个字" in _errors(answer)
    answer = office.post("/admin/appeals/routingrule/add/", RULE | {"category": ""})
    assert "请选类别或部门" in _errors(answer)


def test_the_category_that_catches_the_rest_stays(office):
    other = Category.objects.get(code="other")
    fields = {
        "code": "other", "name": other.name, "group": other.group, "hint": other.hint,
        "lead": other.lead_id, "limit_class": other.limit_class, "alternates": "", "words": "",
        "order": other.order,
    }  # fmt: skip
    answer = office.post("/admin/appeals/category/other/change/", fields)
    assert "不能停用" in _errors(answer)
    answer = office.post(
        "/admin/appeals/category/other/change/",
        fields | {"is_active": "on", "alternates": "nobody"},
    )
    assert "没有这些部门代码：nobody" in _errors(answer)


def test_each_limit_is_a_number_of_its_own(office):
    path = "/admin/appeals/terms/410303/change/"
    page = office.get(path).text
    assert "签收（工作小时）" in page
    assert 'name="limits"' not in page
    usual = usual_limits()
    fields = {
        "region": "410303", "threshold": "0.6", "look_again_share": "0.1",
        "look_again_months": "3", "repeat_days": "21",
        **{name: number for name, number in usual.items() if name != "resolve_days"},
        **usual["resolve_days"],
    }  # fmt: skip
    for wrong in ("", "-1", "0", "x", "5000"):
        assert _errors(office.post(path, fields | {"accept_hours": wrong}))
    assert office.post(path, fields | {"accept_hours": "1.5", "general": "4"}).status_code == 302
    limits = Terms.objects.get(region_id="410303").limits
    assert limits == usual | {
        "accept_hours": 1.5,
        "resolve_days": usual["resolve_days"] | {"general": 4},
    }
    changes = Entry.objects.get(verb="terms.changed").data["changes"][0]["fields"]
    assert changes["accept_hours"] == ["2", "1.5"]


def test_nobody_else_enters(officer, coordinator, at):
    for who in (officer, coordinator):
        assert at(who).get("/admin/appeals/routingrule/").status_code == 404
