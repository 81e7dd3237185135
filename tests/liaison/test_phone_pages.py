"""A liaison's phone pages: whose they are, what they say, what they keep back."""

from datetime import time, timedelta

import pytest
from django.test import Client

from liandong.appeals import actions as appeals
from liandong.departments.queries import today
from liandong.enterprises.models import Enterprise
from liandong.journal.models import Entry
from liandong.kit.codes import make_uscc
from liandong.liaison import actions
from liandong.liaison.models import Liaison, Note
from liandong.visits.actions import plan_visit
from liandong.visits.models import Visit

pytestmark = pytest.mark.django_db
TEXT = "订单排到明年三月，缺两名数控工。"


@pytest.fixture
def phone(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def visit(kept, officer, power):
    return plan_visit(
        kept, kind="visit", on=today(), at=time(14, 30), purpose="看看生产", department=power,
        host=officer, by=officer,
    )  # fmt: skip


def test_the_day_shows_its_visits_with_open_appeals_and_nothing_confidential(
    phone, visit, enterprise, works
):
    appeals.file_appeal(works, text="自来水压不够，冷却水上不来", by=enterprise)
    appeals.file_appeal(works, text="有人乱收费，不想让人知道", confidential=True, by=enterprise)
    page = phone.get("/liaison/").text
    assert "14:30" in page
    assert works.name in page
    assert "自来水压不够" in page
    assert "乱收费" not in page


def test_an_enterprises_page_shows_every_open_appeal_that_it_counts(phone, kept, enterprise, works):
    for number in range(8):
        appeals.file_appeal(works, text=f"{number} 号车间自来水压不够", by=enterprise)
    appeals.file_appeal(works, text="有人乱收费，不想让人知道", confidential=True, by=enterprise)
    page = phone.get(f"/liaison/{works.uscc}/").text
    assert "8 件" in page
    assert all(f"{number} 号车间" in page for number in range(8))
    assert "乱收费" not in page


def test_a_note_from_the_page_is_kept_once_and_shown(phone, visit):
    sent = {"text": TEXT, "mood": "good", "key": "one", "draft": f"note-{visit.reference}",
            "written_at": "2026-11-24T01:20:00.000Z"}  # fmt: skip
    address = f"/liaison/visits/{visit.reference}/"
    assert phone.post(address, sent).url == address
    assert phone.post(address, sent).url == address
    note = Note.objects.get()
    assert note.written_at.isoformat() == "2026-11-24T01:20:00+00:00"
    page = phone.get(address).text
    assert TEXT in page
    assert f'data-draft="note-{visit.reference}-1"' in page
    assert "已记下" in phone.get("/liaison/").text


def test_a_refused_note_keeps_what_was_typed(phone, visit):
    answer = phone.post(f"/liaison/visits/{visit.reference}/", {"text": "好", "draft": "note-x"})
    assert answer.status_code == 422
    assert "写一句企业说了什么" in answer.text
    assert 'data-draft="note-x"' in answer.text
    assert ">好</textarea>" in answer.text


def test_what_is_anothers_does_not_exist(
    visit, housing_officer, coordinator, leader, enterprise, officer
):
    note = actions.write_note(visit, text=TEXT, by=officer)
    for user in (housing_officer, coordinator, leader, enterprise):
        browser = Client()
        browser.force_login(user)
        for address in (
            "/liaison/",
            f"/liaison/visits/{visit.reference}/",
            f"/liaison/{visit.enterprise.uscc}/",
            f"/liaison/{visit.enterprise.uscc}/contact/",
        ):
            assert browser.get(address).status_code == 404, (user, address)
        assert browser.post(f"/liaison/notes/{note.pk}/problem/", {"text": TEXT}).status_code == 404
        assert browser.post(f"/liaison/{visit.enterprise.uscc}/phone/").status_code == 404


def test_the_number_is_shown_once_and_written_down(phone, kept):
    Enterprise.objects.filter(pk=kept.pk).update(contact_phone="13900000001", contact_name="王厂长")
    page = phone.get(f"/liaison/{kept.uscc}/").text
    assert "139****0001" in page
    assert "13900000001" not in page
    assert "13900000001" in phone.post(f"/liaison/{kept.uscc}/phone/").text
    assert Entry.objects.filter(verb="liaison.phone_shown").count() == 1


def test_a_call_that_nobody_planned_and_a_visit_that_is(phone, kept):
    answer = phone.post(
        f"/liaison/{kept.uscc}/contact/",
        {"text": TEXT, "kind": "call", "on": today().isoformat(), "free": "invited"},
    )
    call = Visit.objects.get()
    assert answer.url == f"/liaison/visits/{call.reference}/"
    assert (call.kind, call.counts) == ("call", False)
    on = today() + timedelta(days=2)
    phone.post(f"/liaison/{kept.uscc}/plan/", {"on": on.isoformat(), "purpose": "送政策"})
    assert Visit.objects.get(on=on).purpose == "送政策"


def test_who_has_gone_unheard_stands_below(phone, kept):
    Liaison.objects.update(since=today() - timedelta(days=255))
    page = phone.get("/liaison/").text
    assert "该联系了" in page
    assert "应 180 天内联系一次" in page


def test_the_day_asks_the_same_for_one_and_for_many(
    phone, visit, officer, coordinator, power, django_assert_max_num_queries
):
    with django_assert_max_num_queries(60) as one:
        phone.get("/liaison/")
    for number in range(10, 15):
        other = Enterprise.objects.create(
            uscc=make_uscc(number), name=f"第{number}家", region_id="410303"
        )
        actions.set_liaisons(other, [officer], first=officer, by=coordinator)
        planned = plan_visit(
            other, kind="visit", on=today(), purpose="看看", department=power, host=officer, by=officer
        )  # fmt: skip
        actions.write_note(planned, text=TEXT, by=officer)
    with django_assert_max_num_queries(60) as many:
        phone.get("/liaison/")
    print("queries of the day:", len(one), len(many))
    assert len(many) <= len(one) + 3  # the photos and problems of notes, once for all


def test_who_plans_in_a_week_with_others_is_asked_to_go_with_them(phone, visit, kept):
    address = f"/liaison/{kept.uscc}/"
    hint = "这一周已经有人去，一起去就不占额度"
    assert hint not in phone.get(address).text
    assert hint in phone.get(address, {"on": today().isoformat()}).text
    given = {"on": today().isoformat(), "purpose": "送政策"}
    asked = phone.post(f"{address}plan/", given)
    assert (asked.status_code, hint in asked.text, Visit.objects.count()) == (422, True, 1)
    phone.post(f"{address}plan/", given | {"into": visit.reference})
    joined = Visit.objects.get(purpose="送政策")
    assert (joined.state, joined.joined) == ("joined", visit)
    phone.post(f"{address}plan/", given | {"into": "", "purpose": "看新线"})
    assert Visit.objects.get(purpose="看新线").state == "planned"
