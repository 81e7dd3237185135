"""A note of a visit: kept once, with photos, by whoever keeps in touch; the visit has then taken place."""

from datetime import timedelta

import pytest

from liandong.departments.actions import set_stand_in
from liandong.departments.queries import today
from liandong.journal.models import Entry
from liandong.kit.now import now, standing_at
from liandong.kit.refusals import Refused
from liandong.kit.uploads import Read
from liandong.liaison import actions
from liandong.liaison.models import Note
from liandong.visits.actions import cancel_visit, plan_visit
from liandong.visits.enums import State
from liandong.visits.queries import last_contact

pytestmark = pytest.mark.django_db
TEXT = "订单排到明年三月，缺两名数控工。"


@pytest.fixture
def visit(kept, officer, power):
    return plan_visit(
        kept, kind="visit", on=today(), purpose="看看生产", department=power, host=officer, by=officer
    )  # fmt: skip


def photo(word=b"one"):
    return Read("image.jpg", "jpeg", b"\xff\xd8" + word)


def test_a_note_says_that_the_visit_has_been(visit, officer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    note = actions.write_note(
        visit, text=TEXT, mood="good", files=[photo(), photo(b"two"), photo()], by=officer
    )
    visit.refresh_from_db()
    assert visit.state == State.DONE
    assert last_contact([visit.enterprise_id]) == {visit.enterprise_id: today()}
    assert note.photos.count() == 2  # the same photo twice is one
    entry = Entry.objects.get(verb="note.written")
    assert TEXT not in str(entry.data)
    assert len(entry.data["photos"]) == 2


def test_sent_twice_it_is_kept_once(visit, officer):
    first = actions.write_note(visit, text=TEXT, key="k-1", by=officer)
    assert actions.write_note(visit, text=TEXT, key="k-1", by=officer) == first
    with pytest.raises(Refused) as no:
        actions.write_note(visit, text="完全不同的另一段话，很长。", key="k-1", by=officer)
    assert no.value.code == "note.key_used"
    assert Note.objects.count() == 1


def test_a_second_one_is_an_addition(visit, officer, colleague, coordinator):
    actions.set_liaisons(visit.enterprise, [officer, colleague], first=officer, by=coordinator)
    actions.write_note(visit, text=TEXT, key="a", by=officer)
    actions.write_note(visit, text="还说想看看技改补贴。", key="a", by=colleague)
    assert visit.notes.count() == 2


def test_written_without_a_network_and_sent_the_next_day(visit, officer):
    written = now()
    with standing_at(written + timedelta(days=1)):
        note = actions.write_note(visit, text=TEXT, written_at=written, by=officer)
    assert note.written_at == written
    assert note.kept_at > note.written_at


@pytest.mark.parametrize("off", [timedelta(hours=1), timedelta(days=-31)])
def test_a_wrong_clock_is_named(off, visit, officer):
    with pytest.raises(Refused) as no:
        actions.write_note(visit, text=TEXT, written_at=now() + off, by=officer)
    assert no.value.code == "note.when"


@pytest.mark.parametrize(
    ("text", "photos", "code"),
    [
        ("好", 0, "note.empty"),
        ("长" * 2001, 0, "note.too_long"),
        (TEXT, 10, "note.too_many_photos"),
    ],
)
def test_refused_without_anything_said_or_with_too_much(text, photos, code, visit, officer):
    with pytest.raises(Refused) as no:
        actions.write_note(visit, text=text, files=[photo()] * photos, by=officer)
    assert no.value.code == code
    visit.refresh_from_db()
    assert visit.state == State.PLANNED


@pytest.mark.parametrize("who", ["coordinator", "leader", "housing_officer", "enterprise"])
def test_only_a_liaison_writes(who, visit, request):
    with pytest.raises(Refused) as no:
        actions.write_note(visit, text=TEXT, by=request.getfixturevalue(who))
    assert no.value.code == "note.not_yours"


def test_a_stand_in_writes_for_who_is_away(visit, officer, colleague):
    set_stand_in(
        officer, colleague, starts_on=today(), ends_on=today() + timedelta(days=1), by=officer
    )
    assert actions.write_note(visit, text=TEXT, by=colleague).by == colleague


def test_no_note_of_a_visit_that_was_called_off(visit, officer):
    cancel_visit(visit, by=officer)
    with pytest.raises(Refused) as no:
        actions.write_note(visit, text=TEXT, by=officer)
    assert no.value.code == "note.no_visit"


def test_a_call_that_nobody_planned_counts_as_contact(kept, officer):
    actions.write_unplanned(kept, kind="call", on=today(), text=TEXT, key="c", by=officer)
    actions.write_unplanned(kept, kind="call", on=today(), text=TEXT, key="c", by=officer)
    note = Note.objects.get()
    assert (note.visit.kind, note.visit.state) == ("call", State.DONE)
    assert note.visit.department.code == "ly-power"
    with pytest.raises(Refused) as no:
        actions.write_unplanned(kept, kind="inspection", on=today(), text=TEXT, by=officer)
    assert no.value.code == "note.kind"
