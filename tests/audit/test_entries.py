"""An auditor finds entries by thing, act and person, and who looked at which personal datum."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liandong.audit import queries
from liandong.audit.rules import WORDS
from liandong.departments.queries import today
from liandong.journal.actions import record
from liandong.journal.models import Entry
from liandong.visits.actions import plan_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def read(user, query=""):
    return browser(user).get(f"/journal/?{query}").text


def whats(user, **filters):
    page = queries.entries_for(user, queries.Filters(**filters), 0)
    return [(row.who, row.what, row.number) for row in page.rows]


@pytest.fixture
def written(works, coordinator, leader, officer):
    with transaction.atomic():
        record("enterprise.verified", on=works, by=coordinator)
        record("enterprise.fact_shown", on=works, by=leader, fact="contact_phone")
        record("member.phone_shown", on=works, by=coordinator, user=officer.pk)
        record("token.issued", on=officer, by=None)


def test_who_looked_at_which_datum_when(written, works, auditor, leader, coordinator, officer):
    text = read(auditor, "looks=1")
    rows = text[text.index("<tbody>") :]
    assert "看了企业的个人信息 · 联系电话" in rows
    assert f"看了成员的手机号 · {officer}" in rows
    assert f"{leader} · leader" in rows
    assert f'href="/desk/enterprises/{works.uscc}/"' in rows
    assert Entry.objects.get(verb="enterprise.fact_shown").hash.hex() in rows
    assert "核验企业" not in rows
    assert "发放接口令牌" not in rows


def test_entries_are_found_by_thing_act_and_person(written, works, auditor, leader, officer):
    of_works = [what for _who, what, _number in whats(auditor, about=works.uscc)]
    assert of_works[0].startswith("看了成员的手机号")
    assert "核验企业" in of_works
    assert next(what for _w, what, _n in whats(auditor, about="officer")) == "发放接口令牌"
    assert len(whats(auditor, about=works.uscc, actor="leader")) == 1
    assert [who for who, _what, _n in whats(auditor, actor="leader")] == [f"{leader} · leader"]
    assert len(whats(auditor, verb="enterprise.verified")) == 1
    assert whats(auditor, about="XG20260101-999999") == []
    assert "没有找到“nobody”" in read(auditor, "actor=nobody")


def test_pages_follow_each_other_and_a_scan_is_bounded(works, auditor, leader, monkeypatch):
    with transaction.atomic():
        for _step in range(queries.PAGE + 5):
            record("enterprise.verified", on=works, by=leader)
    for filters in (queries.Filters(), queries.Filters(about=works.uscc), queries.Filters(actor="leader")):  # fmt: skip
        first = queries.entries_for(auditor, filters, 0)
        rest = queries.entries_for(auditor, filters, first.following)
        assert first.rows[-1].number - 1 == rest.rows[0].number
    monkeypatch.setattr(queries, "SCANNED", 3)
    first = queries.entries_for(auditor, queries.Filters(actor="leader"), 0)
    assert len(first.rows) == 3
    rest = queries.entries_for(auditor, queries.Filters(actor="leader"), first.following)
    assert first.rows[-1].number - 1 == rest.rows[0].number


def test_as_many_queries_for_few_as_for_many(written, works, auditor, leader):
    client = browser(auditor)
    client.get("/journal/")
    with CaptureQueriesContext(connection) as few:
        client.get("/journal/")
    with transaction.atomic():
        for _step in range(20):
            record("enterprise.fact_shown", on=works, by=leader, fact="contact_phone")
    with CaptureQueriesContext(connection) as many:
        client.get("/journal/")
    assert len(many) == len(few)


def test_looks_are_found_by_their_index(written):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
    rows = Entry.objects.order_by("-id").filter(verb__endswith="_shown")
    assert "entry_looks" in rows.explain()


def test_others_read_no_entry(written, coordinator, stranger):
    for user in (coordinator, stranger):
        assert browser(user).get("/journal/?looks=1").status_code == 404
        assert whats(user) == []


def test_every_act_has_its_words():
    acts = {
        node.args[0].value
        for path in Path("liandong").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in {"record", "note", "_end"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert len(acts) > 100
    assert acts - set(WORDS) == set()


def test_what_has_a_number_is_shown_and_found_by_it(works, housing, housing_officer, auditor):
    """Of any kind, and never by the code that the journal keeps beside it."""
    day = today() + timedelta(days=7 - today().weekday())
    visit = plan_visit(
        works, kind="survey", on=day, purpose="问职工住房", department=housing,
        host=housing_officer, by=housing_officer,
    )  # fmt: skip
    page = queries.entries_for(auditor, queries.Filters(about=visit.reference.lower()), 0)
    assert {row.about for row in page.rows} == {visit.reference}
    assert f"visit:{visit.reference}" not in read(auditor)
