"""What happens because time passed, who is told of what, and the same over the API."""

from datetime import timedelta

import pytest

from liandong.departments.queries import today
from liandong.journal.models import Entry
from liandong.kit.now import now, standing_at
from liandong.liaison import actions, queries
from liandong.liaison.actions.merging import move
from liandong.liaison.actions.reminding import ask_again, lay_aside, remind_liaisons
from liandong.liaison.enums import ProblemState
from liandong.liaison.models import ContactTerms, Liaison
from liandong.notices.enums import Audience
from liandong.notices.rules.telling import tellings_of
from liandong.visits.actions import plan_visit

pytestmark = pytest.mark.django_db
TEXT = "厂区变压器容量不够，想申请用电增容，请供电公司办理。"


def test_a_liaison_is_reminded_once_a_week_of_all_at_once(kept, officer, stranger, coordinator):
    other = stranger.memberships.get().enterprise
    actions.set_liaisons(other, [officer], first=officer, by=coordinator)
    assert remind_liaisons() == 0
    Liaison.objects.update(since=today() - timedelta(days=400))
    assert remind_liaisons() == 1
    assert remind_liaisons() == 0
    told = Entry.objects.get(verb="liaison.overdue")
    assert (told.data["people"], told.data["count"]) == ([officer.pk], 2)
    assert Entry.objects.get(verb="liaison.long_overdue").data["count"] == 2


def test_a_regions_own_term_counts(kept, officer):
    Liaison.objects.update(since=today() - timedelta(days=20))
    assert not queries.kept_list(officer, today())[0].over
    ContactTerms.objects.create(region_id="410303", others=14)
    assert queries.kept_list(officer, today())[0].over == 6


def test_what_an_enterprise_does_not_answer_is_laid_aside_after_five_working_days(kept, officer):
    note = actions.write_unplanned(kept, kind="call", on=today(), text=TEXT, by=officer)
    problem = actions.raise_problem(note, text=TEXT, by=officer)
    asked = now()
    with standing_at(asked + timedelta(days=3)):
        assert ask_again() == 0
    with standing_at(asked + timedelta(days=6, hours=1)):  # Monday: four working days later
        assert lay_aside() == 0
        assert (ask_again(), ask_again()) == (1, 0)
    assert Entry.objects.get(verb="problem.waits").data["enterprise"] == kept.pk
    with standing_at(asked + timedelta(days=8)):
        assert lay_aside() == 1
        assert lay_aside() == 0
    problem.refresh_from_db()
    assert problem.state == ProblemState.KEPT
    assert Entry.objects.get(verb="problem.unanswered").data["people"] == [officer.pk]


def test_a_handed_over_one_is_not_told_each_by_each():
    assert [t.to for t in tellings_of("liaison.set", {"told": False})] == [Audience.ENTERPRISE]
    assert len(tellings_of("liaison.set", {"told": True})) == 2


def test_notes_and_liaisons_move_along_when_two_are_one(kept, officer, stranger, coordinator):
    other = stranger.memberships.get().enterprise
    actions.write_unplanned(kept, kind="call", on=today(), text=TEXT, by=officer)
    moved = move(kept, other)
    assert len(moved["liaison_note"]) == 1
    assert queries.is_liaison(officer, other)
    assert queries.liaisons_of(other)[0].is_first


def test_over_the_api_a_note_is_kept_once(kept, officer, housing_officer, enterprise, power, api):
    visit = plan_visit(
        kept, kind="visit", on=today(), purpose="看看", department=power, host=officer, by=officer
    )  # fmt: skip
    mine = api(officer)
    answer = mine.get("/liaison/today").json()
    assert answer["visits"][0]["reference"] == visit.reference
    assert answer["kept"][0]["enterprise"] == kept.uscc
    for _again in range(2):
        sent = mine.post(
            f"/visits/{visit.reference}/note", {"text": TEXT}, **{"Idempotency-Key": "k"}
        )
        assert sent.status_code == 201
        assert sent["Location"] == f"/api/v1/enterprises/{kept.uscc}/notes"
    assert len(mine.get(f"/enterprises/{kept.uscc}/notes").json()["items"]) == 1
    assert api(enterprise).get(f"/enterprises/{kept.uscc}/notes").json()["items"] == []
    strange = api(housing_officer).post(f"/visits/{visit.reference}/note", {"text": TEXT})
    assert strange.status_code == 404
    wrong = mine.post(f"/visits/{visit.reference}/note", {"text": "好"})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "note.empty")


def test_over_the_api_the_coordinator_sets_liaisons(works, officer, coordinator, api, tuesday):
    body = {"liaisons": ["officer"]}
    answer = api(coordinator).put(f"/enterprises/{works.uscc}/liaisons", body)
    assert answer.json()["items"][0]["username"] == "officer"
    assert api(officer).put(f"/enterprises/{works.uscc}/liaisons", body).status_code == 404
