"""What was asked and asked for does not outlive the appeal; who stands in signs for the other."""

from datetime import date, timedelta

from liandong.appeals.enums import Act, State
from liandong.appeals.queries.coordinator import today_for
from liandong.departments.actions import set_stand_in
from liandong.departments.enums import Role
from liandong.departments.models import Appointment
from liandong.departments.queries import today
from liandong.journal.models import Entry


def test_an_answer_ends_the_question(in_progress, officer, do):
    appeal = do(Act.ASK, in_progress, text="是哪一路跳闸？", by=officer)
    appeal = do(Act.RESOLVE, appeal, outcome="solved", answer="查到了，已修好。", by=officer)
    assert appeal.state == State.RESOLVED
    assert not appeal.questions.filter(answered_at__isnull=True).exists()


def test_a_withdrawal_ends_question_and_proposal(
    in_progress, officer, enterprise, coordinator, do, tuesday
):
    appeal = do(Act.ASK, in_progress, text="是哪一路跳闸？", by=officer)
    appeal = do(Act.EXTEND, appeal, reason="等备件", until=date(2026, 11, 30), by=officer)
    appeal = do(Act.WITHDRAW, appeal, reason="自己修好了", by=enterprise)
    assert not appeal.questions.filter(answered_at__isnull=True).exists()
    assert not appeal.proposals.filter(agreed__isnull=True).exists()
    assert {d.kind for d in today_for(coordinator, tuesday).decisions} == {"withdrawal"}


def test_a_colleague_who_stands_in_signs_their_own_work_alone(
    assigned, officer, coordinator, housing, housing_officer, do, tuesday
):
    Appointment.objects.create(user=housing_officer, role=Role.OFFICER, department=assigned.lead)
    day = today()
    ends_on = day + timedelta(days=3)
    set_stand_in(housing_officer, officer, starts_on=day, ends_on=ends_on, by=housing_officer)
    do(Act.ACCEPT, assigned, by=officer)
    entry = Entry.objects.get(subject=f"appeal:{assigned}", verb="appeal.accepted")
    assert entry.office == assigned.lead.short

    do(Act.REASSIGN, assigned, department=housing, reason="改派", by=coordinator)
    do(Act.ACCEPT, assigned, by=officer)
    entry = Entry.objects.filter(subject=f"appeal:{assigned}", verb="appeal.accepted").last()
    assert entry.office == f"{housing.short}（代办）"
    assert entry.data["in_place_of"] == str(housing_officer)
