"""Filing on a phone: told at once, kept whatever happens, taken once."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liandong.appeals import actions
from liandong.appeals.enums import Act, State
from liandong.appeals.models import Appeal, Draft
from liandong.enterprises.models import Enterprise
from liandong.kit.codes import make_uscc
from tests.appeals.conftest import POWER, VAGUE

NEW = "/appeals/new/"
DANGER = "车间锅炉房燃气泄漏，闻到很大的味道，有人头晕"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def typed():
    return {
        "text": POWER,
        "contact_name": "行政部",
        "contact_phone": "13800000042",
        "key": str(uuid4()),
    }


def test_the_page_begins_with_who_types(enterprise, phone, said):
    enterprise.name, enterprise.phone, enterprise.phone_verified = (
        "行政部 经办人",
        "13800000042",
        True,
    )
    enterprise.save()
    page = phone.get(NEW)
    assert "行政部 经办人 13800000042" in said(page)
    assert 'name="key" value="' in page.content.decode()


def test_filed_and_told_who_has_it(typed, power, tuesday, phone, said, toasts):
    response = phone.post(NEW, typed, follow=True)
    appeal = Appeal.objects.get()
    assert response.redirect_chain == [(f"/appeals/{appeal.reference}/", 302)]
    assert (appeal.state, appeal.lead, appeal.contact_phone) == (
        State.ASSIGNED,
        power,
        "13800000042",
    )
    assert toasts(response) == [f"已收到，编号 {appeal.reference}"]
    words = said(response)
    assert "供电公司 应在 今天 11:30 前签收" in words
    assert power.phone in words


def test_while_nobody_has_it_the_office_s_telephone_stands_there(typed, tuesday, phone, said):
    words = said(phone.post(NEW, typed | {"text": VAGUE}, follow=True))
    assert "西工区企业服务专班 应在 今天 17:00 前交给办理部门" in words
    assert "0379-6000 0100" in words


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text": ""}, "请写一句遇到了什么问题。"),
        ({"text": "，。！\u200b\x00"}, "请写一句遇到了什么问题。"),
        ({"text": "水" * 5001}, "内容有 5001 字，最多 5000 字"),
        ({"contact_phone": "12345"}, "联系电话不对。"),
        ({"category": "nonsense"}, "选择"),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed(wrong, words, typed, phone, said):
    response = phone.post(NEW, typed | wrong)
    assert response.status_code == 422
    assert words in said(response)
    kept = response.content.decode()
    assert "行政部" in kept
    assert (typed | wrong)["text"].replace("\x00", "")[:40] in kept.replace("\x00", "")
    assert Appeal.objects.count() == 0


def test_emoji_and_control_characters(typed, phone):
    phone.post(NEW, typed | {"text": "厂里停电了😭\x07，变压器\u202e烧了"})
    assert Appeal.objects.get().text == "厂里停电了😭，变压器烧了"


def test_a_double_tap_makes_one_appeal(typed, phone):
    first, second = phone.post(NEW, typed), phone.post(NEW, typed)
    assert first["Location"] == second["Location"]
    assert Appeal.objects.count() == 1


def test_another_text_under_an_old_draft_s_key_is_not_swallowed(typed, phone):
    phone.post(NEW, typed)
    phone.post(NEW, typed | {"text": VAGUE})
    assert set(Appeal.objects.values_list("text", flat=True)) == {POWER, VAGUE}


def test_a_draft_is_kept_as_typed_and_dropped_when_filed(typed, enterprise, phone):
    kept = typed | {"text": "  写到一半……\n", "confidential": "on"}
    assert phone.post(f"{NEW}draft/", kept).status_code == 204
    assert Draft.objects.get(user=enterprise).fields["text"] == "  写到一半……\n"
    page = phone.get(NEW).content.decode()
    assert "  写到一半……\n</textarea>" in page
    assert typed["key"] in page
    assert 'name="confidential" checked' in page
    phone.post(NEW, typed)
    assert not Draft.objects.exists()


def test_what_has_been_filed_is_no_draft_any_more(typed, phone):
    phone.post(NEW, typed)
    phone.post(f"{NEW}draft/", typed)  # the last keystroke's, which came late
    assert not Draft.objects.exists()


def test_a_draft_emptied_is_forgotten(typed, phone):
    phone.post(f"{NEW}draft/", typed)
    phone.post(f"{NEW}draft/", typed | {"text": " "})
    assert not Draft.objects.exists()


def test_a_session_that_ends_while_typing_loses_nothing(typed, phone):
    phone.post(f"{NEW}draft/", typed)
    phone.post("/accounts/logout/")
    response = phone.post(NEW, typed)
    assert response["Location"].startswith("/accounts/login/")
    assert Draft.objects.get().fields["text"] == POWER


def test_a_stranger_files_for_no_other_enterprise(typed, works, stranger, sign_in):
    other = sign_in(stranger)
    for path in (NEW, f"{NEW}draft/", f"{NEW}suggest/"):
        assert other.post(path, typed | {"for": works.uscc}).status_code == 404
    assert Appeal.objects.count() == 0


def test_who_has_no_enterprise_is_led_on(officer, sign_in):
    assert sign_in(officer).get(NEW)["Location"] == "/"


def test_the_suggestion_names_department_confidence_words_and_dates(tuesday, phone, said):
    response = phone.post(f"{NEW}suggest/", {"text": POWER})
    words = said(response)
    assert "供电公司" in words
    assert "把握" in words
    assert "因为您说到" in words
    assert "今天 11:30 前签收，11月25日 09:30 前联系您" in words
    assert "用电增容" in response.content.decode().partition("data-words=")[2][:400]


def test_a_vague_text_is_told_that_people_look_at_it_first(tuesday, phone, said):
    words = said(phone.post(f"{NEW}suggest/", {"text": VAGUE}))
    assert "先由人看一眼再交办" in words
    assert "今天 17:00 前交给办理部门" in words


def test_a_chosen_category_decides(tuesday, phone, said):
    words = said(phone.post(f"{NEW}suggest/", {"text": POWER, "category": "tax"}))
    assert "区税务局" in words
    assert "您选的类别" in words
    phone.post(NEW, {"text": POWER, "category": "tax"})
    assert Appeal.objects.get().lead.short == "区税务局"


def test_nothing_typed_suggests_nothing(phone, said):
    assert "写几个字" in said(phone.post(f"{NEW}suggest/", {"text": " ，"}))


def test_danger_to_life_is_told_to_call_first(phone, said):
    response = phone.post(f"{NEW}suggest/", {"text": DANGER})
    assert "有危险，先打 119，再打 120" in said(response)
    assert 'href="tel:119"' in response.content.decode()


def test_the_same_subject_within_three_weeks_is_pointed_out(assigned, phone, said):
    response = phone.post(f"{NEW}suggest/", {"text": POWER})
    words = said(response)
    assert "三周内您提过同类的事" in words
    assert f"{assigned.reference} 待签收 今天 提的" in words
    assert f'href="/appeals/{assigned.reference}/"' in response.content.decode()


def test_a_few_words_are_on_what_is_open_of_the_same_subject(works, enterprise, phone, said):
    text = "车间的自来水已经断了两天，洗件的水槽都空着，请供水单位尽快修"
    appeal = actions.file_appeal(works, text=text, by=enterprise)
    words = said(phone.post(f"{NEW}suggest/", {"text": "厂里停水了"}))
    assert f"{appeal.reference} 待签收" in words
    assert appeal.reference not in said(phone.post(f"{NEW}suggest/", {"text": "厂里停电了"}))
    other = {"text": "厂里停水了", "other_than": appeal.reference}
    assert appeal.reference not in said(phone.post(f"{NEW}suggest/", other))


def test_what_others_filed_is_not_pointed_out(assigned, stranger, sign_in, said):
    assert "三周内您提过" not in said(sign_in(stranger).post(f"{NEW}suggest/", {"text": POWER}))


def test_how_many_others_said_it_is_told_from_three_on(enterprise, phone, said):
    for number in range(11, 15):
        other = Enterprise.objects.create(
            uscc=make_uscc(number), name=f"洛阳示例{number}厂（示例）", region_id="410303"
        )
        actions.file_appeal(other, text=POWER, confidential=number == 14, by=enterprise)
        words = said(phone.post(f"{NEW}suggest/", {"text": POWER}))
        assert ("三周内还有 3 家企业提过同类的事" in words) == (number >= 13)


def test_files_come_along(typed, phone):
    files = [SimpleUploadedFile(name, PDF + name.encode()) for name in ("合同.pdf", "图.pdf")]
    phone.post(NEW, typed | {"files": files})
    assert Appeal.objects.get().attachments.count() == 2


def test_a_file_that_lies_is_named_and_nothing_is_half_filed(typed, phone, said):
    files = [
        SimpleUploadedFile("合同.pdf", PDF, "application/pdf"),
        SimpleUploadedFile("假的.pdf", b"MZ\x90\x00", "application/pdf"),
    ]
    response = phone.post(NEW, typed | {"files": files})
    assert response.status_code == 422
    assert "“假的.pdf”没有传上：这个文件的内容不是 PDF（虽然名字是 .pdf）" in said(response)
    assert POWER in response.content.decode()
    assert Appeal.objects.count() == 0


def test_files_of_a_form_sent_twice_are_kept_once(typed, phone):
    for _ in range(2):
        phone.post(NEW, typed | {"files": SimpleUploadedFile("合同.pdf", PDF)})
    assert Appeal.objects.get().attachments.count() == 1


def test_confidential(typed, phone, said):
    words = said(phone.post(NEW, typed | {"confidential": "on"}, follow=True))
    assert Appeal.objects.get().confidential
    assert "匿名交办" in words


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("洛阳示例轴承有限公司门口夜间停电", "洛阳示例轴承有限公司"),
        ("洛阳示例轴承门口夜间停电，电话138 0000-0042", "洛阳示例轴承、13800000042"),
        ("门口夜间停电，打 13800000042", "13800000042"),
    ],
)
def test_who_wishes_not_to_be_known_is_told_that_the_text_gives_them_away(
    text, told, typed, works, phone, said
):
    works.name = "洛阳示例轴承有限公司（示例）"
    works.save()
    hidden = typed | {"text": text, "confidential": "on"}
    assert f"内容里有 {told} ，办理部门看得到" in said(phone.post(f"{NEW}suggest/", hidden))
    assert "办理部门看得到。" not in said(phone.post(f"{NEW}suggest/", typed | {"text": text}))
    other = hidden | {"text": "示例轴承厂旁边夜间停电，编号 138000000421"}
    assert "办理部门看得到。" not in said(phone.post(f"{NEW}suggest/", other))
    wrong = hidden | {"contact_phone": "1"}
    assert ("内容里有" in said(phone.post(NEW, wrong))) == ("轴承" in told)


def test_who_has_not_signed_in_is_asked_to(db):
    assert (
        Client().post(f"{NEW}suggest/", {"text": POWER})["Location"].startswith("/accounts/login/")
    )


def test_filing_by_hand_is_the_same_verb(typed, works, enterprise, phone, tuesday):
    by_hand = actions.file_appeal(works, text=POWER, by=enterprise)
    phone.post(NEW, typed)
    on_page = Appeal.objects.exclude(pk=by_hand.pk).get()
    assert (on_page.lead, on_page.category, on_page.due_at) == (
        by_hand.lead,
        by_hand.category,
        by_hand.due_at,
    )


def test_what_was_said_before_is_found_by_its_words_and_can_be_dismissed(
    phone, works, enterprise, do
):
    before = actions.file_appeal(works, text=POWER, by=enterprise)
    ask = {"for": works.uscc, "text": "变压器容量还是不够，两条生产线没法通电，用电增容没人理"}
    assert before.reference in phone.post("/appeals/new/suggest/", ask).content.decode()
    other = ask | {"text": "用电的电费发票开错了抬头，电费发票要重开，增值税抵扣不了"}
    assert before.reference not in phone.post("/appeals/new/suggest/", other).content.decode()
    dismissed = ask | {"other_than": [before.reference]}
    assert before.reference not in phone.post("/appeals/new/suggest/", dismissed).content.decode()
    do(Act.WITHDRAW, before, reason="自己解决了", by=enterprise)
    assert before.reference not in phone.post("/appeals/new/suggest/", ask).content.decode()
