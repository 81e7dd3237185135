"""One appeal on the phone: who has it, by when, what was said, what can be done."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localtime

from liandong.appeals import actions
from liandong.appeals.clock import tick
from liandong.appeals.enums import Act, State
from liandong.appeals.models import Appeal
from liandong.departments.models import Appointment, StandIn
from liandong.kit.now import standing_at
from tests.appeals.conftest import POWER, VAGUE


@pytest.fixture
def page(phone, said):
    """The words of an appeal's page."""
    return lambda appeal: said(phone.get(f"/appeals/{appeal.reference}/"))


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (State.SUBMITTED, "西工区企业服务专班 应在 今天 17:00 前交给办理部门"),
        (State.ASSIGNED, "供电公司 应在 今天 11:30 前签收"),
        (State.IN_PROGRESS, "供电公司 应在 11月25日 09:30 前联系您， 11月27日 09:30 前办结"),
        (State.SUSPENDED, "西工区企业服务专班 暂停计时， 12月3日 再看"),
        (State.PROMISED, "供电公司 承诺在 12月3日 17:00 前做到： 完成勘测"),
        (State.RESOLVED, "供电公司 今天 09:30 说办好了，等您评价"),
        (State.CLOSED, "您说 解决了 ， 今天 09:30 销号"),
        (State.MERGED, "和同样的事一起办， 供电公司 应在 11月27日 09:30 前办结"),
        (State.DECLINED, "西工区企业服务专班 今天 09:30 决定不予受理"),
        (State.WITHDRAWN, "您 今天 09:30 撤回了"),
    ],
)
def test_every_state_says_who_must_do_what_by_when(state, sentence, bring, page):
    assert sentence in page(bring(state))


def test_a_question_stands_at_the_top_and_is_answered_there(
    in_progress, officer, do, phone, said, page
):
    do(Act.ASK, in_progress, text="增容到多少千伏安？", by=officer)
    words = page(in_progress)
    assert words.index("供电公司问您") < words.index("提交")
    assert "等您回答，计时停着，最晚 11月27日 09:30 恢复" in words
    assert "暂停计时" in words
    answered = phone.post(
        f"/appeals/{in_progress.reference}/answer/", {"text": "800 千伏安"}, follow=True
    )
    assert "800 千伏安" in said(answered)
    assert 'id="question"' not in answered.content.decode()


def test_the_line_says_which_limits_were_met(assigned, officer, do, tuesday, page):
    with standing_at(tuesday + timedelta(hours=1)):
        do(Act.ACCEPT, assigned, by=officer)
    with standing_at(tuesday + timedelta(days=2)):
        do(Act.CONTACT, assigned, how="电话", text="约好上门", by=officer)
    words = page(assigned)
    assert "供电公司签收 今天 10:30 11月27日 09:30 前办结 按时，应在 今天 11:30 前" in words
    assert "供电公司联系您（电话） 11月26日 09:30 晚了，应在 11月25日 09:30 前 约好上门" in words


def test_a_stand_in_is_said_to_be_one_and_not_named(
    assigned, officer, head, do, tuesday, phone, page, said
):
    StandIn.objects.create(
        away=officer, stand_in=head, set_by=officer, starts_on=tuesday, ends_on=tuesday
    )
    Appointment.objects.filter(user=head).delete()
    do(Act.ACCEPT, assigned, by=head)
    assert "供电公司（代办）签收 今天 09:30" in page(assigned)
    assert "代 officer" not in page(assigned)
    assert "供电公司（代办）签收 今天 09:30" in said(phone.get("/"))


def test_what_was_said_stands_newest_first(in_progress, officer, do, tuesday, phone, page):
    with standing_at(tuesday + timedelta(hours=1)):
        do(Act.NOTE, in_progress, text="第一句", by=officer)
    with standing_at(tuesday + timedelta(hours=2)):
        phone.post(f"/appeals/{in_progress.reference}/supplement/", {"text": "第二句"})
    words = page(in_progress)
    assert words.index("第二句") < words.index("第一句") < words.index("您提交，系统交给供电公司")


def test_a_long_story_is_folded_and_keeps_its_beginning(in_progress, officer, do, page):
    for n in range(12):
        do(Act.NOTE, in_progress, text=f"进展 {n}", by=officer)
    words = page(in_progress)
    assert "看中间的 5 步" in words
    assert "您提交，系统交给供电公司" in words.partition("看中间的")[2]


def test_what_a_department_notes_for_itself_is_not_shown(in_progress, officer, do, page):
    do(Act.REMARK, in_progress, text="企业很急", by=officer)
    assert "企业很急" not in page(in_progress)
    assert "备注" not in page(in_progress)


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (State.SUBMITTED, {"撤回", "补充", "催一下"}),
        (State.IN_PROGRESS, {"撤回", "补充", "催一下"}),
        (State.PROMISED, {"补充", "催一下"}),
        (State.RESOLVED, {"补充", "去评价"}),
        (State.CLOSED, set()),
        (State.WITHDRAWN, set()),
    ],
)
def test_only_what_is_possible_is_offered(state, offered, bring, phone):
    content = phone.get(f"/appeals/{bring(state).reference}/").content.decode()
    bar = content.partition('class="ph-act"')[2].partition("</main>")[0]
    assert {act for act in ("撤回", "补充", "催一下", "去评价") if act in bar} == offered


def test_urging_twice_is_refused_with_a_reason(assigned, phone, said):
    urge = f"/appeals/{assigned.reference}/urge/"
    words = said(phone.post(urge, follow=True))
    assert "您催办" in words
    assert "催一下" not in words
    assert "刚刚催过" in said(phone.post(urge, follow=True), whole=True)


def test_withdrawing_asks_why(assigned, phone, said):
    path = f"/appeals/{assigned.reference}/withdraw/"
    assert "已交到部门的，会有部门以外的人回访您" in said(phone.get(path))
    assert phone.post(path, {"reason": ""}).status_code == 422
    words = said(phone.post(path, {"reason": "自己解决了"}, follow=True))
    assert "撤回了" in words
    assert "自己解决了" in words


@pytest.mark.parametrize(("act", "asked"), [("withdraw", "为什么撤回"), ("supplement", "补充什么")])
def test_each_act_asks_in_its_own_words(act, asked, assigned, phone, said):
    assert asked in said(phone.get(f"/appeals/{assigned.reference}/{act}/"))


def test_an_answer_is_offered_beside_a_question_only(in_progress, officer, do, phone, said, toasts):
    path = f"/appeals/{in_progress.reference}/"
    assert phone.get(f"{path}answer/")["Location"] == f"{path}#question"
    assert "您的回答" not in said(phone.get(path))
    refused = phone.post(f"{path}confirm/", follow=True)
    assert toasts(refused) == ["这件诉求现在是“办理中”，不能“评价”。现在可以：补充、催一下、撤回。"]
    do(Act.ASK, in_progress, text="增容到多少千伏安？", by=officer)
    assert "您的回答" in said(phone.get(path))


def test_what_comes_about_by_time_is_done_by_nobody(assigned, tuesday, phone, page, said):
    with standing_at(tuesday + timedelta(days=1)):
        while tick():
            pass
        words = page(assigned) + said(phone.get("/"))
    assert "签收已超期 今天 09:30" in words
    assert "系统签收" not in words


def test_an_act_that_the_state_forbids_is_refused_with_what_is_possible(bring, phone, toasts):
    closed = bring(State.CLOSED)
    response = phone.post(f"/appeals/{closed.reference}/withdraw/", {"reason": "x"}, follow=True)
    assert toasts(response) == ["这件诉求现在是“已销号”，不能“撤回”。现在可以：查看经过。"]


def test_files_stand_with_what_they_came_with(assigned, phone, said):
    pdf = SimpleUploadedFile("合同.pdf", b"%PDF-1.4\n%%EOF\n")
    words = said(phone.post(f"/appeals/{assigned.reference}/files/", {"files": pdf}, follow=True))
    assert words.count("合同.pdf") == 1
    assert words.index("您提交，系统交给") < words.index("合同.pdf")


def test_a_repeat_is_pointed_out_to_its_enterprise(assigned, works, enterprise, page):
    again = actions.file_appeal(works, text=POWER, by=enterprise)
    assert f"三周内您提过同类的“{assigned.title}”" in page(again)


def test_a_merged_one_shows_nothing_of_another_enterprise(
    assigned, stranger, coordinator, do, sign_in, said
):
    theirs = stranger.memberships.get().enterprise
    other = actions.file_appeal(theirs, text=POWER + "，厂名是秘密轴承", by=stranger)
    do(Act.MERGE, other, into=assigned, by=coordinator)
    client = sign_in(stranger)
    words = said(client.get(f"/appeals/{other.reference}/"))
    assert "有人说的是同样的事" in words
    assert "洛阳示例轴承" not in words
    assert client.get(f"/appeals/{assigned.reference}/").status_code == 404


def test_promised_steps_are_listed_and_a_missed_one_is_said(
    in_progress, officer, coordinator, do, tuesday, page
):
    day = localtime(tuesday).date()
    steps = [
        {"text": "完成勘测", "due_on": day + timedelta(days=2)},
        {"text": "送电", "due_on": day + timedelta(days=9)},
    ]
    do(Act.PROMISE, in_progress, reason="排工期", steps=steps, by=officer)
    do(Act.DECIDE, in_progress, agreed=True, by=coordinator)
    with standing_at(tuesday + timedelta(days=3)):
        assert "11月26日 17:00 前 过了日子还没做到" in page(in_progress)
        do(Act.FULFIL_STEP, in_progress, number=1, text="勘完了", by=officer)
        assert "今天做到了" in page(in_progress)


def test_the_last_entry_s_hash_stands_at_the_foot(assigned, page):
    assert "每一步都留痕，改不了 最新一步的印记" in page(assigned)


def test_a_stranger_finds_nothing(assigned, stranger, sign_in):
    client = sign_in(stranger)
    for path in ("", "clock/", "rate/", "withdraw/"):
        assert client.get(f"/appeals/{assigned.reference}/{path}").status_code == 404
    assert client.post(f"/appeals/{assigned.reference}/files/").status_code == 404


def test_an_officer_is_led_to_the_case(assigned, officer, sign_in):
    where = f"/desk/appeals/{assigned.reference}/"
    assert sign_in(officer).get(f"/appeals/{assigned.reference}/")["Location"] == where
    assert sign_in(officer).get(f"/appeals/{assigned.reference}/rate/")["Location"] == where


def test_a_declined_one_says_where_to_turn(bring, page):
    declined = Appeal.objects.get(pk=bring(State.DECLINED).pk)
    words = page(declined)
    assert "不予受理：" in words
    assert "有疑问可以打电话" in words


def test_the_page_refreshes_itself_on_news(assigned, phone):
    content = phone.get(f"/appeals/{assigned.reference}/").content.decode()
    assert f'data-live="appeal:{assigned.reference}"' in content


def test_queries_do_not_grow_with_the_story(in_progress, officer, do, phone, queries_of):
    path = f"/appeals/{in_progress.reference}/"
    do(Act.NOTE, in_progress, text="一", by=officer)
    one = queries_of(phone, path)
    for n in range(3):
        do(Act.NOTE, in_progress, text=f"进展 {n}", by=officer)
        actions.add_attachment(in_progress, name=f"{n}.pdf", data=b"%PDF-1.4\n%%EOF\n", by=officer)
    assert queries_of(phone, path) == one


def test_a_vague_one_has_no_department_yet(submitted, page):
    words = page(submitted)
    assert submitted.text == VAGUE
    assert "正在定由谁办" in words


def test_a_second_dispute_names_the_office_that_has_it_now(
    resolved, officer, do, phone, said, toasts
):
    path = f"/appeals/{resolved.reference}/"
    again = {"verdict": "not_solved", "then": "again", "reason": "还是不够"}
    first = phone.post(f"{path}rate/", again, follow=True)
    assert toasts(first) == ["已退回供电公司重办，办好了再请您看"]
    assert "您说没解决 " in said(first)
    do(Act.RESOLVE, resolved, outcome="solved", answer="又增容了。", by=officer)
    second = phone.post(f"{path}rate/", again, follow=True)
    office = resolved.region
    assert toasts(second) == [f"已交给{office.office}（{office.office_phone}），由它定怎么办"]
    words = said(second)
    assert f"您又说没解决， {office.office} 接过去定怎么办" in words
    assert f'href="tel:{office.office_phone.replace(" ", "")}"' in second.content.decode()
    assert "供电公司 应在" not in words


def test_an_urging_says_who_was_told_and_that_it_was_just_now(
    in_progress, tuesday, phone, said, toasts
):
    path = f"/appeals/{in_progress.reference}/"
    urged = phone.post(f"{path}urge/", follow=True)
    (told,) = toasts(urged)
    assert told.startswith("已提醒供电公司")
    assert told.endswith("马上能看到")
    assert "催过了，已提醒对方" in said(urged)
    with standing_at(tuesday + timedelta(hours=5)):
        assert "催一下" in said(phone.get(path))
    with standing_at(tuesday + timedelta(hours=14)):
        (told,) = toasts(phone.post(f"{path}urge/", follow=True))
    assert "不打扰休息，" in told
    assert told.endswith("09:00 上班后看到")


def test_the_officers_list_shows_an_urging_until_it_is_heard(
    in_progress, officer, do, phone, sign_in, said
):
    desk = sign_in(officer)
    assert "企业在催" not in said(desk.get("/desk/mine/"), whole=True)
    phone.post(f"/appeals/{in_progress.reference}/urge/")
    assert "企业在催" in said(desk.get("/desk/mine/"), whole=True)
    do(Act.NOTE, in_progress, text="正在排工期。", by=officer)
    assert "企业在催" not in said(desk.get("/desk/mine/"), whole=True)


def test_a_withdrawal_says_that_somebody_will_call(in_progress, submitted, phone, toasts):
    for appeal, words in (
        (in_progress, "已撤回，会有人回访核实是不是自愿"),
        (submitted, "已撤回"),
    ):
        path = f"/appeals/{appeal.reference}/withdraw/"
        assert phone.post(path, {"reason": ""}).status_code == 422
        assert toasts(phone.post(path, {"reason": "好了"}, follow=True)) == [words]


def test_a_promise_says_who_agreed_and_after_a_dispute_who_says_done(
    bring, officer, do, phone, said, tuesday
):
    promised = bring(State.PROMISED)
    path = f"/appeals/{promised.reference}/"
    words = said(phone.get(path))
    assert f"这样分步办，{promised.region.office} 今天同意过。" in words
    assert "所以现在不能撤回" in words
    do(Act.FULFIL_STEP, promised, number=1, text="勘测完", by=officer)
    do(Act.RESOLVE, promised, outcome="solved", answer="好了。", by=officer)
    words = said(phone.get(path))
    assert "承诺的每一步都按时" in words
    assert "今天做到了" in words
    phone.post(f"{path}rate/", {"verdict": "not_solved", "then": "again", "reason": "没好"})
    words = said(phone.get(path))
    assert "部门 今天说做到了" in words
    assert "您说没解决，按没做到接着办" in words
