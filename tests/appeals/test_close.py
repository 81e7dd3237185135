"""Only the enterprise closes: rating, disputing, withdrawing, silence, looking again."""

from datetime import UTC, datetime, timedelta

import pytest

from liandong.appeals.clock import tick
from liandong.appeals.enums import Act, CallBackKind, State
from liandong.appeals.models import Appeal, CallBack
from liandong.kit.now import standing_at
from liandong.kit.refusals import Refused

pytestmark = pytest.mark.django_db
RATING = {"verdict": "solved", "speed": 5, "attitude": 5, "result": 5}


def test_not_solved_goes_back_once_to_the_lead_then_to_the_coordinator(
    do, resolved, enterprise, officer, coordinator, housing
):
    once = do(Act.DISPUTE, resolved, reason="还是跳闸", by=enterprise)
    assert (once.state, once.disputes, once.with_coordinator) == (State.IN_PROGRESS, 1, False)
    do(Act.RESOLVE, resolved, outcome="solved", answer="换了", by=officer)
    twice = do(Act.DISPUTE, resolved, reason="又跳闸", by=enterprise)
    assert (twice.disputes, twice.with_coordinator) == (2, True)
    moved = do(Act.REASSIGN, resolved, department=housing, reason="换部门查", by=coordinator)
    assert (moved.state, moved.with_coordinator) == (State.ASSIGNED, False)


def test_a_rating_is_whole(api, resolved, enterprise):
    path = f"/appeals/{resolved.reference}/confirm"
    for field in RATING:
        body = {k: v for k, v in RATING.items() if k != field}
        answer = api(enterprise).post(path, body)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert api(enterprise).post(path, RATING).status_code == 200
    again = api(enterprise).post(path, RATING)
    assert (again.status_code, again.json()["code"]) == (409, "appeal.wrong_move")


def test_a_withdrawal_that_a_department_had_in_hand_is_called_back(
    do, bring, in_progress, submitted, enterprise, coordinator
):
    do(Act.WITHDRAW, submitted, reason="写错了", by=enterprise)
    assert not CallBack.objects.filter(appeal=submitted).exists()
    do(Act.WITHDRAW, in_progress, reason="部门让我撤", by=enterprise)
    call = CallBack.objects.get(appeal=in_progress)
    assert (call.kind, call.done_at) == (CallBackKind.WITHDRAWAL, None)
    after = do(
        Act.CALL_BACK, in_progress, reached=True, pressed=True, note="被劝撤回", by=coordinator
    )
    call.refresh_from_db()
    assert (after.state, call.finding) == (State.WITHDRAWN, "pressed")


def test_who_was_reached_has_two_days_more_and_then_it_is_unrated(
    do, resolved, coordinator, tuesday
):
    with standing_at(datetime(2026, 12, 1, 1, 31, tzinfo=UTC)):
        tick()
        do(Act.CALL_BACK, resolved, reached=True, note="说忙，过两天评", by=coordinator)
    with standing_at(datetime(2026, 12, 2, 1, 31, tzinfo=UTC)):
        tick()
        resolved.refresh_from_db()
        assert resolved.state == State.RESOLVED
    with standing_at(datetime(2026, 12, 3, 1, 32, tzinfo=UTC)):
        tick()
    resolved.refresh_from_db()
    assert (resolved.state, resolved.verdict, resolved.speed) == (State.CLOSED, "", None)


def test_an_enterprise_can_still_rate_while_it_is_being_called(
    do, resolved, enterprise, coordinator
):
    with standing_at(datetime(2026, 12, 1, 1, 31, tzinfo=UTC)):
        tick()
        do(Act.CONFIRM, resolved, **RATING, by=enterprise)
        with pytest.raises(Refused):
            do(Act.CALL_BACK, resolved, reached=False, note="x", by=coordinator)


def test_some_closed_as_solved_are_looked_at_again(do, resolved, enterprise, coordinator, tuesday):
    Appeal.objects.filter(pk=resolved.pk).update(terms={**resolved.terms, "look_again_share": 1.0})
    do(Act.CONFIRM, resolved, **RATING, by=enterprise)
    with pytest.raises(Refused):
        do(Act.LOOK_AGAIN, resolved, holds=True, note="x", by=coordinator)
    with standing_at(tuesday + timedelta(days=93)):
        tick()
        after = do(Act.LOOK_AGAIN, resolved, holds=False, note="又停电", by=coordinator)
    assert (after.state, after.verdict, after.closed_at) == (State.IN_PROGRESS, "", None)
    assert after.due_at > tuesday + timedelta(days=93)


def test_the_clock_may_walk_twice(resolved):
    with standing_at(datetime(2026, 12, 1, 1, 31, tzinfo=UTC)):
        assert tick() == 1
        assert tick() == 0
    assert CallBack.objects.filter(appeal=resolved).count() == 1


def test_after_a_withdrawal_they_are_called_twice_before_it_is_given_up(
    do, in_progress, enterprise, coordinator
):
    appeal = do(Act.WITHDRAW, in_progress, reason="不办了", by=enterprise)
    do(Act.CALL_BACK, appeal, reached=False, note="没人接", by=coordinator)
    assert appeal.call_backs.get().done_at is None
    do(Act.CALL_BACK, appeal, reached=False, note="还是没人接", by=coordinator)
    assert appeal.call_backs.get().finding == "no_answer"
    with pytest.raises(Refused, match="没有要回访的"):
        do(Act.CALL_BACK, appeal, reached=True, note="", by=coordinator)
