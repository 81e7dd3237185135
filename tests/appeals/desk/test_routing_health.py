"""The health of the routing rules: their use, their faults, and where a text would go."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from liandong.accounts.models import User
from liandong.appeals import actions
from liandong.appeals.models import RoutingRule
from liandong.appeals.queries import forget_directory
from liandong.appeals.queries import routing as reads
from liandong.departments.enums import Role
from liandong.departments.models import Appointment

POWER = "厂区变压器容量不够，想申请用电增容，请供电公司办理"


def _rows(client, *parts):
    context = client.get("/desk/routing/").context
    return [row for part in parts or ("faulty", "unused", "sound") for row in context[part]]


def test_each_rule_is_counted(assigned, works, enterprise, coordinator, at):
    used = {row["code"]: row["used"] for row in _rows(at(coordinator))}
    for reason in assigned.reasons:
        assert used[reason["rule"]] == 1
    assert sum(count > 0 for count in used.values()) == len({r["rule"] for r in assigned.reasons})


def test_few_appeals_or_few_days_prove_no_rule_useless(
    assigned, coordinator, tuesday, at, text_of, monkeypatch
):
    client = at(coordinator)
    assert _rows(client, "unused") == []
    assert "不满 200 件" in text_of(client.get("/desk/routing/"))
    monkeypatch.setattr(reads, "FEWEST", 1)
    RoutingRule.objects.update(changed_at=tuesday - timedelta(days=reads.YOUNG_DAYS))
    RoutingRule.objects.filter(code__lt="h").update(changed_at=tuesday)
    codes = {row["code"] for row in _rows(client, "unused") if ":" not in row["code"]}
    assert len(codes) > 50
    assert min(codes) >= "h"
    assert not codes & {row["code"] for row in _rows(client, "faulty", "sound")}


def test_a_rule_in_the_shadow_of_another_is_named(power, coordinator, tuesday, at, text_of):
    RoutingRule.objects.create(code="a-wide", words=["停水", "断水"], category_id="water", weight=3)
    RoutingRule.objects.create(code="b-narrow", words=["断水"], category_id="power", weight=2)
    RoutingRule.objects.create(code="c-common", words=["企业"], category_id="other", weight=1)
    RoutingRule.objects.create(code="d-blank", words=["断 水"], category_id="water", weight=3)
    faults = {row["code"]: row["faults"] for row in _rows(at(coordinator), "faulty")}
    assert faults["b-narrow"] == ["被“停水、断水”盖住"]
    assert faults["c-common"] == ["“企业”几乎每件都有"]
    assert "永远认不出" in faults["d-blank"][0]


def test_a_rule_that_leads_to_a_closed_department_is_at_fault(power, coordinator, tuesday, at):
    before = len(_rows(at(coordinator), "faulty"))
    power.is_active = False
    power.save()
    rows = _rows(at(coordinator), "faulty")
    assert len(rows) > before
    assert "分给的类别或部门已停用" in rows[0]["faults"]


def test_the_page_takes_as_many_queries_with_three_appeals_as_with_one(
    assigned, works, enterprise, coordinator, tuesday, at
):
    client = at(coordinator)
    client.get("/desk/routing/")
    with CaptureQueriesContext(connection) as one:
        client.get("/desk/routing/")
    for _more in range(2):
        actions.file_appeal(works, text=POWER, by=enterprise)
    with CaptureQueriesContext(connection) as three:
        client.get("/desk/routing/")
    assert len(three) == len(one)


def test_a_text_can_be_tried(coordinator, power, tuesday, at):
    forget_directory()
    tried = at(coordinator).get("/desk/routing/", {"text": POWER}).context["tried"]
    assert tried[0]["department"] == power.short
    assert "增容" in tried[0]["words"]
    assert at(coordinator).get("/desk/routing/", {"text": "\x00" + "长" * 9000}).status_code == 200


def test_only_an_administrator_gets_to_the_back_office(coordinator, auditor, tuesday, at):
    assert not at(auditor).get("/desk/routing/").context["administers"]
    assert all(row["url"] == "" for row in _rows(at(coordinator)))
    keeper = User.objects.create(username="keeper")
    Appointment.objects.create(user=keeper, role=Role.ADMIN, region_id="410303")
    assert at(keeper).get("/desk/routing/").context["administers"]
    Appointment.objects.create(user=coordinator, role=Role.ADMIN, region_id="410303")
    assert all(row["url"].startswith("/admin/") for row in _rows(at(coordinator)))


def test_others_do_not_see_it(officer, leader, at):
    assert [at(who).get("/desk/routing/").status_code for who in (officer, leader)] == [404, 404]


def test_an_appeal_files_while_rules_are_being_changed(works, enterprise, tuesday, power):
    RoutingRule.objects.create(code="empty", words=[], category_id="power", weight=2)
    forget_directory()
    assert actions.file_appeal(works, text=POWER, by=enterprise).lead == power
