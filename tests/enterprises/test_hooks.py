"""What the apps above add to pages below: doors, things that wait, rows, and their part of a merge."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liandong.departments.enums import Role
from liandong.enterprises.models import Enterprise
from liandong.enterprises.queries import (
    Door,
    Row,
    Waits,
    add_door,
    add_mover,
    add_row,
    add_waits,
    hooks,
    moved_by_all,
)
from tests.conftest import TUESDAY


@pytest.fixture(autouse=True)
def _only_these(monkeypatch):
    """Begin with no hooks, and leave those of the apps as they were."""
    for registry in ("_doors", "_waits", "_rows", "_movers"):
        monkeypatch.setattr(hooks, registry, {})


def signed_in(user):
    browser = Client()
    browser.force_login(user)
    return browser


def queries_of(browser, address):
    browser.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(address).status_code == 200
    return len(seen)


def test_a_door_stands_below_the_lists_for_whom_it_is_and_costs_others_nothing(
    officer, coordinator, tuesday
):
    before = queries_of(signed_in(officer), "/desk/enterprises/")

    def ask(user, standing, now):
        if not standing.region_codes(Role.COORDINATOR):
            return None
        return Door("enterprises:me", "star", "重点企业", count=3, order=45)

    add_door("b", ask)
    add_door("a", lambda *_: Door("enterprises:find", "users", "后一个", order=55))
    rail = signed_in(coordinator).get("/desk/enterprises/").context["my_desk"]["rail"]
    assert [(i["label"], i["count"], i["gap"]) for i in rail[-3:]] == [
        ("企业", "", False), ("重点企业", 3, True), ("后一个", "", False),
    ]  # fmt: skip
    own = signed_in(officer)
    assert "重点企业" not in own.get("/desk/enterprises/").text
    assert queries_of(own, "/desk/enterprises/") == before


def test_what_waits_stands_among_the_appeals_the_longest_first(works, enterprise, tuesday):
    def ask(user, asked, now):
        assert (user, asked) == (enterprise, works)
        return [
            Waits(f"10月的数 {n}", "五格", "核对提交", f"/f/{n}/", TUESDAY - timedelta(days=n))
            for n in range(7)
        ]

    add_waits("figures", ask)
    page = signed_in(enterprise).get("/")
    assert [thing.href for thing in page.context["waiting"]] == [
        f"/f/{n}/" for n in (6, 5, 4, 3, 2)
    ]
    assert "七件事等您" in page.text
    assert "还没有提过诉求" in page.text
    assert "还有 2 件" in page.text
    assert 'href="/f/0/"' in page.text
    assert page.text.count("ld-btn--main") == 1


def test_a_row_knows_where_one_stands(works, enterprise, officer, tuesday):
    def ask(user, standing, asked):
        if asked is not None:
            return Row("calendar-days", "谁要来", "enterprises:own", note=asked.uscc)
        return Row("users", "今天走访", "enterprises:base") if standing.officer_ids else None

    add_row("visits", ask)
    page = signed_in(enterprise).get("/me/").text
    assert "谁要来" in page
    assert "今天走访" not in page
    page = signed_in(officer).get("/me/").text
    assert "今天走访" in page
    assert "谁要来" not in page


def test_every_app_moves_its_own():
    wrong, into = Enterprise(pk=7), Enterprise(pk=8)
    add_mover("b", lambda one, other: {"visits_visit": [one.pk]})
    add_mover("a", lambda one, other: {"appeals_appeal": [other.pk]})
    assert moved_by_all(wrong, into) == {"appeals_appeal": [8], "visits_visit": [7]}
