"""The sample district: everything is there, marked as a sample, and as the rules would have it."""

from datetime import timedelta

import pytest
from django.db.models import Count, F, Q

from liandong.accounts.models import User
from liandong.appeals.clock import tick
from liandong.appeals.enums import OPEN, Alarm, CallBackKind, Channel, Lamp, ProposalKind, State
from liandong.appeals.models import (
    Appeal,
    Assignment,
    Attachment,
    CallBack,
    Pause,
    Proposal,
    Question,
)
from liandong.appeals.queries.coordinator import today_for
from liandong.appeals.queries.facts import lamp_of
from liandong.appeals.queries.lists import Filters, listed
from liandong.appeals.queries.standing import standing_of
from liandong.demo.actions.history import SHOWN_QUIET
from liandong.demo.actions.people import PASSWORD
from liandong.departments.enums import Role
from liandong.departments.models import Appointment, Department, StandIn
from liandong.enterprises.models import Batch, Enterprise, Member, Sheet
from liandong.enterprises.queries import enterprises_of, facts_of
from liandong.journal.models import Entry
from liandong.journal.queries import verify_journal
from liandong.kit.codes import is_uscc
from liandong.kit.now import standing_at
from liandong.notices.models import Delivery, Notice

pytestmark = pytest.mark.django_db
SIGN_INS = {
    "enterprise", "enterprise2", "officer", "officer2", "head", "coordinator", "leader",
    "auditor", "admin", "clerk",
}  # fmt: skip


def lamps(appeals, moment):
    return [lamp_of(appeal, moment) for appeal in appeals]


def test_everybody_can_sign_in_and_is_called_by_their_role(loaded, client):
    people = User.objects.filter(is_sample=True)
    assert people.filter(username__in=SIGN_INS).count() == len(SIGN_INS)
    assert all(u.check_password(PASSWORD) for u in people.filter(username__in=SIGN_INS))
    assert not User.objects.filter(is_sample=False).exists()
    words = (
        "经办人",
        "负责人",
        "协调员",
        "联系人",
        "区领导",
        "审计",
        "管理员",
        "坐席",
        "办公室",
        "生产部",
        "综合部",
    )
    assert [u.name for u in people if not any(w in u.name for w in words)] == []
    client.force_login(User.objects.get(username="admin"))


def test_every_department_has_one_contact_and_some_people_hold_two_places(loaded):
    contacts = (
        Appointment.objects.filter(is_contact=True).values("department").annotate(n=Count("pk"))
    )
    assert {row["n"] for row in contacts} == {1}
    assert contacts.count() == Department.objects.count()
    held = Appointment.objects.filter(role=Role.OFFICER).values("user").annotate(n=Count("pk"))
    assert held.filter(n=2).exists()
    assert Member.objects.values("user").annotate(n=Count("pk")).filter(n=2).count() == 1
    today = loaded.date()
    assert StandIn.objects.filter(starts_on__lte=today + timedelta(1), ends_on__gte=today).exists()


def test_enterprises_are_marked_as_samples(loaded):
    enterprises = Enterprise.objects.all()
    assert enterprises.count() == 200
    assert all(e.is_sample and e.name.endswith("（示例）") and is_uscc(e.uscc) for e in enterprises)
    assert len({e.name for e in enterprises}) == 200
    assert enterprises.filter(is_key=True).count() in range(15, 30)
    assert set(enterprises.values_list("scale", flat=True)) == {"micro", "small", "medium", "large"}


def test_departments_have_said_what_they_know_of_each_enterprise(loaded, person):
    batches = Batch.objects.all()
    assert {batch.name for batch in batches} == {"示例数据"}
    assert sum(batch.rejected for batch in batches) == 0
    assert Sheet.objects.count() == Enterprise.objects.count()
    works = enterprises_of(person("enterprise"))[0]
    seen = {fact.kind.code: fact for fact in facts_of(person("enterprise"), works)}
    assert len(seen) > 30
    assert (seen["revenue"].source, seen["scale"].value) == ("statistics", works.scale)
    shown = [facts_of(person("coordinator"), e) for e in Enterprise.objects.all()]
    assert any(fact.conflicts for facts in shown for fact in facts)


def test_every_state_lamp_alarm_and_class_is_there(loaded):
    appeals = list(Appeal.objects.all())
    assert {a.state for a in appeals} == set(State)
    assert {lamp_of(a, loaded) for a in appeals} == {None, *Lamp}
    assert {a.alarm for a in appeals} == set(Alarm)
    assert {a.limit_class for a in appeals} >= {"consultation", "simple", "general", "complex"}
    assert {a.verdict for a in appeals} >= {"solved", "partly", "not_solved", ""}
    assert {a.channel for a in appeals} == {Channel.PAGE, Channel.HOTLINE}
    assert {a.outcome for a in appeals} == {"", "solved", "explained"}
    marks = {a.result for a in appeals if a.result}
    assert marks >= {2, 3, 4, 5}


def test_everything_that_can_befall_an_appeal_has(loaded):
    verbs = set(Entry.objects.values_list("verb", flat=True))
    words = (
        "submitted dispatched accepted contacted progress_noted remarked supplemented urged asked "
        "answered completion_asked returned ruled merged declined withdrawn called_back "
        "extension_asked extension_agreed promise_asked promise_agreed step_fulfilled suspended "
        "resumed assist_added task_accepted assist_reported referred_up referred_to_meeting "
        "supervised resolved confirmed disputed call_back_due closed_unrated turned_yellow "
        "turned_red red_for_one_day red_for_three_days file_added reassigned look_again_due looked_again"
    )
    assert {f"appeal.{word}" for word in words.split()} - verbs - {"appeal.reassigned"} == set()
    assert Appeal.objects.filter(disputes=2).exists()
    assert Appeal.objects.filter(confidential=True).exists()
    assert Appeal.objects.filter(repeats__isnull=False).exists()
    assert set(Proposal.objects.values_list("kind", flat=True)) == set(ProposalKind)
    assert CallBack.objects.filter(kind=CallBackKind.LOOK_AGAIN).exists()
    assert {a.kind for a in Attachment.objects.all()} == {"png", "pdf"}


def test_the_journal_holds_and_nothing_happened_before_its_time(loaded):
    assert verify_journal().ok
    last = {}
    for subject, at in Entry.objects.order_by("subject", "number").values_list("subject", "at"):
        assert last.get(subject, at) <= at <= loaded
        last[subject] = at


def test_closed_appeals_have_a_verdict_or_are_unrated(loaded):
    unrated = set(
        Entry.objects.filter(verb="appeal.closed_unrated").values_list("subject", flat=True)
    )
    silent = {f"appeal:{a}" for a in Appeal.objects.filter(state=State.CLOSED, verdict="")}
    assert silent
    assert silent <= unrated


def test_open_appeals_have_one_lead_and_no_ended_one_waits(loaded):
    led = Appeal.objects.filter(state__in=set(OPEN) - {State.SUBMITTED})
    leads = Q(assignments__kind="lead", assignments__ended_at__isnull=True)
    assert not led.exclude(leads, assignments__department=F("lead")).exists()
    counted = led.annotate(n=Count("assignments", filter=leads))
    assert set(counted.values_list("n", flat=True)) == {1}
    ended = Appeal.objects.filter(state__in=[State.CLOSED, State.DECLINED, State.WITHDRAWN])
    assert not ended.filter(Q(alarm_at__isnull=False) | Q(paused_at__isnull=False)).exists()
    assert not Pause.objects.filter(until__isnull=True, appeal__paused_at__isnull=True).exists()
    waiting = Proposal.objects.filter(agreed__isnull=True)
    assert not waiting.exclude(appeal__state__in=OPEN).exists()
    asked = Question.objects.filter(answered_at__isnull=True)
    assert not asked.exclude(appeal__state__in=[State.SUBMITTED, State.IN_PROGRESS]).exists()
    assert Assignment.objects.filter(kind="assist", reported_at__isnull=True).exists()


def test_the_clock_has_struck_whatever_was_due(loaded):
    before = loaded - timedelta(minutes=2)
    late = Appeal.objects.filter(alarm_at__lt=before)
    assert not late.exists()
    with standing_at(before):
        assert tick() == 0


def test_the_officers_desk_is_alive(loaded, person):
    own = standing_of(person("officer")).departments
    todo = Appeal.objects.filter(
        lead__in=own, state__in=["assigned", "in_progress", "suspended", "promised"]
    )
    found = lamps(todo, loaded)
    assert len(found) in range(11, 16)
    assert found.count(Lamp.RED) == 1
    assert found.count(Lamp.YELLOW) == 2
    assert {a.state for a in todo} == {"assigned", "in_progress", "suspended", "promised"}


def test_the_coordinators_day_is_alive(loaded, person):
    day = today_for(person("coordinator"), loaded)
    assert day.unsent_count in range(3, 9)
    assert day.decision_count in range(5, 12)
    assert {d.kind for d in day.decisions} >= {
        "return",
        "extend",
        "promise",
        "withdrawal",
        "silence",
    }
    assert day.red_count in range(2, 6)
    water = next(r for r in day.repeats if r.category.code == "water")
    assert water.enterprises in range(8, 18)


def test_the_enterprise_has_something_to_say(loaded, person):
    mine = Appeal.objects.filter(enterprise__in=standing_of(person("enterprise")).enterprises)
    lately = mine.filter(filed_at__gte=loaded - SHOWN_QUIET)  # an old promise may come due any day
    assert lately.filter(state=State.RESOLVED).count() == 1
    assert mine.filter(questions__answered_at__isnull=True, questions__isnull=False).count() == 1
    assert mine.filter(state=State.IN_PROGRESS).count() in range(3, 6)


def test_only_the_last_days_are_told_and_nothing_leaves_the_house(loaded):
    notices = Notice.objects.all()
    assert notices.exists()
    assert not notices.filter(at__lt=loaded - timedelta(days=14, minutes=5)).exists()
    assert notices.filter(user__username="officer", read_at__isnull=True).exists()
    assert notices.filter(user__username="officer", read_at__isnull=False).exists()
    assert not Delivery.objects.exists()


def test_what_was_filed_can_be_searched(loaded, person):
    found = listed(person("coordinator"), "region", Filters(q="水压低"), now=loaded)
    assert found.count() >= 8
