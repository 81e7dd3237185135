"""Explain this lamp: every stretch that counted and every one that did not add up to the limit."""

from datetime import datetime, timedelta

import pytest
from django.utils.timezone import localtime

from liandong.appeals import actions
from liandong.appeals.enums import Act, Limit, State
from liandong.appeals.queries.clock_story import clock_story
from liandong.kit.now import standing_at
from liandong.kit.working_time import SHANGHAI
from tests.appeals.conftest import POWER

HOUR = timedelta(hours=1)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def sums(story) -> timedelta:
    end = min(story.now, story.ended or story.now)
    return sum(
        (min(i.end, end) - i.start for i in story.intervals if i.counted and i.start < end),
        timedelta(),
    )


def test_the_limit_to_accept(assigned, enterprise):
    story = clock_story(enterprise, assigned.reference, at(24, 10, 30))
    assert (story.limit, story.whole, story.counted, story.left) == (
        Limit.ACCEPT, 2 * HOUR, HOUR, HOUR,
    )  # fmt: skip


def test_night_lunch_weekend_are_named_and_do_not_count(in_progress, officer, enterprise, do):
    do(Act.CONTACT, in_progress, how="电话", by=officer)
    story = clock_story(enterprise, in_progress.reference, at(27, 9))
    assert story.limit == Limit.RESOLVE
    assert story.whole == 21 * HOUR
    assert {i.why for i in story.intervals} == {"working", "lunch", "night"}
    assert sums(story) == story.counted == 20.5 * HOUR


def test_a_holiday_has_its_name(enterprise, works, officer, do):
    with standing_at(at(29, 9, month=9)):
        appeal = actions.file_appeal(works, text=POWER, by=enterprise)
        do(Act.ACCEPT, appeal, by=officer)
        do(Act.CONTACT, appeal, how="电话", by=officer)
    story = clock_story(enterprise, appeal.reference, at(9, 9, month=10))
    assert any(i.why == "holiday" and "国庆" in i.name for i in story.intervals)
    assert sums(story) == story.counted


def test_pauses_carry_their_reason_and_push_the_limit_on(
    in_progress, officer, enterprise, do, tuesday
):
    do(Act.CONTACT, in_progress, how="电话", by=officer)
    with standing_at(at(24, 14)):
        do(Act.ASK, in_progress, text="增容到多少？", by=officer)
    standing = clock_story(enterprise, in_progress.reference, at(25, 10))
    assert standing.stands
    assert standing.stands.reason == "增容到多少？"
    with standing_at(at(25, 10)):
        do(Act.ANSWER, in_progress, text="800", by=enterprise)
    story = clock_story(enterprise, in_progress.reference, at(26, 9))
    assert story.due == standing.due
    assert story.whole == 21 * HOUR
    paused = [i for i in story.intervals if i.why == "paused"]
    assert [(localtime(i.start), localtime(i.end), i.name) for i in paused] == [
        (at(24, 14), at(25, 10), "等企业回答：增容到多少？")
    ]
    assert sums(story) == story.counted


def test_time_in_which_the_enterprise_was_to_rate_is_no_time_of_the_department(
    in_progress, officer, enterprise, do
):
    with standing_at(at(24, 11)):
        do(Act.RESOLVE, in_progress, outcome="solved", answer="好了", by=officer)
    ended = clock_story(enterprise, in_progress.reference, at(25, 9))
    assert (ended.ended, ended.counted) == (at(24, 11), 1.5 * HOUR)
    with standing_at(at(26, 9)):
        do(Act.DISPUTE, in_progress, reason="没好", by=enterprise)
    story = clock_story(enterprise, in_progress.reference, at(26, 11))
    assert [i.name for i in story.intervals if i.why == "paused"] == ["等企业评价"]
    assert sums(story) == story.counted == 3.5 * HOUR


def test_overdue_says_by_how_much(in_progress, officer, do, phone, said):
    do(Act.CONTACT, in_progress, how="电话", by=officer)
    with standing_at(at(27, 11)):
        words = said(phone.get(f"/appeals/{in_progress.reference}/clock/"))
    assert (
        "办结期限 已超期 从 11月24日 09:30 起算，到 今天 09:30 为止。 已经超出 1 小时 30 分。"
        in words
    )
    assert "计入，期限共 21 小时 22 小时 30 分" in words


def test_a_year_without_holidays_is_owned_up_to(in_progress, enterprise, phone, said, tuesday):
    with standing_at(tuesday + timedelta(days=900)):
        words = said(phone.get(f"/appeals/{in_progress.reference}/clock/"))
    assert "2029 年的节假日还没有录入" in words


@pytest.mark.parametrize("state", list(State))
def test_every_state_can_be_explained(state, bring, phone):
    assert phone.get(f"/appeals/{bring(state).reference}/clock/").status_code == 200


def test_a_desk_loads_it_as_a_part(in_progress, officer, sign_in):
    path = f"/appeals/{in_progress.reference}/clock/"
    part = sign_in(officer).get(path, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<section")
    assert "<html" not in part
