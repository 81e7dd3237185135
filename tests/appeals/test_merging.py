"""Appeals handled together: what becomes of the others when the one that leads them ends early."""

from datetime import timedelta

import pytest

from liandong.appeals import actions
from liandong.appeals.enums import Act, State
from liandong.appeals.models import DeclineReason
from liandong.appeals.queries.clock_story import clock_story
from liandong.kit.now import standing_at
from liandong.notices.actions import tell_waiting
from liandong.notices.models import Notice
from tests.appeals.conftest import POWER, VAGUE

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def other(stranger):
    """The appeal of another enterprise about the same."""
    return actions.file_appeal(stranger.memberships.get().enterprise, text=POWER, by=stranger)


def test_when_the_leading_one_is_withdrawn_the_others_come_back_and_their_clocks_run_on(
    do, api, in_progress, other, officer, coordinator, enterprise, stranger, tuesday
):
    other = do(Act.ACCEPT, other, by=officer)
    before = (other.contact_due_at, other.due_at)
    task = other.assignments.get()
    do(Act.MERGE, other, into=in_progress, by=coordinator)
    with standing_at(tuesday + DAY):
        do(Act.WITHDRAW, in_progress, reason="不办了", by=enterprise)
        other.refresh_from_db()
        task.refresh_from_db()
        assert (other.state, other.parent, other.lead, task.ended_at) == (
            State.IN_PROGRESS, None, in_progress.lead, None,
        )  # fmt: skip
        assert (other.contact_due_at, other.due_at) == (before[0] + DAY, before[1] + 3 * DAY)
        assert (other.limit, other.burns_at, other.alarm_at is None) == (
            "contact", other.contact_due_at, False,
        )  # fmt: skip
        told = api(stranger).get(f"/appeals/{other.reference}/timeline").json()[0]
        assert (told["who"], told["title"]) == (
            "系统", "一起办的那件已撤回，恢复单独办理，11月30日 09:30 前办结",
        )  # fmt: skip
        do(Act.RESOLVE, other, outcome="solved", answer="好了", by=officer)


def test_what_nobody_had_yet_waits_for_the_coordinator_again(
    do, submitted, works, enterprise, coordinator
):
    parent = actions.file_appeal(works, text=VAGUE, by=enterprise)
    do(Act.MERGE, submitted, into=parent, by=coordinator)
    do(Act.DECLINE, parent, reason=DeclineReason.objects.first(), by=coordinator)
    submitted.refresh_from_db()
    assert (submitted.state, submitted.parent, submitted.limit) == (
        State.SUBMITTED, None, "dispatch",
    )  # fmt: skip


def test_all_of_a_chain_come_back_each_to_its_own_place(
    do, in_progress, other, works, enterprise, officer, coordinator
):
    first = actions.file_appeal(works, text=POWER, by=enterprise)
    do(Act.MERGE, first, into=other, by=coordinator)
    do(Act.MERGE, other, into=in_progress, by=coordinator)
    do(Act.WITHDRAW, in_progress, reason="不办了", by=enterprise)
    for appeal in (first, other):
        appeal.refresh_from_db()
        assert (appeal.state, appeal.parent) == (State.ASSIGNED, None)
        assert do(Act.ACCEPT, appeal, by=officer).state == State.IN_PROGRESS


def test_the_enterprise_and_the_lead_are_told(
    do, in_progress, other, officer, coordinator, enterprise, stranger
):
    do(Act.MERGE, other, into=in_progress, by=coordinator)
    do(Act.WITHDRAW, in_progress, reason="不办了", by=enterprise)
    tell_waiting()
    said = set(
        Notice.objects.filter(verb="appeal.unmerged").values_list("user__username", flat=True)
    )
    assert said == {"officer", "stranger"}


def test_while_it_is_merged_its_clock_is_explained_as_standing(
    do, in_progress, other, stranger, coordinator, tuesday
):
    do(Act.MERGE, other, into=in_progress, by=coordinator)
    story = clock_story(stranger, other.reference, tuesday + DAY)
    assert [(i.end, i.name) for i in story.intervals if i.why == "paused"] == [
        (tuesday + DAY, "和别的诉求并在一起")
    ]
    assert (story.counted, story.stands is None) == (timedelta(), False)


def test_what_was_merged_by_mistake_is_separated_and_told(
    do, api, in_progress, other, officer, coordinator, stranger, tuesday
):
    other = do(Act.ACCEPT, other, by=officer)
    due = other.due_at
    do(Act.MERGE, other, into=in_progress, by=coordinator)
    with standing_at(tuesday + DAY):
        answer = api(coordinator).post(f"/appeals/{other.reference}/separate", {})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "reason")
        answer = api(coordinator).post(
            f"/appeals/{other.reference}/separate", {"reason": "不是一回事"}
        )
        assert (answer.status_code, answer.json()["state"]) == (200, State.IN_PROGRESS)
        told = api(stranger).get(f"/appeals/{other.reference}/timeline").json()[0]
        assert told["title"].startswith("不再并案，恢复单独办理")
        assert told["text"] == "不是一回事"
    other.refresh_from_db()
    assert (other.parent, other.due_at > due) == (None, True)


def test_progress_of_the_leading_one_is_told_to_all(
    do, api, client, in_progress, other, officer, coordinator, enterprise, stranger
):
    do(Act.NOTE, in_progress, text="合并以前的事", by=officer)
    tell_waiting()
    do(Act.MERGE, other, into=in_progress, by=coordinator)
    do(Act.NOTE, in_progress, text="今晚换开关", by=officer)
    do(Act.SUPPLEMENT, in_progress, text="我们是甲公司", by=enterprise)
    story = api(stranger).get(f"/appeals/{other.reference}/timeline").json()
    texts = [event["text"] for event in story]
    assert "今晚换开关" in texts
    assert not {"合并以前的事", "我们是甲公司"} & set(texts)
    tell_waiting()
    notice = Notice.objects.get(verb="appeal.progress_noted", user=stranger)
    assert notice.subject == f"appeal:{other.reference}"
    client.force_login(stranger)
    page = client.get(f"/appeals/{other.reference}/")
    assert [step["state"] for step in page.context["steps"]] == ["done", "done", "now", "", ""]
