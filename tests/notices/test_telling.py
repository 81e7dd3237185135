"""Each entry is told to the right people, in the right words, once."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liandong.accounts.models import User
from liandong.appeals import actions
from liandong.appeals.actions import perform
from liandong.appeals.enums import Act
from liandong.appeals.models import Appeal, DeclineReason
from liandong.departments.actions import set_stand_in
from liandong.departments.enums import Role
from liandong.departments.models import Appointment, Department, StandIn
from liandong.enterprises.actions import ask_to_join, decide_join_request
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import Enterprise, Member
from liandong.journal.actions import record
from liandong.journal.models import Outbox
from liandong.kit.codes import make_uscc
from liandong.kit.now import standing_at
from liandong.notices.actions import forget_untold, tell_waiting
from liandong.notices.models import Notice
from liandong.notices.rules.sentences import moment_words

VAGUE = "想咨询一下这边的情况，麻烦有人联系我们说明一下"


@pytest.fixture
def colleague(works):
    user = User.objects.create(username="colleague")
    Member.objects.create(user=user, enterprise=works, role=MemberRole.MEMBER)
    return user


@pytest.fixture
def taken(file, told, officer, enterprise, colleague, head, coordinator, leader):
    """An appeal in the power company's hands, of which everybody has been told so far."""
    appeal = file()
    perform(Act.ACCEPT, appeal, by=officer)
    told()
    return appeal


def test_filing_tells_the_department_and_the_other_members(
    file, told, officer, head, colleague, coordinator, works
):
    file()
    assert told() == {
        "officer": "洛阳示例轴承有限公司（示例）提了「申请用电增容」，由您部门办，11月24日 11:30 前签收。",
        "colleague": "「申请用电增容」由供电公司办，11月24日 11:30 前签收。",
    }
    assert told() == {}


def test_what_nobody_could_route_goes_to_the_coordinator(
    file, told, coordinator, colleague, officer
):
    appeal = file(text=VAGUE, title="想咨询")
    assert appeal.lead is None
    assert told() == {
        "coordinator": "「想咨询」等您分派，系统没有把握交给谁。",
        "colleague": f"「想咨询」已提交，{appeal.region.office or '协调员'}正在分派。",
    }


def test_a_notice_leads_to_the_appeal(file, officer, told):
    appeal = file()
    told()
    notice = Notice.objects.get(user=officer)
    assert (notice.subject, notice.url, notice.verb, notice.urgent, notice.read_at) == (
        f"appeal:{appeal.reference}", appeal.get_absolute_url(), "appeal.submitted", False, None,
    )  # fmt: skip
    assert notice.at == appeal.filed_at


def test_handling_tells_the_enterprise(taken, told, officer):
    perform(Act.CONTACT, taken, how="电话", by=officer)
    assert told()["enterprise"] == "供电公司记下已就「申请用电增容」联系过您，不对请告诉我们。"
    perform(Act.NOTE, taken, text="已勘测", by=officer)
    assert told() == {
        "enterprise": "「申请用电增容」有了新进展，供电公司写给您了。",
        "colleague": "「申请用电增容」有了新进展，供电公司写给您了。",
    }


def test_a_question_and_its_answer(taken, told, officer, enterprise):
    perform(Act.ASK, taken, text="几号线？", by=officer)
    assert told()["enterprise"] == (
        "供电公司就「申请用电增容」问您一个问题，请 11月27日 09:30 前回答。"
    )
    perform(Act.ANSWER, taken, text="三号线", by=enterprise)
    assert told()["officer"].startswith("企业回答了「申请用电增容」的问题，")


def test_notes_of_the_department_itself_tell_nobody(taken, told, officer):
    perform(Act.REMARK, taken, text="先问问变电站", by=officer)
    Appeal.objects.update(contact_phone="13800000042")
    perform(Act.SHOW_PHONE, taken, by=officer)
    assert told() == {}
    assert not Outbox.objects.exists()


def test_an_assisting_department(taken, told, officer, housing, housing_officer):
    perform(Act.ADD_ASSIST, taken, department=housing, task="查一下施工许可", by=officer)
    said = told()
    assert said["housing"].startswith("「申请用电增容」请您部门协办，11月26日")
    assert said["enterprise"] == f"{housing.short}也来协办「申请用电增容」。"
    perform(Act.REMIND_ASSIST, taken, by=officer)
    assert told() == {"housing": "供电公司等您部门回报「申请用电增容」的协办情况。"}
    perform(Act.REPORT, taken, text="有许可", by=housing_officer)
    assert told() == {"officer": f"{housing.short}回报了「申请用电增容」的协办情况。"}


def test_urging_reaches_the_one_contact(taken, told, power, enterprise):
    second = User.objects.create(username="second")
    Appointment.objects.create(user=second, role=Role.OFFICER, department=power)
    perform(Act.URGE, taken, by=enterprise)
    said = told()
    assert set(said) == {"officer"}
    assert said["officer"].startswith("企业在催「申请用电增容」，11月25日")
    assert Notice.objects.get(verb="appeal.urged").urgent


def test_alarms_climb_from_contact_to_leader(file, told, officer, head, coordinator, leader):
    appeal = file()
    told()
    seen = []
    for _step in range(5):
        appeal.refresh_from_db()
        if appeal.alarm_at is None:
            break
        with standing_at(appeal.alarm_at + timedelta(seconds=1)):
            actions.raise_alarm(appeal)
        seen.append(told())
    assert seen == [
        {"officer": "「申请用电增容」快到期了，11月24日 11:30 前签收。"},
        {"head": "「申请用电增容」已超期，11月24日 11:30 前就该签收，请过问。"},
        {"coordinator": "供电公司的「申请用电增容」已超期一个工作日，请督办。"},
        {"leader": "供电公司的「申请用电增容」已超期三天，已列入联席会议。"},
    ]


def test_a_head_above_is_told_where_a_department_has_none(file, told, officer, power):
    above = Department.objects.create(
        code="above", name="上级", short="上级", region=power.region, kind=power.kind
    )
    power.parent = above
    power.save(update_fields=["parent"])
    chief = User.objects.create(username="chief")
    Appointment.objects.create(user=chief, role=Role.HEAD, department=above)
    appeal = file()
    told()
    for _step in range(2):
        appeal.refresh_from_db()
        with standing_at(appeal.alarm_at + timedelta(seconds=1)):
            actions.raise_alarm(appeal)
    assert set(told()) == {"officer", "chief"}


def test_resolution_confirmation_and_what_the_department_learns_of_it(
    taken, told, officer, enterprise
):
    perform(Act.RESOLVE, taken, outcome="solved", answer="好了", by=officer)
    assert told()["enterprise"] == "供电公司办结了「申请用电增容」，解决没有，请您来评价。"
    perform(Act.CONFIRM, taken, verdict="partly", speed=1, attitude=2, result=3, by=enterprise)
    assert told() == {"officer": "「申请用电增容」已销号。"}


def test_disputes_go_to_the_lead_then_to_the_coordinator(taken, told, officer, enterprise):
    perform(Act.RESOLVE, taken, outcome="solved", answer="好了", by=officer)
    perform(Act.DISPUTE, taken, reason="还是没电", by=enterprise)
    said = told()
    assert said["officer"].startswith("企业说「申请用电增容」没解决，请重办，")
    assert "coordinator" not in said
    perform(Act.RESOLVE, taken, outcome="solved", answer="好了", by=officer)
    perform(Act.DISPUTE, taken, reason="还是没电", by=enterprise)
    assert told()["coordinator"] == "企业又一次说「申请用电增容」没解决，请您定怎么办。"


def test_extension_is_told_with_why_by_whom_and_until_when(taken, told, officer, coordinator):
    until = (taken.due_at + timedelta(days=3)).date()
    day = moment_words(datetime.combine(until, time(9), tzinfo=UTC))
    perform(Act.EXTEND, taken, reason="等设备到货", until=until, by=officer)
    assert told() == {"coordinator": f"供电公司申请把「申请用电增容」延到 {day}，请审批。"}
    perform(Act.DECIDE, taken, agreed=True, note="同意", by=coordinator)
    said = told()
    office = taken.region.office or "协调员"
    assert said["officer"] == f"「申请用电增容」同意延期，新期限 {day}。"
    assert said["enterprise"] == (f"{office}同意「申请用电增容」延到 {day}，因为等设备到货。")


def test_a_promise_names_its_first_step(taken, told, officer, coordinator):
    steps = [
        {"text": "立项", "due_on": date(2026, 12, 10)}, {"text": "施工", "due_on": date(2027, 1, 20)},
    ]  # fmt: skip
    perform(Act.PROMISE, taken, reason="要新建线路", steps=steps, by=officer)
    assert set(told()) == {"coordinator"}
    perform(Act.DECIDE, taken, agreed=True, by=coordinator)
    assert told()["enterprise"] == "供电公司承诺分步办「申请用电增容」，第一步 12月10日 前做完。"


def test_return_and_ruling(
    file, told, officer, coordinator, housing, housing_officer, enterprise, colleague
):
    appeal = file()
    told()
    perform(Act.RETURN, appeal, reason="这是施工的事", department=housing, by=officer)
    said = told()
    assert said["coordinator"] == (
        f"供电公司退回「申请用电增容」，建议{housing.short}办，请裁定，最晚 11月24日 17:00。"
    )
    assert said["colleague"] == "「申请用电增容」正重新确定由谁办，11月24日 17:00 前定下。"
    perform(Act.RULE, appeal, department=housing, note="由住建办", by=coordinator)
    said = told()
    assert said["housing"] == "裁定由您部门办「申请用电增容」，11月24日 11:30 前签收。"
    assert said["enterprise"] == f"「申请用电增容」由{housing.short}办，11月24日 11:30 前签收。"


def test_a_new_lead_and_the_former_one(taken, told, coordinator, housing, housing_officer):
    perform(Act.REASSIGN, taken, department=housing, reason="归住建", by=coordinator)
    said = told()
    assert said["housing"].startswith("「申请用电增容」改由您部门办，")
    assert said["officer"] == f"「申请用电增容」已改由{housing.short}办。"
    assert said["enterprise"].startswith(f"「申请用电增容」改由{housing.short}办，")


def test_withdrawal(taken, told, enterprise):
    perform(Act.WITHDRAW, taken, reason="自己修好了", by=enterprise)
    assert told() == {
        "officer": "企业撤回了「申请用电增容」，请停办。",
        "coordinator": "企业撤回了「申请用电增容」，请回访问明原因。",
    }


def test_declining_says_why_and_where_to_turn(file, told, coordinator, enterprise):
    appeal = file(text=VAGUE, title="想咨询")
    told()
    reason = DeclineReason.objects.order_by("order").first()
    perform(Act.DECLINE, appeal, reason=reason, by=coordinator)
    said = told()["enterprise"]
    assert said.startswith(f"「想咨询」不予受理：{reason.title[:5]}")
    assert "可以找" in said


def test_a_lesson_is_told_to_everyone_who_raised_it(file, told, taken, coordinator, officer):
    other = Enterprise.objects.create(uscc=make_uscc(9), name="洛阳另一家公司", region_id="410303")
    owner = User.objects.create(username="owner")
    Member.objects.create(user=owner, enterprise=other, role=MemberRole.ADMIN)
    twin = file(enterprise=other, title="也要增容", by=owner)
    told()
    perform(Act.MERGE, twin, into=taken, by=coordinator)
    assert told()["owner"] == "「也要增容」与同类诉求一起办，办结后仍由您来评价。"
    perform(Act.LESSON, taken, text="增容一律三天内答复", by=coordinator)
    said = told()
    assert said["owner"] == "您提的「也要增容」带来了改进：增容一律三天内答复"
    assert said["enterprise"] == "您提的「申请用电增容」带来了改进：增容一律三天内答复"


@pytest.mark.parametrize("act", ["urge", "supplement"])
def test_a_confidential_enterprise_is_not_named_to_departments(
    file, told, officer, head, coordinator, works, enterprise, act
):
    appeal = file(title=f"{works.name}要增容", confidential=True)
    said = told()
    assert works.name not in said["officer"]
    assert said["officer"].startswith("一家企业（匿名）提了「某企业要增容」，由您部门办，")
    perform(Act(act), appeal, text="补一句", by=enterprise)
    assert works.name not in told()["officer"]


def test_nobody_is_told_what_they_did_and_stand_ins_read_along(taken, told, officer, power, head):
    stand_in = User.objects.create(username="stand-in")
    Appointment.objects.create(user=stand_in, role=Role.HEAD, department=power)
    day = date(2026, 11, 24)
    StandIn.objects.create(
        away=officer, stand_in=stand_in, starts_on=day, ends_on=day, set_by=officer
    )
    perform(Act.SUPPLEMENT, taken, text="补充", by=User.objects.get(username="enterprise"))
    assert set(told()) == {"officer", "stand-in"}
    perform(Act.NOTE, taken, text="已派人", by=stand_in)
    assert set(told()) == {"enterprise", "colleague"}
    with standing_at(datetime(2026, 11, 25, 1, 30, tzinfo=UTC)):
        perform(Act.SUPPLEMENT, taken, text="再补", by=User.objects.get(username="enterprise"))
        assert set(told()) == {"officer"}


def test_joining_an_enterprise(told, works, enterprise, stranger):
    request = ask_to_join(works, by=stranger)
    assert told() == {"enterprise": f"stranger申请加入{works.name}，请您同意或拒绝。"}
    assert Notice.objects.get().url == f"/me/enterprise/{works.uscc}/members/"
    decide_join_request(request, agreed=True, by=enterprise)
    assert told() == {"stranger": f"您已加入{works.name}，现在可以替它提诉求。"}
    assert Notice.objects.get(user=stranger).url == "/me/"


def test_where_an_enterprise_has_no_administrator_the_coordinator_decides(
    told, works, stranger, coordinator
):
    ask_to_join(works, by=stranger)
    assert set(told()) == {"coordinator"}
    assert Notice.objects.get().url == "/desk/enterprises/waiting/"


def test_a_stand_in_is_told_for_which_days(told, officer, power):
    colleague = User.objects.create(username="colleague")
    Appointment.objects.create(user=colleague, role=Role.OFFICER, department=power)
    day = date(2026, 11, 24)
    with standing_at(datetime(2026, 11, 24, 1, 30, tzinfo=UTC)):
        set_stand_in(officer, stand_in=colleague, starts_on=day, ends_on=day, by=officer)
    assert told() == {"colleague": "officer请您代办：11月24日至11月24日，消息也会抄给您。"}
    assert Notice.objects.get().url == "/me/stand-in/"


def test_the_number_of_queries_does_not_grow(file, told, officer, head, coordinator, colleague):
    told()

    def queries(number: int) -> int:
        for _ in range(number):
            file()
        with CaptureQueriesContext(connection) as captured:
            assert tell_waiting().entries == number
        return len(captured)

    assert queries(1) == queries(12)


def test_changes_name_everybody_who_may_be_looking(
    file, officer, head, coordinator, leader, auditor
):
    appeal = file()
    (change,) = tell_waiting().changes
    people = set(User.objects.filter(pk__in=change.users).values_list("username", flat=True))
    assert (change.subject, change.verb) == (f"appeal:{appeal.reference}", "appeal.submitted")
    assert people >= {"enterprise", "officer", "head", "coordinator", "leader"}
    assert "stranger" not in people


def test_an_entry_that_cannot_be_told_holds_up_no_other(file, told, officer, monkeypatch):
    appeal = file()
    record("appeal.asked", on=appeal, by=None, until="no date")
    file()
    assert len(told()) == 1
    assert Notice.objects.filter(verb="appeal.submitted", user=officer).count() == 2
    assert list(Outbox.objects.values_list("tries", flat=True)) == [1]
    for _ in range(6):
        tell_waiting()
    assert list(Outbox.objects.values_list("tries", flat=True)) == [5]


def test_old_entries_can_be_passed_over(file, told, officer, tuesday):
    with standing_at(tuesday - timedelta(days=30)):
        file()
    file()
    assert forget_untold(tuesday - timedelta(days=7)) == 1
    told()
    assert Notice.objects.filter(user=officer).count() == 1
