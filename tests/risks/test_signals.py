"""Signals from finding to closing: once, gone, again only with newer facts; and who sees them at all."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liandong.appeals import actions as appeals
from liandong.enterprises.actions import record
from liandong.enterprises.models import Enterprise
from liandong.enterprises.queries import moved_by_all
from liandong.journal.models import Entry
from liandong.kit.codes import make_uscc
from liandong.kit.now import standing_at
from liandong.kit.refusals import Refused
from liandong.liaison.actions import set_liaisons
from liandong.notices.actions import tell_waiting
from liandong.notices.models import Notice
from liandong.risks import actions
from liandong.risks.models import RiskRule, Signal
from tests.conftest import TUESDAY

pytestmark = pytest.mark.django_db
OCT = date(2026, 10, 31)
POWER = "我公司厂区变压器容量不够，想申请用电增容"


def owes(enterprise, yuan=200_000, on=OCT):
    record(enterprise, source="tax", on=on, facts={"tax_owed": yuan}, by=None)


@pytest.fixture
def watched(works, tuesday):
    Enterprise.objects.filter(pk=works.pk).update(is_key=True)
    works.is_key = True
    return works


@pytest.fixture
def kept(watched, officer, coordinator):
    set_liaisons(watched, [officer], first=officer, by=coordinator)
    return watched


@pytest.fixture
def signal(kept):
    owes(kept)
    actions.find_signals()
    return Signal.objects.get()


def signed_in(user):
    browser = Client()
    browser.force_login(user)
    return browser


def test_what_holds_is_raised_once_and_goes_when_it_holds_no_more(watched):
    owes(watched)
    assert actions.find_signals() == 1
    assert actions.find_signals() == 0
    signal = Signal.objects.get()
    assert (signal.rule, signal.as_of, signal.state) == ("tax_late", OCT, "open")
    assert signal.seen == [["tax_owed", 200_000, "tax", "2026-10-31"]]
    owes(watched, 50_000, date(2026, 11, 10))
    assert actions.find_signals() == 0
    assert Signal.objects.get().seen[0][1] == 50_000  # the open one tells the newest figure
    owes(watched, 0, date(2026, 11, 20))
    actions.find_signals()
    signal.refresh_from_db()
    assert signal.state == "gone"
    assert list(Entry.objects.filter(verb__startswith="signal.").values_list("verb", flat=True)) == [
        "signal.found", "signal.gone",
    ]  # fmt: skip


def test_only_key_enterprises_and_those_with_a_liaison_are_watched(works, stranger, tuesday):
    owes(works)
    assert actions.find_signals() == 0


def test_a_rule_out_of_use_finds_nothing_and_its_numbers_count(watched):
    owes(watched)
    RiskRule.objects.filter(code="tax_late").update(numbers={"yuan": 300_000})
    assert actions.find_signals() == 0
    RiskRule.objects.filter(code="tax_late").update(numbers={}, is_active=False)
    assert actions.find_signals() == 0


def test_of_two_reports_of_one_day_the_later_stands(watched):
    for on, insured in ((date(2026, 9, 30), 100), (OCT, 98), (OCT, 60)):
        record(watched, source="hr", on=on, facts={"insured": insured}, by=None)
    assert actions.find_signals() == 1
    assert [row[1] for row in Signal.objects.get().seen] == [100, 60]


def test_closed_it_comes_again_only_with_newer_facts(signal, kept, officer):
    actions.close_signal(signal, outcome="helped", note="已联系税务分期缴纳", by=officer)
    assert actions.find_signals() == 0
    owes(kept, 300_000, date(2026, 11, 20))
    assert actions.find_signals() == 1
    again = Signal.objects.get(state="open")
    actions.close_signal(again, outcome="wrong", note="税务系统还没入账", by=officer)
    owes(kept, 400_000, date(2026, 11, 23))
    assert actions.find_signals() == 0


@pytest.mark.parametrize(
    ("outcome", "note", "code"),
    [("", "已联系税务分期缴纳", "signal.outcome"), ("helped", "好了", "signal.no_note")],
)
def test_it_is_not_closed_without_what_was_done(signal, officer, outcome, note, code):
    with pytest.raises(Refused) as no:
        actions.close_signal(signal, outcome=outcome, note=note, by=officer)
    assert no.value.code == code
    with pytest.raises(IntegrityError), transaction.atomic():
        Signal.objects.update(
            state="closed", outcome="helped", note="好了", ended_by=officer, ended_at=TUESDAY
        )


def test_two_close_one_and_the_second_is_told_who_did(signal, officer, coordinator):
    actions.close_signal(signal, outcome="watch", note="电话问过，正在筹款", by=coordinator)
    with pytest.raises(Refused) as no:
        actions.close_signal(signal, outcome="helped", note="已联系税务分期缴纳", by=officer)
    assert no.value.code == "signal.closed"
    assert "coordinator" in no.value.message


def test_confidential_and_withdrawn_appeals_never_count(watched, enterprise):
    for confidential in (True, True, True, False, False):
        appeals.file_appeal(watched, text=POWER, confidential=confidential, by=enterprise)
    assert actions.find_signals() == 0
    last = appeals.file_appeal(watched, text=POWER, by=enterprise)
    appeals.perform("withdraw", last, reason="自己解决了", by=enterprise)
    assert actions.find_signals() == 0
    appeals.file_appeal(watched, text=POWER, by=enterprise)
    assert actions.find_signals() == 1
    assert len(Signal.objects.get().seen) == 3


def test_seen_only_by_liaison_and_coordinator(
    signal, kept, enterprise, stranger, officer, head, housing_officer, coordinator, leader, auditor,
    clerk, api,
):  # fmt: skip
    everybody = (
        enterprise, stranger, officer, head, housing_officer, coordinator, leader, auditor, clerk,
    )  # fmt: skip
    address = f"/desk/risks/{signal.reference}/"
    opened = {u.username for u in everybody if signed_in(u).get(address).status_code == 200}
    assert opened == {"officer", "coordinator"}
    listed = {u.username for u in everybody if signed_in(u).get("/desk/risks/").status_code == 200}
    assert listed == opened
    told = {u.username for u in everybody if api(u).get("/risks").json()["items"]}
    assert told == opened
    shown = {
        u.username
        for u in everybody
        if "还欠税" in signed_in(u).get(f"/desk/enterprises/{kept.uscc}/side/").content.decode()
    }
    assert shown == opened
    for user in (auditor, leader, housing_officer):
        with pytest.raises(Refused) as no:
            actions.close_signal(signal, outcome="watch", note="电话问过，正在筹款", by=user)
        assert no.value.code == "signal.not_yours"
    words = {"outcome": "watch", "note": "电话问过，正在筹款"}
    assert signed_in(auditor).post(address, words).status_code == 404
    assert api(auditor).post(f"/risks/{signal.reference}/close", words).status_code == 404
    assert "/desk/risks/" not in signed_in(auditor).get("/desk/").content.decode()


def test_who_looks_first_is_noted(signal, officer):
    assert signal.seen_at is None
    signed_in(officer).get(f"/desk/risks/{signal.reference}/")
    signal.refresh_from_db()
    assert signal.seen_at is not None


def test_it_is_told_to_the_first_liaison_without_a_word_of_what_it_is(
    signal, officer, coordinator, enterprise
):
    tell_waiting()
    rows = list(Notice.objects.filter(url__contains="/desk/risks/"))
    assert [row.user for row in rows] == [officer]
    assert rows[0].text == "有一条风险提示，请登录查看。"
    assert rows[0].url == f"/desk/risks/{signal.reference}/"


def test_without_a_liaison_the_coordinator_is_told(watched, coordinator):
    owes(watched)
    actions.find_signals()
    tell_waiting()
    assert [n.user for n in Notice.objects.filter(url__contains="/desk/risks/")] == [coordinator]


def test_what_nobody_looks_at_for_two_weeks_is_told_once(signal):
    assert actions.tell_unseen() == 0
    with standing_at(TUESDAY + timedelta(days=15)):
        assert actions.tell_unseen() == 1
        assert actions.tell_unseen() == 0


def test_the_api_closes(signal, officer, api):
    body = {"outcome": "helped", "note": "已联系税务分期缴纳"}
    answer = api(officer).post(f"/risks/{signal.reference}/close", body)
    assert (answer.status_code, answer.json()["state"]) == (200, "closed")
    assert api(officer).post(f"/risks/{signal.reference}/close", body).status_code == 409


def test_the_page_closes(signal, officer):
    browser, address = signed_in(officer), f"/desk/risks/{signal.reference}/"
    assert browser.post(address, {"outcome": "helped", "note": "好"}).status_code == 422
    assert (
        browser.post(address, {"outcome": "helped", "note": "已联系税务分期缴纳"}).status_code
        == 302
    )
    assert "已帮助解决" in browser.get("/desk/risks/?state=closed").content.decode()


def test_when_two_are_one_their_signals_are_one_enterprises(signal, kept, stranger):
    other = Enterprise.objects.exclude(pk=kept.pk).get()
    assert moved_by_all(kept, other)["risks_signal"] == [signal.pk]


def test_many_cost_the_queries_of_one(kept, officer, coordinator):
    browser = signed_in(coordinator)

    def cost(address):
        browser.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(address).status_code == 200
        return len(seen)

    owes(kept)
    with CaptureQueriesContext(connection) as looking:
        actions.find_signals()
    one = cost("/desk/risks/")
    for n in range(3):
        more = Enterprise.objects.create(
            uscc=make_uscc(50 + n), name=f"示例{n}", region_id="410303", is_key=True
        )
        owes(more)
    assert actions.find_signals() == 3
    assert cost("/desk/risks/") == one
    with CaptureQueriesContext(connection) as again:
        actions.find_signals()
    assert len(again) <= len(looking)
