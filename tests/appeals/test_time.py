"""Extensions, questions, suspensions and promises: what moves a limit, and what makes the clock stand."""

from datetime import UTC, date, datetime, timedelta

import pytest

from liandong.appeals.clock import tick
from liandong.appeals.enums import Act, Limit, State
from liandong.appeals.rules import limits
from liandong.kit.now import standing_at
from liandong.kit.refusals import Refused

pytestmark = pytest.mark.django_db
THURSDAY = datetime(2026, 11, 26, 1, 30, tzinfo=UTC)


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour - 8, minute, tzinfo=UTC)


def test_the_limits_of_a_simple_matter(in_progress):
    assert (in_progress.accept_due_at, in_progress.contact_due_at, in_progress.due_at) == (
        at(24, 11, 30), at(25, 9, 30), at(27, 9, 30),
    )  # fmt: skip
    assert (in_progress.limit, in_progress.burns_at) == (Limit.CONTACT, at(25, 9, 30))


def test_an_extension_with_consent_moves_the_limit(do, in_progress, officer, coordinator):
    do(Act.EXTEND, in_progress, reason="设备 12 月 3 日到货", until=date(2026, 11, 30), by=officer)
    after = do(Act.DECIDE, in_progress, agreed=True, by=coordinator)
    assert after.due_at == at(30, 17)


def test_an_extension_is_asked_a_working_day_before(do, in_progress, officer):
    with standing_at(at(26, 9, 31)), pytest.raises(Refused) as refused:
        do(Act.EXTEND, in_progress, reason="来不及", until=date(2026, 11, 30), by=officer)
    assert refused.value.code == "appeal.extension_too_late"


def test_an_extension_is_refused_twice_granted(do, in_progress, officer, coordinator):
    for day in (27, 30):
        do(Act.EXTEND, in_progress, reason="等配件", until=date(2026, 11, day), by=officer)
        do(Act.DECIDE, in_progress, agreed=True, by=coordinator)
    with pytest.raises(Refused) as refused:
        do(
            Act.EXTEND,
            in_progress,
            reason="还要等",
            until=date(2026, 12, 1),
            by=officer,
        )
    assert refused.value.code == "appeal.extended_enough"


@pytest.mark.parametrize(
    ("until", "code", "said"),
    [
        (date(2026, 11, 29), "appeal.not_a_working_day", "11月29日 不上班，请选一个工作日。"),
        (date(2026, 12, 3), "appeal.extension_too_long", "延期最晚到 12月2日 17:00。"),
        (date(2027, 12, 1), "appeal.extension_too_long", "延期最晚到 12月2日 17:00。"),
        (date(2027, 1, 3), "appeal.not_a_working_day", "2027年1月3日 不上班"),
    ],
)
def test_an_extension_ends_with_a_working_day_and_at_most_doubles_the_limit(
    do, in_progress, officer, until, code, said
):
    with pytest.raises(Refused) as refused:
        do(Act.EXTEND, in_progress, reason="等配件", until=until, by=officer)
    assert refused.value.code == code
    assert said in refused.value.message
    do(Act.EXTEND, in_progress, reason="等配件", until=date(2026, 12, 2), by=officer)


def test_a_region_may_stretch_a_limit_further(do, in_progress, officer):
    in_progress.terms["stretch"] = 3
    in_progress.save()
    do(Act.EXTEND, in_progress, reason="等配件", until=date(2026, 12, 7), by=officer)


def test_the_time_for_which_the_clock_stood_is_no_part_of_an_extension(
    do, in_progress, officer, enterprise
):
    do(Act.ASK, in_progress, text="多少千伏安？", by=officer)
    with standing_at(at(26, 9, 30)):
        do(Act.ANSWER, in_progress, text="800", by=enterprise)
        do(Act.EXTEND, in_progress, reason="等配件", until=date(2026, 12, 4), by=officer)


def test_the_form_proposes_the_next_working_day(do, in_progress, officer, client):
    in_progress.due_at = at(27, 17)
    in_progress.save()
    client.force_login(officer)
    page = client.get(f"/appeals/{in_progress.reference}/extend/").content.decode()
    assert 'value="2026-11-30"' in page


def test_a_refused_extension_needs_a_reason_and_changes_nothing(
    do, in_progress, officer, coordinator
):
    do(Act.EXTEND, in_progress, reason="等配件", until=date(2026, 11, 30), by=officer)
    with pytest.raises(Refused) as refused:
        do(Act.DECIDE, in_progress, agreed=False, by=coordinator)
    assert refused.value.code == "proposal.refusal_needs_reason"
    after = do(Act.DECIDE, in_progress, agreed=False, note="配件本市有货", by=coordinator)
    assert after.due_at == at(27, 9, 30)


def test_the_clock_stands_while_the_enterprise_is_asked(do, in_progress, officer, enterprise):
    asked = do(Act.ASK, in_progress, text="需要增容到多少？", by=officer)
    assert (asked.paused_at, asked.pause_ends_at) == (at(24, 9, 30), at(27, 9, 30))
    with standing_at(at(26, 9, 30)):
        lamp = limits.lamp(asked.state, asked.yellow_at, asked.burns_at, at(30, 9), asked.paused_at)
        assert lamp == "green"
        after = do(Act.ANSWER, in_progress, text="800 千伏安", by=enterprise)
    assert (after.paused_at, after.due_at) == (None, datetime(2026, 12, 1, 1, 30, tzinfo=UTC))


def test_the_clock_stands_three_working_days_in_all(do, in_progress, officer, enterprise):
    do(Act.ASK, in_progress, text="需要增容到多少？", by=officer)
    with standing_at(at(27, 9, 31)):
        assert tick() >= 1
        in_progress.refresh_from_db()
        assert (in_progress.paused_at, in_progress.due_at) == (
            None, datetime(2026, 12, 2, 1, 31, tzinfo=UTC),
        )  # fmt: skip
        do(Act.ANSWER, in_progress, text="800", by=enterprise)
        again = do(Act.ASK, in_progress, text="哪条线？", by=officer)
    assert again.paused_at is None


def test_a_question_is_asked_one_at_a_time(do, in_progress, officer):
    do(Act.ASK, in_progress, text="多少？", by=officer)
    with pytest.raises(Refused) as refused:
        do(Act.ASK, in_progress, text="在吗？", by=officer)
    assert refused.value.code == "appeal.question_open"


def test_suspension_stops_the_clock_until_it_is_resumed(do, in_progress, coordinator, soon):
    stopped = do(Act.SUSPEND, in_progress, reason="全市检修", look_again_on=soon, by=coordinator)
    assert (stopped.state, stopped.paused_at) == (State.SUSPENDED, at(24, 9, 30))
    with standing_at(at(26, 9, 30)):
        after = do(Act.RESUME, in_progress, by=coordinator)
    assert (after.state, after.due_at) == (
        State.IN_PROGRESS, datetime(2026, 12, 1, 1, 30, tzinfo=UTC),
    )  # fmt: skip


def test_a_promise_stands_in_the_ledger_and_each_missed_step_is_red(
    do, in_progress, officer, coordinator
):
    steps = [
        {"text": "完成勘测", "due_on": datetime(2026, 12, 1, tzinfo=UTC).date()},
        {"text": "送电", "due_on": datetime(2026, 12, 15, tzinfo=UTC).date()},
    ]
    do(Act.PROMISE, in_progress, reason="要新立杆", steps=steps, by=officer)
    promised = do(Act.DECIDE, in_progress, agreed=True, by=coordinator)
    assert (promised.state, promised.limit, promised.burns_at) == (
        State.PROMISED, Limit.STEP, datetime(2026, 12, 1, 9, tzinfo=UTC),
    )  # fmt: skip
    with standing_at(datetime(2026, 12, 2, 2, tzinfo=UTC)):
        while tick():
            pass
        promised.refresh_from_db()
        assert promised.alarm >= 2
        with pytest.raises(Refused) as refused:
            do(Act.RESOLVE, promised, outcome="solved", answer="好了", by=officer)
        assert refused.value.code == "promise.steps_open"
        after = do(Act.FULFIL_STEP, promised, number=1, text="勘测完", by=officer)
    assert after.burns_at == datetime(2026, 12, 15, 9, tzinfo=UTC)


def test_after_the_last_step_its_date_is_the_limit(do, in_progress, officer, coordinator):
    steps = [{"text": t, "due_on": date(2026, 12, d)} for t, d in (("完成勘测", 1), ("送电", 15))]
    do(Act.PROMISE, in_progress, reason="要新立杆", steps=steps, by=officer)
    do(Act.DECIDE, in_progress, agreed=True, by=coordinator)
    for number in (1, 2):
        after = do(Act.FULFIL_STEP, in_progress, number=number, text="做完", by=officer)
    last = datetime(2026, 12, 15, 9, tzinfo=UTC)
    assert (after.due_at, after.burns_at) == (last, last)


def test_steps_are_struck_off_in_order(do, in_progress, officer, coordinator):
    steps = [{"text": t, "due_on": date(2026, 12, d)} for t, d in (("完成勘测", 1), ("送电", 15))]
    do(Act.PROMISE, in_progress, reason="要新立杆", steps=steps, by=officer)
    do(Act.DECIDE, in_progress, agreed=True, by=coordinator)
    with pytest.raises(Refused) as refused:
        do(Act.FULFIL_STEP, in_progress, number=2, text="做完", by=officer)
    assert refused.value.code == "promise.step_before_open"
    assert "完成勘测" in refused.value.message


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([], "promise.no_steps"),
        ([("a", "2026-11-24")], "promise.step_in_past"),
        ([("a", "2026-12-10"), ("b", "2026-12-01")], "promise.steps_out_of_order"),
        ([("a", "2026-12-10"), ("b", "2026-12-13")], "appeal.not_a_working_day"),
    ],
)
def test_a_promise_has_dated_steps_in_order(do, in_progress, officer, steps, code):
    made = [{"text": t, "due_on": datetime.fromisoformat(d).date()} for t, d in steps]
    with pytest.raises(Refused) as refused:
        do(Act.PROMISE, in_progress, reason="x", steps=made, by=officer)
    assert refused.value.code == code


def test_an_appeal_keeps_the_limits_it_started_with(do, assigned, works, coordinator, housing):
    terms = works.region.terms
    terms.limits = {
        **terms.limits,
        "accept_hours": 1,
        "resolve_days": dict.fromkeys(terms.limits["resolve_days"], 1),
    }
    terms.save()
    after = do(Act.REASSIGN, assigned, department=housing, reason="改派", by=coordinator)
    assert after.accept_due_at == at(24, 11, 30)
    assert after.due_at == at(24, 9, 30) + timedelta(days=3)
