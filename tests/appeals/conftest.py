"""Appeals brought to each state by the acts that people do."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localtime

from liandong.appeals import actions
from liandong.appeals.enums import Act, State
from liandong.appeals.models import DeclineReason
from liandong.departments.models import Department

POWER = "我公司厂区变压器容量不够，新上的两条生产线没法通电，想申请用电增容，不知道找谁办、要多久"
VAGUE = "上次说的那件事到底怎么样了，一直没有消息"


@pytest.fixture
def do():
    """Do an act: `do(Act.ACCEPT, appeal, by=officer)`."""
    return actions.perform


@pytest.fixture
def assigned(enterprise, works, power, tuesday):
    return actions.file_appeal(works, text=POWER, by=enterprise)


@pytest.fixture
def submitted(enterprise, works, tuesday):
    appeal = actions.file_appeal(works, text=VAGUE, by=enterprise)
    assert appeal.state == State.SUBMITTED
    return appeal


@pytest.fixture
def in_progress(assigned, officer, do):
    return do(Act.ACCEPT, assigned, by=officer)


@pytest.fixture
def resolved(in_progress, officer, do):
    return do(
        Act.RESOLVE, in_progress, outcome="solved", answer="已增容到 800 千伏安。", by=officer
    )


@pytest.fixture
def bring(do, enterprise, works, officer, coordinator, power, tuesday):
    """Bring a new appeal to any state."""

    def to(state):
        text = VAGUE if state in (State.SUBMITTED, State.DECLINED) else POWER
        appeal = actions.file_appeal(works, text=text, by=enterprise)
        later = localtime(tuesday).date() + timedelta(days=9)
        if state == State.DECLINED:
            return do(Act.DECLINE, appeal, reason=DeclineReason.objects.first(), by=coordinator)
        if state == State.WITHDRAWN:
            return do(Act.WITHDRAW, appeal, reason="自己解决了", by=enterprise)
        if state == State.MERGED:
            other = actions.file_appeal(works, text=POWER, by=enterprise)
            return do(Act.MERGE, appeal, into=other, by=coordinator)
        if state in (State.SUBMITTED, State.ASSIGNED):
            return appeal
        appeal = do(Act.ACCEPT, appeal, by=officer)
        if state == State.SUSPENDED:
            return do(
                Act.SUSPEND, appeal, reason="全市电网检修", look_again_on=later, by=coordinator
            )
        if state == State.PROMISED:
            steps = [{"text": "完成勘测", "due_on": later}]
            do(Act.PROMISE, appeal, reason="要排工期", steps=steps, by=officer)
            return do(Act.DECIDE, appeal, agreed=True, by=coordinator)
        if state in (State.RESOLVED, State.CLOSED):
            appeal = do(Act.RESOLVE, appeal, outcome="solved", answer="好了", by=officer)
        if state == State.CLOSED:
            return do(
                Act.CONFIRM, appeal, verdict="solved", speed=5, attitude=5, result=5, by=enterprise
            )
        return appeal

    return to


@pytest.fixture
def tax(db):
    return Department.objects.get(code="xg-tax")


@pytest.fixture
def soon(tuesday) -> date:
    return localtime(tuesday).date() + timedelta(days=9)
