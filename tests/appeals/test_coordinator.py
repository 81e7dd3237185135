"""Dispatching, completing, declining, merging, referring, supervising, and what an appeal teaches."""

import pytest

from liandong.appeals import actions
from liandong.appeals.enums import Act, State
from liandong.appeals.models import DeclineReason, Lesson
from liandong.departments.models import Department
from liandong.kit.refusals import Refused
from tests.appeals.conftest import POWER, VAGUE

pytestmark = pytest.mark.django_db


def test_what_routing_is_not_sure_of_waits_for_the_coordinator(
    api, submitted, coordinator, power, officer
):
    path = f"/appeals/{submitted.reference}"
    assert api(officer).get(path).status_code == 404
    answer = api(coordinator).post(
        f"{path}/dispatch",
        {"department": power.code, "category": "power", "limit_class": "complex"},
    )
    body = answer.json()
    assert (answer.status_code, body["state"], body["category_code"], body["limit_class"]) == (
        200, "assigned", "power", "complex",
    )  # fmt: skip
    assert api(officer).get(path).status_code == 200


def test_a_department_must_be_chosen_from_the_list(api, submitted, coordinator):
    answer = api(coordinator).post(
        f"/appeals/{submitted.reference}/dispatch", {"department": "nowhere"}
    )
    assert (answer.status_code, answer.json()["errors"]) == (
        422, [{"field": "department", "message": "没有这个部门，请从清单里选。"}],
    )  # fmt: skip


def test_completion_stops_the_queues_clock_until_it_is_answered(
    do, submitted, coordinator, enterprise
):
    asked = do(Act.ASK_COMPLETION, submitted, text="请说明是哪一件", by=coordinator)
    assert (asked.state, bool(asked.paused_at)) == (State.SUBMITTED, True)
    after = do(Act.ANSWER, submitted, text="上周报的排水", by=enterprise)
    assert (after.state, after.paused_at) == (State.SUBMITTED, None)


def test_declining_names_the_reason_and_where_to_turn(api, submitted, coordinator, enterprise):
    reason = DeclineReason.objects.first()
    path = f"/appeals/{submitted.reference}"
    assert api(coordinator).post(f"{path}/decline", {"reason": "because"}).status_code == 422
    assert (
        api(coordinator).post(f"{path}/decline", {"reason": reason.code}).json()["state"]
        == "declined"
    )
    told = api(enterprise).get(f"{path}/timeline").json()[0]
    assert reason.turn_to in told["text"]
    assert api(enterprise).post(f"{path}/urge").json()["code"] == "appeal.wrong_move"


def test_a_merged_appeal_is_resolved_with_its_parent_and_rated_by_its_own(
    do, in_progress, works, stranger, officer, coordinator, enterprise
):
    other_works = stranger.memberships.get().enterprise
    other = actions.file_appeal(other_works, text=POWER, by=stranger)
    do(Act.MERGE, other, into=in_progress, by=coordinator)
    do(Act.RESOLVE, in_progress, outcome="solved", answer="一并解决", by=officer)
    other.refresh_from_db()
    assert (other.state, other.answer, other.lead) == (State.RESOLVED, "一并解决", in_progress.lead)
    with pytest.raises(Refused):
        do(Act.CONFIRM, other, verdict="solved", speed=5, attitude=5, result=5, by=enterprise)
    done = do(Act.CONFIRM, other, verdict="partly", speed=3, attitude=4, result=3, by=stranger)
    in_progress.refresh_from_db()
    assert (done.state, in_progress.state) == (State.CLOSED, State.RESOLVED)


def test_merging_into_itself_or_into_what_has_ended_is_refused(api, bring, submitted, coordinator):
    ended = bring(State.WITHDRAWN)
    path = f"/appeals/{submitted.reference}/merge"
    assert api(coordinator).post(path, {"into": submitted.reference}).json()["code"] == (
        "appeal.merged_into_itself"
    )
    assert api(coordinator).post(path, {"into": ended.reference}).json()["code"] == (
        "appeal.merged_into_ended"
    )
    assert api(coordinator).post(path, {"into": "XG19990101-000001"}).status_code == 422


def test_referring_up_hands_it_to_the_city(do, api, in_progress, coordinator, enterprise):
    city = Department.objects.filter(region_id="410300").exclude(pk=in_progress.lead_id).first()
    after = do(Act.REFER_UP, in_progress, department=city, reason="要市里定", by=coordinator)
    assert (after.state, after.region_id, after.lead) == (State.ASSIGNED, "410300", city)
    assert api(coordinator).get(f"/appeals/{after.reference}").json()["acts"] == []
    assert api(enterprise).get(f"/appeals/{after.reference}").status_code == 200


def test_referring_up_needs_a_department_above(do, in_progress, coordinator, housing):
    with pytest.raises(Refused) as refused:
        do(Act.REFER_UP, in_progress, department=housing, reason="x", by=coordinator)
    assert refused.value.code == "appeal.not_above"


def test_a_meeting_a_supervision_and_a_lesson_are_recorded(do, in_progress, officer, coordinator):
    do(Act.REFER_MEETING, in_progress, reason="涉及三个部门", by=officer)
    with pytest.raises(Refused):
        do(Act.REFER_MEETING, in_progress, reason="再提", by=coordinator)
    do(Act.SUPERVISE, in_progress, text="请于明日回报", by=coordinator)
    after = do(Act.LESSON, in_progress, text="增容改为告知承诺", by=coordinator)
    assert (after.for_meeting, after.is_supervised, Lesson.objects.get().text) == (
        True, True, "增容改为告知承诺",
    )  # fmt: skip


def test_the_same_enterprise_on_the_same_subject_is_pointed_out(api, assigned, enterprise, officer):
    again = api(enterprise).post("/appeals", {"text": POWER}).json()
    assert again["repeats"] == assigned.reference
    assert (
        api(officer).get(f"/appeals/{again['reference']}").json()["repeats"] == assigned.reference
    )


def test_a_clerk_files_for_an_enterprise_that_telephones(
    api, clerk, works, enterprise, officer, submitted
):
    filed = api(clerk).post("/appeals", {"text": POWER, "enterprise": works.uscc})
    assert filed.status_code == 201, filed.content
    reference = filed.json()["reference"]
    assert api(enterprise).get(f"/appeals/{reference}").status_code == 200
    assert api(clerk).get(f"/appeals/{reference}").status_code == 200
    assert api(clerk).get(f"/appeals/{submitted.reference}").status_code == 404
    unnamed = api(clerk).post("/appeals", {"text": VAGUE})
    assert (unnamed.status_code, unnamed.json()["code"]) == (422, "enterprise.needed")
    wrong = api(clerk).post("/appeals", {"text": VAGUE, "enterprise": "91410303MA00000000"})
    assert wrong.status_code == 422
