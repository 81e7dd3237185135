"""Every act on the page: asked, done, refused, with and without htmx."""

import pytest

from liandong.appeals.actions import perform
from liandong.appeals.enums import Act, State
from liandong.appeals.models import Appeal, Remark
from liandong.journal.models import Entry


def _url(appeal, act):
    return f"/appeals/{appeal.reference}/{act}/"


def test_accepting_takes_one_press_and_leads_back_to_the_case(assigned, officer, at):
    answer = at(officer).post(_url(assigned, "accept"))
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/appeals/{assigned.reference}/")
    assert Appeal.objects.get(pk=assigned.pk).state == State.IN_PROGRESS


def test_an_address_opened_by_a_link_is_left_when_the_act_is_done(assigned, officer, at):
    case, act = f"/desk/appeals/{assigned.reference}/", _url(assigned, "accept")
    opened = {"HX-Current-URL": f"http://testserver{act}"}
    done = at(officer, htmx=True).post(act, headers=opened)
    assert done["HX-Replace-Url"] == case
    shown = at(officer, htmx=True).post(_url(assigned, "show_phone"), headers=opened)
    assert shown["HX-Replace-Url"] == case
    on_the_desk = {"HX-Current-URL": f"http://testserver{case}?view=mine"}
    noted = at(officer, htmx=True).post(
        _url(assigned, "note"), {"text": "明天来"}, headers=on_the_desk
    )
    assert "HX-Replace-Url" not in noted


def test_the_form_says_what_it_will_do_and_stands_in_the_case(in_progress, officer, at, text_of):
    answer = at(officer).get(_url(in_progress, "note"))
    said = text_of(answer)
    assert answer.status_code == 200
    assert "企业马上看到这条进展" in said
    assert in_progress.title in said
    assert 'id="act-form"' in answer.content.decode()


def test_htmx_gets_the_case_only(in_progress, officer, at):
    body = at(officer, htmx=True).get(_url(in_progress, "note")).content.decode()
    assert body.lstrip().startswith("<title>")
    assert 'id="case"' in body
    assert 'id="list"' not in body


def test_what_was_typed_survives_an_error(in_progress, officer, at):
    answer = at(officer).post(_url(in_progress, "resolve"), {"answer": "已经换好了变压器"})
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "已经换好了变压器" in body
    assert 'aria-invalid="true"' in body or "ld-error" in body


def test_what_was_typed_survives_a_refusal(in_progress, officer, at, text_of):
    """The rule says no after the form was right: the same form comes back with the reason."""
    answer = at(officer).post(
        _url(in_progress, "resolve"), {"outcome": "explained", "answer": "不在供电范围内"}
    )
    assert answer.status_code == 422
    assert "解释说明要写明依据" in text_of(answer)
    assert "不在供电范围内" in text_of(answer)


def test_an_act_that_the_state_forbids_says_what_is_possible(assigned, officer, at):
    client = at(officer)
    answer = client.post(_url(assigned, "note"), {"text": "在办"}, follow=True)
    said = [str(m) for m in answer.context["messages"]]
    assert len(said) == 1
    assert "现在可以" in said[0]


def test_two_officers_at_once_get_one_yes_and_one_clear_no(assigned, officer, head, at):
    assert at(officer).post(_url(assigned, "accept")).status_code == 302
    answer = at(head).post(_url(assigned, "accept"), follow=True)
    assert "已经签收" in " ".join(str(m) for m in answer.context["messages"])


@pytest.mark.parametrize("act", ["accept", "note", "dispatch", "show_phone", "remark"])
def test_a_stranger_does_not_find_it(assigned, stranger, at, act):
    client = at(stranger)
    assert client.get(_url(assigned, act)).status_code == 404
    assert client.post(_url(assigned, act), {"text": "x"}).status_code == 404


def test_an_unknown_act_is_not_found(assigned, officer, at):
    assert at(officer).get(_url(assigned, "explode")).status_code == 404


def test_a_reader_is_refused(assigned, leader, at):
    answer = at(leader).post(_url(assigned, "accept"), follow=True)
    assert Appeal.objects.get(pk=assigned.pk).state == State.ASSIGNED
    assert "只能由" in " ".join(str(m) for m in answer.context["messages"])


def test_the_enterprise_does_its_acts_on_the_phone(assigned, enterprise, at):
    client = at(enterprise)
    shown = client.get(_url(assigned, "withdraw"))
    assert (shown.status_code, shown.templates[0].name) == (200, "appeals/phone/act.html")
    done = client.post(_url(assigned, "withdraw"), {"reason": "自己解决了"})
    assert done["Location"] == f"/appeals/{assigned.reference}/"


def test_rating_has_its_own_page(resolved, enterprise, at):
    answer = at(enterprise).get(_url(resolved, "confirm"))
    assert answer["Location"] == f"/appeals/{resolved.reference}/rate/"


def test_after_a_return_the_officer_is_led_to_the_list(assigned, officer, at):
    """It has left the department; its page would be a 404."""
    answer = at(officer).post(
        _url(assigned, "return"), {"department": "xg-housing", "reason": "小区内部线路"}
    )
    assert answer["Location"] == "/desk/"
    answer = at(officer, htmx=True).get("/desk/")
    assert answer.status_code == 200


def test_htmx_shows_the_case_as_it_is_now_and_the_list_is_told(assigned, officer, at, text_of):
    answer = at(officer, htmx=True).post(_url(assigned, "accept"))
    assert (answer.status_code, answer["HX-Trigger"]) == (200, "desk-changed")
    assert "先和企业联系上" in text_of(answer)
    assert "draft:act-" in answer.content.decode()


def test_the_phone_is_shown_once_and_recorded(enterprise, works, power, officer, tuesday, at):
    from liandong.appeals import actions  # noqa: PLC0415

    appeal = actions.file_appeal(
        works, text="厂区停电，请供电公司抢修", contact_phone="13800000042", by=enterprise
    )
    client = at(officer)
    before = client.get(f"/desk/appeals/{appeal.reference}/").content.decode()
    assert "138****0042" in before
    assert "13800000042" not in before
    shown = client.post(_url(appeal, "show_phone"))
    assert (shown.status_code, "13800000042" in shown.content.decode()) == (200, True)
    assert (
        Entry.objects.filter(
            verb="appeal.phone_shown", subject=f"appeal:{appeal.reference}"
        ).count()
        == 1
    )
    assert "13800000042" not in client.get(f"/desk/appeals/{appeal.reference}/").content.decode()


def test_the_dispatch_form_begins_with_what_the_words_said(submitted, coordinator, at):
    form = at(coordinator).get(_url(submitted, "dispatch")).context["form"]
    assert form["department"].value() == submitted.suggestions[0]["department"]


def test_one_press_on_another_page_leads_back_there(submitted, coordinator, at):
    answer = at(coordinator).post(
        _url(submitted, "dispatch"), {"department": "ly-power", "next": "/desk/today/"}
    )
    assert answer["Location"] == "/desk/today/"
    away = at(coordinator).post(
        _url(submitted, "urge"), {"text": "", "next": "https://elsewhere.example/"}
    )
    assert away["Location"] == f"/desk/appeals/{submitted.reference}/"


def test_a_remark_is_read_by_its_department_only(
    in_progress, officer, head, coordinator, enterprise, at, text_of
):
    at(officer).post(_url(in_progress, "remark"), {"text": "材料库有同型绝缘子六片"})
    assert Remark.objects.get().text == "材料库有同型绝缘子六片"
    case = f"/desk/appeals/{in_progress.reference}/"
    assert "绝缘子六片" in text_of(at(head).get(case))
    assert "绝缘子六片" not in text_of(at(coordinator).get(case))


@pytest.mark.parametrize("act", list(Act))
def test_every_form_opens_for_whoever_may_do_it(
    act, bring, officer, housing_officer, coordinator, at
):
    """Each act in its first state, by the first desk that may do it."""
    from liandong.appeals.enums import Hat  # noqa: PLC0415
    from liandong.appeals.queries import acts_now  # noqa: PLC0415
    from liandong.appeals.rules.moves import MOVES  # noqa: PLC0415
    from liandong.departments.models import Department  # noqa: PLC0415

    move = MOVES[act]
    people = {Hat.LEAD: officer, Hat.ASSIST: housing_officer, Hat.COORDINATOR: coordinator}
    hat = next((h for h in move.hats if h in people), None)
    if hat is None:
        return
    for state in move.states:
        if hat == Hat.ASSIST and state != State.IN_PROGRESS:
            continue
        if hat == Hat.LEAD and state in (State.SUBMITTED, State.DECLINED, State.MERGED):
            continue
        appeal = bring(state)
        if hat == Hat.ASSIST:
            housing = Department.objects.get(code="xg-housing")
            perform(Act.ADD_ASSIST, appeal, department=housing, task="看现场", by=officer)
        in_turn = act in acts_now(people[hat], appeal)
        answer = at(people[hat]).get(_url(appeal, act))
        assert answer.status_code == (200 if in_turn else 302), (act, state)
        return


def test_a_nul_is_no_fault_of_the_server(assigned, officer, at):
    answer = at(officer).post(
        _url(assigned, "return"), {"department": "xg-housing\x00", "reason": "不\x00归我们"}
    )
    assert answer.status_code == 302
    assert at(officer).post(_url(assigned, "return"), {"department": "\x00"}).status_code in (
        302,
        404,
    )


def test_a_refused_act_leads_to_the_case_and_not_back_to_itself(in_progress, officer, at):
    """A browser without script comes from the act's own address: leading back there would never end."""
    own = f"http://testserver{_url(in_progress, 'accept')}"
    answer = at(officer).post(_url(in_progress, "accept"), headers={"referer": own})
    assert answer["Location"] == f"/desk/appeals/{in_progress.reference}/"
    answer = at(officer, htmx=True).post(_url(in_progress, "accept"))
    assert (answer.status_code, "已经签收" in answer.content.decode()) == (200, True)


def test_what_was_decided_is_said(in_progress, officer, coordinator, at):
    for agreed, note, said in (("false", "配件本市有货", "没有同意"), ("true", "", "已同意")):
        sent = {"reason": "等配件", "until": "2026-11-30"}
        assert at(officer).post(_url(in_progress, "extend"), sent).status_code == 302
        sent = {"agreed": agreed, "note": note}
        page = at(coordinator).post(_url(in_progress, "decide"), sent, follow=True)
        assert f"{said}：{in_progress.title}" in page.text
