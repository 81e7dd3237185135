"""Explain this lamp: every stretch that counted and every one that did not add up to the limit."""

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils.timezone import localtime

from liandong.appeals import actions
from liandong.appeals.clock import tick
from liandong.appeals.enums import Act, Limit, State
from liandong.appeals.models import Appeal
from liandong.appeals.queries.clock_story import clock_story
from liandong.departments.queries import forget_calendars
from liandong.kit.now import standing_at
from liandong.kit.working_time import SHANGHAI
from liandong.theme.spells import spells
from tests.appeals.conftest import POWER

HOUR = timedelta(hours=1)


def at(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


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


def test_one_that_was_not_solved_counts_from_when_it_was_reopened(
    in_progress, officer, enterprise, do
):
    with standing_at(at(24, 11)):
        do(Act.RESOLVE, in_progress, outcome="solved", answer="好了", by=officer)
    ended = clock_story(enterprise, in_progress.reference, at(25, 9))
    assert (ended.ended, ended.counted) == (at(24, 11), 1.5 * HOUR)
    with standing_at(at(26, 9)):
        again = do(Act.DISPUTE, in_progress, reason="没好", by=enterprise)
    assert again.limit_from == at(26, 9)
    story = clock_story(enterprise, in_progress.reference, at(26, 11))
    assert (story.since, story.counted, story.whole) == (at(26, 9), 2 * HOUR, 10.5 * HOUR)
    with standing_at(at(26, 14)):
        do(Act.RESOLVE, in_progress, outcome="solved", answer="又好了", by=officer)
    ended = clock_story(enterprise, in_progress.reference, at(27, 9))
    assert (ended.since, ended.counted) == (at(26, 9), 4 * HOUR)


def test_a_look_again_that_fails_counts_from_then_and_a_new_lead_from_its_own_day(
    resolved, enterprise, officer, coordinator, housing, do
):
    Appeal.objects.filter(pk=resolved.pk).update(terms={**resolved.terms, "look_again_share": 1.0})
    do(Act.CONFIRM, resolved, verdict="solved", speed=5, attitude=5, result=5, by=enterprise)
    later = at(24, 9, month=2, year=2027)
    with standing_at(later + timedelta(hours=1)):
        tick()
        again = do(Act.LOOK_AGAIN, resolved, holds=False, note="又停电", by=coordinator)
    assert again.limit_from == later + timedelta(hours=1)
    with standing_at(later + timedelta(hours=2)):
        moved = do(Act.REASSIGN, resolved, department=housing, reason="换", by=coordinator)
    assert moved.limit_from == later + timedelta(hours=2)


def test_what_has_passed_comes_first_and_what_is_to_come_under_its_own_heading(
    in_progress, officer, enterprise, do, phone, said
):
    do(Act.CONTACT, in_progress, how="电话", by=officer)
    with standing_at(at(26, 10)):
        words = said(phone.get(f"/appeals/{in_progress.reference}/clock/"))
    passed, _, coming = words.partition("还没到的，到期限为止")
    assert "已经过去的 计入 14 小时 30 分" in passed
    assert "11月24日 12:00–13:00 午休 不计" in passed
    assert passed.rstrip().endswith("11月26日 09:00–10:00 工作时间 1 小时")
    assert coming.strip().startswith("计入 6 小时 30 分")
    assert "11月26日 10:00–12:00 工作时间 2 小时" in coming
    assert "11月27日 09:00–09:30 工作时间 30 分" in coming
    assert "0 分 " not in re.sub(r"[1-9]0 分", "", words)


def test_time_after_the_limit_has_its_own_heading_and_nothing_is_to_come(
    in_progress, officer, do, phone, said
):
    do(Act.CONTACT, in_progress, how="电话", by=officer)
    with standing_at(at(27, 11)):
        words = said(phone.get(f"/appeals/{in_progress.reference}/clock/"))
    assert "过了期限以后 计入 1 小时 30 分" in words
    assert "还没到的" not in words


def test_a_pause_ends_where_it_ends_on_phone_and_desk_and_the_next_has_its_own_reason(
    in_progress, officer, coordinator, soon, do, phone, said, sign_in
):
    with standing_at(at(24, 14)):
        do(Act.ASK, in_progress, text="增容到多少？", by=officer)
    with standing_at(at(24, 16)):
        do(Act.SUSPEND, in_progress, reason="全市检修", look_again_on=soon, by=coordinator)
    with standing_at(at(25, 10)):
        pages = [
            said(phone.get(f"/appeals/{in_progress.reference}/clock/")),
            said(sign_in(officer).get(f"/desk/appeals/{in_progress.reference}/")),
        ]
    for words in pages:
        assert "11月24日 14:00–16:00 等企业回答：增容到多少？ 不计" in words
        assert "11月24日 16:00–11月25日 10:00 暂停计时：全市检修 不计" in words
        assert set(re.findall(r"11月24日 16:00–(\S+ \S+) 暂停计时", words)) == {"11月25日 10:00"}
        assert "如果现在恢复，到期限为止" in words


def test_a_working_day_made_up_for_a_holiday_is_called_so(enterprise, works, officer, do):
    moment = datetime(2026, 10, 9, 16, tzinfo=SHANGHAI)  # Saturday the tenth is worked
    with standing_at(moment):
        appeal = actions.file_appeal(works, text=POWER, by=enterprise)
        do(Act.ACCEPT, appeal, by=officer)
        do(Act.CONTACT, appeal, how="电话", by=officer)
    story = clock_story(enterprise, appeal.reference, moment)
    reasons = {s.reason for s in spells(story.intervals) if s.why == "adjusted"}
    assert reasons == {"国庆节调休上班"}


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


def test_a_calendar_that_changed_meanwhile_is_said_and_moves_no_limit(
    in_progress, officer, enterprise, client, do, admin_client
):
    do(Act.CONTACT, in_progress, how="电话", by=officer)
    due = in_progress.due_at
    client.force_login(officer)
    page = f"/desk/appeals/{in_progress.reference}/"
    assert "日历改过" not in client.get(page).text
    for day in ("2026-11-26", "2026-12-31"):
        sent = {"date": day, "name": "测试假日", "is_working": "", "calendar": "", "windows": ""}
        assert admin_client.post("/admin/departments/calendarday/add/", sent).status_code == 302
    LogEntry.objects.update(action_time=at(25, 9))
    forget_calendars()
    text = client.get(page).text
    assert "日历改过：11月26日 测试假日。期限不变，仍是 11月27日 09:30" in text
    in_progress.refresh_from_db()
    assert in_progress.due_at == due
    client.force_login(enterprise)
    assert "日历改过" in client.get(f"/appeals/{in_progress.reference}/clock/").text
