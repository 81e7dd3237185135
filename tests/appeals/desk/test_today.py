"""The coordinator's day: each card, its choices, and what it costs."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liandong.appeals import actions
from liandong.appeals.actions.system import draw_look_again, end_pause, notice_silence
from liandong.appeals.enums import Act, State
from liandong.appeals.models import Appeal
from liandong.appeals.pages.desk import row_of
from liandong.appeals.queries.coordinator import today_for
from liandong.appeals.queries.desk import appeals_in, count_in, page_of, views_of
from liandong.appeals.queries.lists import Filters
from liandong.departments.models import Department
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import Enterprise, Member
from liandong.kit.codes import make_uscc
from liandong.kit.now import standing_at

VAGUE = "上次说的那件事到底怎么样了，一直没有消息"
WATER = "自来水压太低，三楼没有水，车间停产，请自来水公司处理"


@pytest.fixture
def neighbours(enterprise):
    """Four more enterprises that somebody files for."""
    made = []
    for number in range(10, 14):
        one = Enterprise.objects.create(
            uscc=make_uscc(number), name=f"洛阳示例第{number}有限公司（示例）", region_id="410303"
        )
        Member.objects.create(user=enterprise, enterprise=one, role=MemberRole.MEMBER)
        made.append(one)
    return made


def _today(client):
    answer = client.get("/desk/today/")
    assert answer.status_code == 200
    return answer.context


def test_an_empty_day_says_so(coordinator, tuesday, at, text_of):
    said = text_of(at(coordinator).get("/desk/today/"))
    assert "今天没有要您定的" in said
    assert "都分出去了" in said


def test_what_could_not_be_routed_goes_out_with_one_press(submitted, coordinator, at, text_of):
    client = at(coordinator)
    context = _today(client)
    assert context["heading"] == "今天 1 件没分出去"
    row = context["unsent"][0]
    assert (row["appeal"], row["asked"]) == (submitted, False)
    answer = client.post(
        f"/appeals/{submitted.reference}/dispatch/",
        {"department": "ly-power", "category": "power", "next": "/desk/today/"},
    )
    assert answer["Location"] == "/desk/today/"
    assert Appeal.objects.get(pk=submitted.pk).state == State.ASSIGNED
    assert _today(client)["unsent"] == []


def test_the_words_that_spoke_are_named_with_their_department(
    works, enterprise, coordinator, tuesday, at
):
    appeal = actions.file_appeal(works, text="楼上餐馆油烟和噪声，也占了消防通道", by=enterprise)
    assert appeal.state == State.SUBMITTED
    row = _today(at(coordinator))["unsent"][0]
    assert len(row["options"]) == 2
    assert "“油烟”" in row["why"]
    assert row["options"][0]["short"] in row["why"]


def test_who_was_asked_to_say_more_waits(submitted, coordinator, at):
    actions.perform(Act.ASK_COMPLETION, submitted, text="说的是哪一件？", by=coordinator)
    row = _today(at(coordinator))["unsent"][0]
    assert (row["asked"], row["why"]) == (True, "已请企业补正，计时停着")


def test_a_return_is_ruled_with_one_press(assigned, officer, coordinator, housing, at):
    actions.perform(Act.RETURN, assigned, department=housing, reason="小区内部线路", by=officer)
    client = at(coordinator)
    context = _today(client)
    row = context["decisions"][0]
    assert (row["tag"], row["to"], row["back"]) == ("退单", housing.short, "供电公司")
    assert context["unsent"] == []
    client.post(
        f"/appeals/{assigned.reference}/rule/",
        {"department": housing.code, "note": "同意", "next": "/desk/today/"},
    )
    assert Appeal.objects.get(pk=assigned.pk).lead == housing


def test_the_second_return_says_that_the_ruling_binds(
    assigned, officer, housing_officer, coordinator, housing, power, at
):
    actions.perform(Act.RETURN, assigned, department=housing, reason="小区线路", by=officer)
    actions.perform(Act.RULE, assigned, department=housing, note="先看", by=coordinator)
    actions.perform(Act.RETURN, assigned, department=power, reason="是供电线路", by=housing_officer)
    row = _today(at(coordinator))["decisions"][0]
    assert row["tag"] == "裁定"
    assert row["why"] == f"供电公司、{housing.short}都退过，您定了就算数"


def test_an_extension_is_agreed_with_one_press_and_refused_with_a_reason(
    in_progress, officer, coordinator, at
):
    until = date(2026, 11, 30)
    actions.perform(Act.EXTEND, in_progress, reason="电表没到", until=until, by=officer)
    client = at(coordinator)
    row = _today(client)["decisions"][0]
    assert (row["tag"], "电表没到" in row["why"]) == ("延期", True)
    path = f"/appeals/{in_progress.reference}/decide/"
    assert client.get(path + "?agreed=false").context["form"]["agreed"].value() == "false"
    assert client.post(path, {"agreed": "false"}).status_code == 422
    assert client.post(path, {"agreed": "true", "next": "/desk/today/"}).status_code == 302
    assert Appeal.objects.get(pk=in_progress.pk).due_at == datetime(2026, 11, 30, 9, tzinfo=UTC)


def test_what_time_brings_is_here_too(bring, coordinator, tuesday, at):
    """A call after silence, a look again, a suspension's date, a second “not solved”."""
    resolved, closed = bring(State.RESOLVED), bring(State.CLOSED)
    suspended, twice = bring(State.SUSPENDED), bring(State.RESOLVED)
    person = resolved.filed_by
    Appeal.objects.filter(pk=closed.pk).update(look_again_at=tuesday)
    with standing_at(tuesday + timedelta(days=60)):
        notice_silence(resolved)
        draw_look_again(closed)
        end_pause(suspended)
        actions.perform(Act.DISPUTE, twice, reason="没好", by=person)
    from liandong.accounts.models import User  # noqa: PLC0415

    lead = User.objects.get(username="officer")
    with standing_at(tuesday + timedelta(days=61)):
        actions.perform(Act.RESOLVE, twice, outcome="solved", answer="好了", by=lead)
        actions.perform(Act.DISPUTE, twice, reason="还没好", by=person)
        kinds = {row["kind"] for row in _today(at(coordinator))["decisions"]}
    assert kinds == {"silence", "look_again", "suspended", "disputed"}


def test_red_ones_say_since_when_and_how_far_it_has_climbed(assigned, coordinator, tuesday, at):
    from liandong.appeals.actions.system import raise_alarm  # noqa: PLC0415

    with standing_at(tuesday + timedelta(days=2)):
        for _ in range(3):
            raise_alarm(assigned)
        client = at(coordinator)
        context = _today(client)
        row = context["red"][0]
        assert context["heading"] == "今天 1 件超期"
        assert (row["due"], row["climbed"]) == ("11月24日 11:30 应签收", "超期满一天，到您这里")
        client.post(f"/appeals/{assigned.reference}/supervise/", {"text": "今天之内签收"})
        assert _today(client)["red"][0]["climbed"] == "已督办"


def test_what_repeats_is_merged_into_the_oldest(
    works, neighbours, enterprise, coordinator, tuesday, at
):
    made = []
    for days, one in enumerate([works, *neighbours]):
        with standing_at(tuesday - timedelta(days=4 - days)):
            made.append(actions.file_appeal(one, text=WATER, by=enterprise))
    client = at(coordinator)
    repeat = _today(client)["repeats"][0]["repeat"]
    assert (repeat.enterprises, repeat.appeals) == (5, 5)
    assert [n for _day, n in repeat.by_day] == [0] * 9 + [1] * 5
    page = client.get(f"/desk/today/?category={repeat.category.code}")
    assert [a.pk for a in page.context["appeals"]] == [a.pk for a in made]
    picked = [made[3].reference, made[1].reference, made[2].reference]
    answer = client.post("/desk/today/", {"reference": picked, "note": "同一条管线"})
    assert answer["Location"] == f"/desk/appeals/{made[1].reference}/"
    states = {a.pk: a.state for a in Appeal.objects.all()}
    assert [states[a.pk] for a in made] == [
        State.ASSIGNED, State.ASSIGNED, State.MERGED, State.MERGED, State.ASSIGNED,
    ]  # fmt: skip
    one = client.post("/desk/today/", {"reference": [made[0].reference]}, follow=True)
    assert "至少选两件" in str(list(one.context["messages"])[-1])


def test_two_enterprises_are_no_pattern(works, neighbours, enterprise, coordinator, tuesday, at):
    for one in neighbours[:2]:
        actions.file_appeal(one, text=WATER, by=enterprise)
    assert _today(at(coordinator))["repeats"] == []


def test_only_the_own_region(submitted, works, coordinator, tuesday, at):
    from liandong.departments.models import Appointment  # noqa: PLC0415

    Appointment.objects.filter(user=coordinator).update(region_id="410304")
    assert _today(at(coordinator))["unsent"] == []


def test_only_coordinators(officer, leader, auditor, enterprise, at):
    for who in (officer, leader, auditor, enterprise):
        assert at(who).get("/desk/today/").status_code == 404
        assert at(who).post("/desk/today/", {"reference": ["a", "b"]}).status_code == 404


def test_an_unknown_category_is_not_found(coordinator, tuesday, at):
    assert at(coordinator).get("/desk/today/?category=none").status_code == 404


def test_the_day_costs_the_same_with_one_of_each_and_with_three(
    works, neighbours, enterprise, officer, coordinator, housing, power, tuesday, at
):
    client = at(coordinator)

    def one_of_each(n):
        actions.file_appeal(works, text=f"{VAGUE} {n}", by=enterprise)
        returned = actions.file_appeal(works, text=f"厂区停电，请供电公司抢修 {n}", by=enterprise)
        actions.perform(Act.RETURN, returned, department=housing, reason="内部线路", by=officer)
        with standing_at(tuesday - timedelta(days=3)):
            for one in neighbours:
                actions.file_appeal(one, text=f"{WATER} {n}", by=enterprise)

    def cost():
        client.get("/desk/today/")
        with CaptureQueriesContext(connection) as queries:
            _today(client)
        return len(queries)

    one_of_each(1)
    once = cost()
    one_of_each(2)
    one_of_each(3)
    assert cost() == once
    assert once < 40


def test_a_red_lamp_is_counted_wherever_it_is_shown(
    submitted, in_progress, officer, coordinator, tuesday
):
    """Neither one that nobody was given nor one whose clock stopped too late is left out."""
    view = next(v for v in views_of(coordinator) if v.slug == "red")
    with standing_at(tuesday + timedelta(days=10)):
        late = tuesday + timedelta(days=10)
        actions.perform(Act.ASK, in_progress, text="多少千伏安？", by=officer)
        there = {a.pk for a in appeals_in(coordinator, view, Filters(), late)}
        assert there == {submitted.pk, in_progress.pk}
        assert count_in(coordinator, view, late) == 2
        today = today_for(coordinator, late)
        assert (today.red_count, {a.pk for a in today.red}) == (2, there)
        everything = next(v for v in views_of(coordinator) if v.slug == "all")
        red = {
            a.pk for a in page_of(coordinator, everything, Filters(), late).appeals
            if row_of(coordinator, everything, a, late, "").lamp == "red"
        }  # fmt: skip
        assert red == there


def test_one_that_was_suspended_late_stands_and_is_not_supervised(
    in_progress, coordinator, do, at, tuesday, text_of
):
    late = tuesday + timedelta(days=7)
    with standing_at(late):
        do(
            Act.SUSPEND,
            in_progress,
            reason="全市检修",
            look_again_on=date(2026, 12, 10),
            by=coordinator,
        )
        page = at(coordinator).get("/desk/today/")
        assert [row["appeal"] for row in page.context["red"]] == [in_progress]
        assert "起停表" in text_of(page)
        assert f"/appeals/{in_progress.reference}/supervise/" not in page.text
        case = at(coordinator).get(f"/desk/appeals/{in_progress.reference}/")
        assert case.context["file"].advice.act is None


def test_the_steps_of_a_promise_are_read_before_agreeing(
    in_progress, officer, coordinator, do, at, text_of
):
    steps = [{"text": t, "due_on": date(2026, 12, d)} for t, d in (("完成勘测", 4), ("送电", 18))]
    do(Act.PROMISE, in_progress, reason="要新立杆", steps=steps, by=officer)
    said = text_of(at(coordinator).get("/desk/today/"))
    assert "12月4日 完成勘测" in said
    assert "12月18日 送电" in said


def test_the_rail_counts_as_the_heading_does_what_was_not_handed_out(
    assigned, officer, coordinator, tuesday, do
):
    """What a department wants to return waits for a ruling, not to be handed out."""
    other = Department.objects.get(code="xg-housing")
    do(Act.RETURN, assigned, by=officer, reason="小区配电房由住建部门管理", department=other)
    assigned.refresh_from_db()
    assert assigned.state == State.SUBMITTED
    view = next(v for v in views_of(coordinator) if v.slug == "submitted")
    assert today_for(coordinator, tuesday).unsent_count == count_in(coordinator, view, tuesday) == 0
