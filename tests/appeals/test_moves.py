"""The table of moves: what is not in it is refused, in every state, with a sentence that says what is possible."""

import pytest

from liandong.appeals.enums import Act, Hat, State
from liandong.appeals.rules import moves
from liandong.kit.refusals import Refused

TABLE = {
    State.SUBMITTED: {
        Act.SUPPLEMENT, Act.ANSWER, Act.URGE, Act.WITHDRAW, Act.DISPATCH, Act.ASK_COMPLETION,
        Act.DECLINE, Act.MERGE, Act.RULE,
    },
    State.ASSIGNED: {
        Act.SUPPLEMENT, Act.URGE, Act.WITHDRAW, Act.ACCEPT, Act.RETURN, Act.REPORT, Act.MERGE,
        Act.REASSIGN, Act.SUPERVISE,
    },
    State.IN_PROGRESS: {
        Act.SUPPLEMENT, Act.ANSWER, Act.URGE, Act.WITHDRAW, Act.ACCEPT, Act.CONTACT, Act.NOTE,
        Act.ADD_ASSIST, Act.REMIND_ASSIST, Act.ASK, Act.EXTEND, Act.PROMISE, Act.RESOLVE,
        Act.REPORT, Act.MERGE, Act.DECIDE, Act.REASSIGN, Act.SUSPEND, Act.REFER_UP,
        Act.REFER_MEETING, Act.SUPERVISE, Act.LESSON,
    },
    State.SUSPENDED: {
        Act.SUPPLEMENT, Act.URGE, Act.ACCEPT, Act.REPORT, Act.RESUME, Act.SUPERVISE,
    },
    State.PROMISED: {
        Act.SUPPLEMENT, Act.URGE, Act.ACCEPT, Act.CONTACT, Act.NOTE, Act.ADD_ASSIST,
        Act.REMIND_ASSIST, Act.FULFIL_STEP, Act.RESOLVE, Act.REPORT, Act.SUPERVISE, Act.LESSON,
    },
    State.RESOLVED: {Act.SUPPLEMENT, Act.CONFIRM, Act.DISPUTE, Act.CALL_BACK, Act.LESSON},
    State.CLOSED: {Act.LOOK_AGAIN, Act.LESSON},
    State.WITHDRAWN: {Act.CALL_BACK},
    State.MERGED: {Act.SEPARATE},
    State.DECLINED: set(),
}  # fmt: skip
ALWAYS = {Act.REMARK, Act.SHOW_PHONE}


@pytest.mark.parametrize("state", State)
def test_the_table_says_this_and_nothing_else(state):
    assert set(moves.acts_for(state, set(Hat))) == TABLE[state] | ALWAYS


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", Act)
def test_an_act_outside_the_table_is_refused_in_words(act, state):
    hats = set(Hat)
    if state in moves.MOVES[act].states:
        moves.require_move(act, state, hats)
        return
    with pytest.raises(Refused) as refused:
        moves.require_move(act, state, hats)
    assert refused.value.code == "appeal.wrong_move"
    assert str(State(state).label) in refused.value.message
    assert str(act.label) in refused.value.message


@pytest.mark.django_db
@pytest.mark.parametrize("state", State)
def test_every_state_can_be_reached_and_read(api, bring, enterprise, officer, state):
    appeal = bring(state)
    assert appeal.state == state
    read = api(enterprise).get(f"/appeals/{appeal.reference}").json()
    assert (read["state"], set(read["acts"])) == (state, {
        act for act in TABLE[state] - {Act.ANSWER} if Hat.ENTERPRISE in moves.MOVES[act].hats
    })  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("act", Act)
def test_an_act_belongs_to_those_who_wear_its_hat(
    api, in_progress, enterprise, officer, coordinator, leader, act
):
    people = {
        Hat.ENTERPRISE: enterprise,
        Hat.LEAD: officer,
        Hat.COORDINATOR: coordinator,
        Hat.READER: leader,
    }
    for hat, user in people.items():
        answer = api(user).post(f"/appeals/{in_progress.reference}/{act}", {})
        if hat not in moves.MOVES[act].hats:
            assert (answer.status_code, answer.json()["code"]) == (403, "appeal.not_yours"), hat
        else:
            assert answer.status_code in (200, 409, 422), (hat, answer.content)
            return
