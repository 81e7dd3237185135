"""What can be done at this moment: acts in turn, a second “not solved”, what went on elsewhere."""

import pytest

from liandong.appeals import actions, queries
from liandong.appeals.enums import Act, State
from liandong.appeals.queries.case_file import case_file
from liandong.appeals.queries.coordinator import today_for
from liandong.appeals.queries.timeline import timeline_for
from liandong.departments.models import Appointment, Department, StandIn
from liandong.journal.models import Entry
from liandong.kit.now import now
from liandong.kit.refusals import Refused
from tests.appeals.conftest import POWER

pytestmark = pytest.mark.django_db


@pytest.fixture
def twice(do, resolved, enterprise, officer):
    do(Act.DISPUTE, resolved, reason="还是跳闸", by=enterprise)
    do(Act.RESOLVE, resolved, outcome="solved", answer="换了", by=officer)
    return do(Act.DISPUTE, resolved, reason="又跳闸", by=enterprise)


def test_after_a_second_not_solved_the_lead_waits_for_the_coordinator(
    do, api, client, twice, officer, coordinator, soon
):
    answer = api(officer).post(
        f"/appeals/{twice.reference}/resolve", {"outcome": "solved", "answer": "好了"}
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "appeal.with_coordinator")
    assert "记进展" in answer.json()["detail"]
    assert "办结、" not in answer.json()["detail"].split("现在可以")[1]
    for act, fields in {
        Act.EXTEND: {"reason": "等", "until": soon},
        Act.REFER_MEETING: {"reason": "定"},
    }.items():
        with pytest.raises(Refused) as refused:
            do(act, twice, **fields, by=officer)
        assert refused.value.code == "appeal.with_coordinator"
    client.force_login(officer)
    page = client.get(f"/desk/appeals/{twice.reference}/").content.decode()
    assert "企业再次说没解决，已交协调员决定" in page
    assert f"/appeals/{twice.reference}/resolve/" not in page
    do(Act.NOTE, twice, text="已把资料交给协调员", by=officer)
    assert {d.kind for d in today_for(coordinator, now()).decisions} == {"disputed"}


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        (Act.SUPERVISE, {"text": "请再查一次"}),
        (Act.REFER_MEETING, {"reason": "请会上定"}),
        (Act.REASSIGN, {"reason": "换部门查", "department": "xg-housing"}),
    ],
)
def test_the_coordinators_decision_sets_it_free(do, twice, coordinator, act, fields):
    if code := fields.get("department"):
        fields = fields | {"department": Department.objects.get(code=code)}
    decided = do(act, twice, **fields, by=coordinator)
    assert not decided.with_coordinator
    assert not today_for(coordinator, now()).decisions


def test_a_third_not_solved_is_called_the_third(do, api, twice, coordinator, officer, enterprise):
    do(Act.SUPERVISE, twice, text="请再查一次", by=coordinator)
    do(Act.RESOLVE, twice, outcome="solved", answer="换了主变", by=officer)
    third = do(Act.DISPUTE, twice, reason="还跳", by=enterprise)
    assert third.with_coordinator
    titles = [e["title"] for e in api(enterprise).get(f"/appeals/{twice}/timeline").json()]
    assert titles[0] == "又说没解决，交协调员"


def acts(user, appeal):
    appeal = queries.appeal_for(user, appeal.reference)
    return set(queries.acts_now(user, appeal))


def test_only_what_is_in_turn_is_offered(do, in_progress, officer, coordinator, enterprise, soon):
    before = acts(officer, in_progress)
    assert before >= {Act.CONTACT, Act.ASK, Act.EXTEND, Act.PROMISE, Act.RESOLVE}
    assert not before & {Act.ACCEPT, Act.REMIND_ASSIST}
    assert Act.DECIDE not in acts(coordinator, in_progress)
    assert acts(enterprise, in_progress) == {Act.SUPPLEMENT, Act.URGE, Act.WITHDRAW}

    do(Act.URGE, in_progress, by=enterprise)
    assert Act.URGE not in acts(enterprise, in_progress)
    do(Act.ASK, in_progress, text="多少千伏安？", by=officer)
    assert Act.ASK not in acts(officer, in_progress)
    assert Act.ANSWER in acts(enterprise, in_progress)
    steps = [{"text": "勘测", "due_on": soon}]
    do(Act.PROMISE, in_progress, reason="要排工期", steps=steps, by=officer)
    assert not acts(officer, in_progress) & {Act.EXTEND, Act.PROMISE, Act.RESOLVE, Act.CONTACT}
    assert Act.DECIDE in acts(coordinator, in_progress)


def test_assists_are_reminded_only_while_one_is_owed(do, in_progress, officer, tax):
    do(Act.ADD_ASSIST, in_progress, department=tax, task="查欠税", by=officer)
    assert Act.REMIND_ASSIST in acts(officer, in_progress)
    assert Act.RESOLVE not in acts(officer, in_progress)


def test_a_form_out_of_turn_says_why_and_what_instead(client, in_progress, officer):
    client.force_login(officer)
    answer = client.get(f"/appeals/{in_progress.reference}/accept/", follow=True)
    said = [str(m) for m in answer.context["messages"]]
    assert len(said) == 1
    assert said[0].startswith("现在不能“签收”。现在可以：")
    assert "签收、" not in said[0].split("现在可以")[1]


def test_resolving_without_a_first_contact_is_recorded_as_that(
    do, client, api, in_progress, officer, enterprise
):
    client.force_login(officer)
    path = f"/appeals/{in_progress.reference}/resolve/"
    assert "办结就一并记作首次联系" in client.get(path).content.decode()
    done = do(Act.RESOLVE, in_progress, outcome="solved", answer="好了", by=officer)
    assert done.contacted_at == done.resolved_at
    entry = Entry.objects.get(subject=f"appeal:{done}", verb="appeal.resolved")
    assert entry.data["first_contact"] is True
    told = api(enterprise).get(f"/appeals/{done}/timeline").json()[0]["title"]
    assert told == "说已解决，请您评价（一并记作首次联系）"


def test_who_acted_is_told_inside_and_never_to_the_enterprise(
    do, assigned, officer, head, coordinator, auditor, enterprise, tuesday
):
    day = tuesday.date()
    StandIn.objects.create(away=officer, stand_in=head, set_by=officer, starts_on=day, ends_on=day)
    Appointment.objects.filter(user=head).delete()
    do(Act.ACCEPT, assigned, by=head)
    told = {user.username: timeline_for(user, assigned)[0] for user in
            (officer, coordinator, auditor, enterprise)}  # fmt: skip
    assert {event.who for event in told.values()} == {"供电公司（代办）"}
    assert {name: event.person for name, event in told.items()} == {
        "officer": "head，代officer", "coordinator": "head，代officer",
        "auditor": "head，代officer", "enterprise": "",
    }  # fmt: skip


def test_a_resolution_after_a_contact_is_no_first_one(do, in_progress, officer):
    do(Act.CONTACT, in_progress, how="电话", by=officer)
    do(Act.RESOLVE, in_progress, outcome="solved", answer="好了", by=officer)
    entry = Entry.objects.get(subject=f"appeal:{in_progress}", verb="appeal.resolved")
    assert "first_contact" not in entry.data


def test_who_led_what_was_merged_still_reads_it_and_does_nothing(
    do, in_progress, works, enterprise, officer, housing, housing_officer, coordinator
):
    first = actions.file_appeal(works, text=POWER, by=enterprise)
    if first.state == State.SUBMITTED:
        do(Act.DISPATCH, first, department=housing, by=coordinator)
    else:
        do(Act.REASSIGN, first, department=housing, reason="归它", by=coordinator)
    do(Act.MERGE, in_progress, into=first, by=coordinator)
    words = f"已并入 {first.reference}，由区住建局办"
    for step in ("merged", "resolved"):
        file = case_file(officer, queries.appeal_for(officer, in_progress.reference), now())
        assert (file.writes, file.choices, file.advice.title) == (False, [], words), step
        with pytest.raises(Refused) as refused:
            do(Act.NOTE, in_progress, text="再说一句", by=officer)
        assert words in refused.value.message
        if step == "merged":
            do(Act.ACCEPT, first, by=housing_officer)
            do(Act.RESOLVE, first, outcome="solved", answer="好了", by=housing_officer)


def test_referred_up_the_district_reads_who_has_it_and_an_agreed_limit_stays(
    do, client, in_progress, officer, coordinator, soon
):
    city = Department.objects.filter(region_id="410300").exclude(pk=in_progress.lead_id)[0]
    with pytest.raises(Refused) as refused:
        do(Act.REFER_UP, in_progress, department=in_progress.lead, reason="定", by=coordinator)
    assert refused.value.code == "appeal.same_lead"

    do(Act.EXTEND, in_progress, reason="等配件", until=soon.replace(month=12, day=2), by=officer)
    agreed = do(Act.DECIDE, in_progress, agreed=True, by=coordinator).due_at
    up = do(Act.REFER_UP, in_progress, department=city, reason="要市里定", by=coordinator)
    assert up.due_at == agreed
    assert up.assignments.get(ended_at=None).due_at == agreed

    where = f"已上报{up.region.name}，由{city.short}办理"
    client.force_login(coordinator)
    assert where in client.get(f"/desk/appeals/{up.reference}/").content.decode()
    with pytest.raises(Refused) as refused:
        do(Act.SUPERVISE, in_progress, text="快", by=coordinator)
    assert refused.value.code == "appeal.not_yours"
    assert where in refused.value.message


def test_a_refused_choice_names_the_choices(api, officer, in_progress):
    answer = api(officer).post(f"/appeals/{in_progress.reference}/contact", {"how": "phone"})
    assert answer.status_code == 422
    assert "可以是：" in answer.json()["detail"]
