"""What nobody presses a button for: how it went, what ends soon, a week proposed as one; and who is told."""

from datetime import date, timedelta

import pytest

from liandong.accounts.models import User
from liandong.enterprises.actions import record
from liandong.enterprises.models import Enterprise
from liandong.journal.models import Entry
from liandong.kit.now import standing_at
from liandong.notices.actions import tell_waiting
from liandong.notices.models import Notice
from liandong.notices.rules.saying import said
from liandong.visits import actions
from liandong.visits.actions.reminding import (
    ask_how_it_went,
    press_consents,
    propose_weeks,
    tell_endings,
)
from liandong.visits.models import Ending, PeaceTerms
from liandong.visits.queries import add_ending, endings_of
from liandong.visits.queries import endings as module
from liandong.visits.queries.hooks import move
from liandong.visits.rules.ending import stage_due
from tests.conftest import TUESDAY
from tests.visits.conftest import MONDAY


@pytest.mark.parametrize(
    ("days", "stage"),
    [(91, None), (90, 90), (31, 90), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)],
)
def test_the_nearest_stage_only(days, stage):
    assert stage_due(MONDAY + timedelta(days=days), MONDAY) == stage


def test_what_ends_is_told_once_a_stage(works, coordinator, tuesday):
    facts = {"high_tech_until": "2026-12-19", "business_until": "2027-09-01"}
    record(works, source="market", on=date(2026, 11, 1), facts=facts, by=coordinator)
    assert (tell_endings(), tell_endings()) == (1, 0)
    assert [(e.code, e.stage) for e in Ending.objects.all()] == [("high_tech_until", 30)]
    with standing_at(TUESDAY + timedelta(days=19)):
        assert (tell_endings(), tell_endings()) == (1, 0)
    entry = Entry.objects.filter(verb="ending.near").latest("id")
    assert (entry.actor, entry.data["by_day"], entry.data["enterprise"]) == (
        "system", "2026-12-19", works.pk,
    )  # fmt: skip


def test_other_apps_say_what_ends(works, monkeypatch, tuesday):
    monkeypatch.setattr(module, "_asked", {})
    add_ending("policies", lambda first, last: [(works.pk, "p1", "设备更新申报到", first)])
    assert [one.title for one in endings_of(works, date(2026, 11, 24))] == ["设备更新申报到"]
    assert tell_endings() == 1


def test_the_host_is_asked_once_and_then_the_coordinator(plan, tuesday):
    visit = plan(on=date(2026, 11, 24))
    assert ask_how_it_went() == 0
    with standing_at(TUESDAY + timedelta(days=1)):
        assert (ask_how_it_went(), ask_how_it_went()) == (1, 0)
    with standing_at(TUESDAY + timedelta(days=3)):  # Friday: two working days have passed
        assert ask_how_it_went() == 0
    with standing_at(TUESDAY + timedelta(days=6)):
        assert (ask_how_it_went(), ask_how_it_went()) == (1, 0)
    asked = Entry.objects.filter(verb="visit.unfinished", subject=f"visit:{visit.reference}")
    assert [entry.data["late"] for entry in asked.order_by("id")] == [False, True]


def test_on_monday_both_offices_are_told_to_go_together(plan, housing, housing_officer):
    plan(on=date(2026, 12, 1))
    plan(on=date(2026, 12, 3), department=housing, host=housing_officer, by=housing_officer)
    with standing_at(TUESDAY.replace(day=30)):
        assert propose_weeks() == 1
    told = Entry.objects.filter(verb="visit.together")
    assert {e.data["department"] for e in told} == {"ly-power", "xg-housing"}


def test_consent_is_pressed_for_once_then_told_to_have_lapsed(full, plan, officer, coordinator):
    full()
    visit = plan(on=date(2026, 12, 8), reason="变压器昨晚跳闸，要到现场看")
    assert visit.state == "waiting"
    verbs = ("visit.presses", "visit.undecided", "visit.lapsed")

    def after(days):
        with standing_at(TUESDAY + timedelta(days=days)):
            return press_consents(), press_consents()

    assert [after(0), after(1)] == [(0, 0), (0, 0)]
    assert after(2) == (1, 0)  # Thursday: the second of two working days
    assert after(3) == (1, 0)
    assert after(13) == (0, 0)  # nothing new until its day has gone
    assert after(15) == (1, 0)
    visit.refresh_from_db()
    assert visit.state == "cancelled"
    entries = Entry.objects.filter(verb__in=verbs).order_by("id")
    assert tuple(e.verb for e in entries) == verbs
    assert any("今天该定了" in text for text in told(coordinator))
    assert any("要去请另选一天" in text for text in told(officer))


def test_a_region_that_takes_longer_is_pressed_later_and_consent_ends_it(
    full, plan, works, officer, coordinator
):
    PeaceTerms.objects.create(region_id="410303", consent_days=5)
    full()
    visit = plan(on=date(2026, 12, 8), reason="变压器昨晚跳闸，要到现场看")
    with standing_at(TUESDAY + timedelta(days=6)):
        assert press_consents() == 0
    with standing_at(TUESDAY + timedelta(days=7)):
        assert press_consents() == 1
        actions.consent(visit, agreed=True, by=coordinator)
    with standing_at(TUESDAY + timedelta(days=15)):
        assert press_consents() == 0
        assert ask_how_it_went() >= 1
    visit.refresh_from_db()
    assert (visit.state, visit.reminded) == ("planned", 1)


def told(user: User) -> list[str]:
    tell_waiting()
    return [said(n.verb, n.hat, n.facts) for n in Notice.objects.filter(user=user).order_by("pk")]


def test_who_is_told_of_what(plan, full, enterprise, officer, coordinator, works, power):
    plan(on=MONDAY)
    plan(on=MONDAY, kind="inspection", unannounced=True, purpose="突击检查")
    mine = told(enterprise)
    assert [text for text in mine if "看增容方案" in text]
    assert not [text for text in mine if "突击" in text]
    full(left=2)
    visit = plan(reason="变压器昨晚跳闸，要到现场看")
    assert [text for text in told(coordinator) if "额度已满，等您决定" in text]
    before = len(told(enterprise))
    actions.cancel_visit(visit, by=officer)
    assert len(told(enterprise)) == before  # it never knew


def test_all_goes_with_an_enterprise_that_turns_out_to_be_another(plan, works, stranger):
    visit = plan()
    other: Enterprise = stranger.memberships.get().enterprise
    day = date(2026, 12, 19)
    for enterprise in (works, other):
        Ending.objects.create(
            enterprise=enterprise, code="high_tech_until", until=day, stage=30, told_at=TUESDAY
        )
    assert move(works, other) == {"visits_visit": [visit.pk], "visits_ending": []}
    assert type(visit).objects.get().enterprise_id == other.pk
