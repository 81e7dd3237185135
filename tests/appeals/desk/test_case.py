"""One case on the desk: the suggested act, the menu with its reasons, the clock, the enterprise at a glance."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime

from liandong.appeals import actions
from liandong.appeals.enums import Act, State
from liandong.appeals.models import Appeal
from liandong.appeals.queries.case_file import case_file
from liandong.appeals.rules.advice import Facts, suggested_act, why_not
from liandong.kit.now import standing_at


def _file(user, appeal, now):
    return case_file(user, Appeal.objects.get(pk=appeal.pk), now)


def test_each_state_has_its_next_act(bring, officer, coordinator, tuesday):
    wanted = {
        State.SUBMITTED: (None, Act.DISPATCH),
        State.ASSIGNED: (Act.ACCEPT, None),
        State.IN_PROGRESS: (Act.CONTACT, None),
        State.PROMISED: (Act.CONTACT, None),
        State.SUSPENDED: (None, None),
        State.RESOLVED: (None, None),
    }
    for state, (lead, region) in wanted.items():
        appeal = bring(state)
        advice = _file(coordinator, appeal, tuesday).advice
        assert (advice.act if advice else None) == region, state
        if state != State.SUBMITTED:
            advice = _file(officer, appeal, tuesday).advice
            assert (advice.act if advice else None) == lead, state


def test_the_lead_is_led_from_contact_over_reports_to_resolution(
    in_progress, officer, housing, housing_officer, tuesday, do
):
    do(Act.CONTACT, in_progress, how="电话", by=officer)
    assert _file(officer, in_progress, tuesday).advice.act == Act.RESOLVE
    do(Act.ADD_ASSIST, in_progress, department=housing, task="看现场", by=officer)
    file = _file(officer, in_progress, tuesday)
    assert (file.advice.act, file.advice.label) == (Act.REMIND_ASSIST, f"请{housing.short}回报")
    refused = {c.act: c.why for c in file.choices if not c.possible}
    assert refused[Act.RESOLVE] == f"还差{housing.short}回报"
    assert _file(housing_officer, in_progress, tuesday).advice.act == Act.ACCEPT
    do(Act.ACCEPT, in_progress, by=housing_officer)
    assert _file(housing_officer, in_progress, tuesday).advice.act == Act.REPORT
    do(Act.REPORT, in_progress, text="没有碰到电缆", by=housing_officer)
    assert _file(officer, in_progress, tuesday).advice.act == Act.RESOLVE


def test_an_impossible_act_says_why(in_progress, officer, tuesday):
    later = tuesday + timedelta(days=30)
    refused = {c.act: c.why for c in _file(officer, in_progress, later).choices if not c.possible}
    assert set(refused) == {Act.RETURN, Act.EXTEND}
    assert "请协调员改派" in refused[Act.RETURN]
    assert "已于" in refused[Act.EXTEND]


def test_a_proposal_waits_for_the_coordinator(in_progress, officer, coordinator, tuesday, do):
    do(Act.CONTACT, in_progress, how="电话", by=officer)
    until = (in_progress.due_at + timedelta(days=3)).date()
    do(Act.EXTEND, in_progress, reason="电表到货要到下周", until=until, by=officer)
    waiting = _file(officer, in_progress, tuesday).advice
    assert (waiting.act, waiting.title) == (None, "延期等协调员审批")
    assert _file(coordinator, in_progress, tuesday).advice.act == Act.DECIDE


def test_possible_acts_are_those_that_the_action_lets_through(bring, officer, coordinator, tuesday):
    """What the menu offers, the table allows; nothing else is offered as possible."""
    from liandong.appeals.queries import hats_of  # noqa: PLC0415
    from liandong.appeals.rules.moves import acts_for  # noqa: PLC0415

    for state in State:
        if state == State.DECLINED:
            continue
        appeal = bring(state)
        for who in (officer, coordinator):
            try:
                file = _file(who, appeal, tuesday)
            except Exception as gone:
                raise AssertionError(state) from gone
            offered = {c.act for c in file.choices if c.possible}
            assert offered <= set(acts_for(state, hats_of(who, appeal)))


def test_a_reader_is_offered_nothing(bring, leader, auditor, tuesday, at):
    for state in State:
        appeal = bring(state)
        for who in (leader, auditor):
            file = _file(who, appeal, tuesday)
            assert (file.choices, file.writes) == ([], False)
    body = at(leader).get(f"/desk/appeals/{appeal.reference}/").content.decode()
    assert 'method="post" action="/appeals/' not in body


def test_the_clock_adds_up(in_progress, officer, tuesday, do):
    """Seven hours a day: asked on Wednesday morning, answered on Thursday morning, seven hours stood."""
    with standing_at(tuesday + timedelta(days=1)):
        do(Act.ASK, in_progress, text="几号柜？", by=officer)
    file = _file(officer, in_progress, tuesday + timedelta(days=1, hours=4))
    assert (file.clock.stands.reason, file.clock.counted) == ("几号柜？", timedelta(hours=7))
    enterprise = in_progress.filed_by
    with standing_at(tuesday + timedelta(days=2)):
        do(Act.ANSWER, in_progress, text="三号", by=enterprise)
    file = _file(officer, in_progress, tuesday + timedelta(days=2))
    assert file.clock.counted == timedelta(hours=7)
    counted = sum((i.end - i.start for i in file.clock.intervals if i.counted), timedelta())
    assert counted == file.clock.whole
    assert sum(i.why == "paused" for i in file.clock.intervals) == 1


def test_after_the_end_the_clock_says_whether_it_was_in_time(
    resolved, officer, tuesday, at, text_of
):
    assert _file(officer, resolved, tuesday).clock.ended
    said = text_of(at(officer).get(f"/desk/appeals/{resolved.reference}/"))
    assert "在时限内办结" in said


def test_past_appeals_are_counted_and_verdicts_stay_sealed(
    bring, assigned, officer, coordinator, tuesday
):
    """A department reads no verdict before the 15th of the next month; the coordinator does."""
    bring(State.CLOSED)
    glance = _file(officer, assigned, tuesday).glance
    assert (glance.total, glance.solved, glance.under_way) == (2, 0, 1)
    assert _file(coordinator, assigned, tuesday).glance.solved == 1
    later = _file(officer, assigned, tuesday + timedelta(days=24)).glance
    assert later.solved == 1


def test_a_case_costs_the_same_however_much_has_happened(in_progress, officer, coordinator, do, at):
    client = at(officer, htmx=True)
    path = f"/desk/appeals/{in_progress.reference}/"

    def cost():
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    do(Act.NOTE, in_progress, text="第一次", by=officer)
    one = cost()
    for n in range(5):
        do(Act.NOTE, in_progress, text=f"进展 {n}", by=officer)
        do(Act.REMARK, in_progress, text=f"备注 {n}", by=officer)
    assert cost() == one
    assert one < 40


def test_a_stranger_does_not_find_the_case(assigned, stranger, housing_officer, at):
    path = f"/desk/appeals/{assigned.reference}/"
    assert at(stranger).get(path).status_code == 404
    assert at(housing_officer).get(path).status_code == 404
    assert at(housing_officer).get("/desk/appeals/XG20260101-999999/").status_code == 404


def test_markup_in_a_text_stays_text(works, enterprise, officer, power, tuesday, at):
    text = '<script>alert(1)</script>供电公司停电"><b hx-get="/x">'
    appeal = actions.file_appeal(works, text=text, by=enterprise)
    for path in (f"/desk/appeals/{appeal.reference}/", "/desk/"):
        body = at(officer).get(path).content.decode()
        assert "<script>alert" not in body
        assert '<b hx-get="/x">' not in body


def test_merged_and_repeated_are_linked(works, enterprise, coordinator, tuesday, at, text_of):
    first = actions.file_appeal(works, text="厂区停电请供电公司抢修", by=enterprise)
    second = actions.file_appeal(works, text="厂区停电请供电公司抢修，还没来人", by=enterprise)
    client = at(coordinator)
    assert "同一企业三周内提过" in text_of(client.get(f"/desk/appeals/{second.reference}/"))
    actions.perform(Act.MERGE, second, into=first, by=coordinator)
    assert "1 件并在这里" in text_of(client.get(f"/desk/appeals/{first.reference}/"))
    assert f"已并入 {first.reference}" in text_of(client.get(f"/desk/appeals/{second.reference}/"))


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (Facts(state=State.ASSIGNED), "签收后可以"),
        (Facts(state=State.IN_PROGRESS, missing=("区住建局",)), "还差区住建局回报"),
        (Facts(state=State.IN_PROGRESS, proposal="extend"), "已有申请在等协调员审批"),
        (Facts(state=State.IN_PROGRESS), None),
        (Facts(state=State.CLOSED), ""),
    ],
)
def test_why_a_case_cannot_be_resolved(facts, why):
    assert why_not(Act.RESOLVE, facts) == why


def test_nobody_is_advised_without_a_hat():
    assert suggested_act(Facts(state=State.ASSIGNED), set()) is None


def test_dates_are_said_as_people_say_them(assigned, officer, tuesday, at, text_of):
    said = text_of(at(officer).get(f"/desk/appeals/{assigned.reference}/"))
    assert "今天 11:30 前签收" in said
    assert localtime(assigned.accept_due_at).hour == 11


def test_files_are_seen_and_added_where_one_works(
    in_progress, officer, leader, tmp_path, settings, at
):
    from io import BytesIO  # noqa: PLC0415

    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    settings.MEDIA_ROOT = tmp_path
    picture = BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "PNG")
    case = f"/desk/appeals/{in_progress.reference}/"
    client = at(officer)
    path = f"/appeals/{in_progress.reference}/files/"
    assert path in client.get(case).content.decode()
    answer = client.post(path, {"files": SimpleUploadedFile("柜体.png", picture.getvalue())})
    assert answer["Location"] == case
    body = at(leader).get(case).content.decode()
    assert 'alt="柜体.png"' in body
    assert path not in body
