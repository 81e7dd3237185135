"""The hotline: who calls, what they say, the number read out to them."""

from uuid import uuid4

import pytest

from liandong.appeals import actions
from liandong.appeals.enums import Channel
from liandong.appeals.models import Appeal
from liandong.enterprises.actions import verify_enterprise
from liandong.enterprises.models import Enterprise
from liandong.enterprises.queries import unverified_enterprises_for
from liandong.journal.actions import name_of
from liandong.journal.models import Entry
from liandong.kit.codes import is_provisional, is_uscc, make_uscc
from tests.appeals.conftest import POWER, VAGUE

HOTLINE = "/hotline/"


@pytest.fixture
def desk(sign_in, clerk):
    return sign_in(clerk)


@pytest.fixture
def typed(works):
    return {"uscc": works.uscc, "text": POWER, "contact_name": "门卫", "contact_phone": "13800000001",
            "key": str(uuid4()), "file": "yes"}  # fmt: skip


def test_the_caller_is_found_by_name_and_by_code(desk, works, said):
    assert works.uscc in said(desk.get(f"{HOTLINE}?q=轴承"))
    assert works.name in said(desk.get(f"{HOTLINE}?q={works.uscc[:8]}"))
    assert "企业库里没有“不存在的厂”" in said(desk.get(f"{HOTLINE}?q=不存在的厂"))


def test_what_was_typed_stays_while_the_caller_is_looked_for(desk, works, typed):
    response = desk.post(HOTLINE, {"q": "轴承", "text": "先记一句", "contact_name": "门卫"})
    content = response.content.decode()
    assert "先记一句</textarea>" in content
    assert 'value="门卫"' in content
    chosen = desk.post(HOTLINE, {"uscc": works.uscc, "text": "先记一句"}).content.decode()
    assert f"{works.name}来电" in chosen
    assert "先记一句</textarea>" in chosen
    assert Appeal.objects.count() == 0


def test_taken_down_and_read_out(desk, typed, works, clerk, tuesday, said):
    response = desk.post(HOTLINE, typed, follow=True)
    appeal = Appeal.objects.get()
    assert (appeal.channel, appeal.enterprise, appeal.filed_by) == (Channel.HOTLINE, works, clerk)
    words = said(response)
    assert f"已登记 {appeal.reference}" in words
    assert "供电公司 应在 今天 11:30 前签收" in words
    assert "今天登记了 1 件" in words


def test_what_an_unknown_enterprise_says_of_itself_becomes_facts(desk, typed, clerk, tuesday):
    new = {"uscc": "", "name": "洛阳示例面粉厂", "address": "汉屯路 8 号",
           "registration_type": "个人独资企业", "employees": "12 人", "contact_phone": "0379-62345678"}  # fmt: skip
    wrong = desk.post(HOTLINE, typed | new | {"employees": "一些"})
    assert "“一些”不是数字" in wrong.content.decode()
    assert 'value="个人独资企业"' in wrong.content.decode()
    assert not Enterprise.objects.filter(name="洛阳示例面粉厂").exists()
    desk.post(HOTLINE, typed | new)
    taken = Enterprise.objects.get(name="洛阳示例面粉厂")
    said_ = {code: (entry[0], entry[1], entry[2]) for code, entry in taken.sheet.facts.items()}
    today = "2026-11-24"
    assert said_["employees"] == (12, "enterprise", today)
    assert said_["registration_type"] == ("个人独资企业", "enterprise", today)
    assert said_["address"] == ("汉屯路 8 号", "enterprise", today)
    assert said_["contact_phone"][0] == "0379-62345678"
    assert taken.employees == 12
    told = Entry.objects.get(verb="enterprise.facts_recorded")
    assert (told.actor, told.data["source"]) == (name_of(clerk), "enterprise")


def test_the_enterprise_sees_it_on_its_phone(desk, typed, phone, said):
    desk.post(HOTLINE, typed)
    assert "电话里登记的" in said(phone.get(f"/appeals/{Appeal.objects.get().reference}/"))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"uscc": "123"}, "统一社会信用代码应为 18 位"),
        ({"uscc": make_uscc(77)}, "企业库里没有这个代码"),
        ({"text": " "}, "请写一句遇到了什么问题。"),
        ({"contact_phone": "1"}, "联系电话不对"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(wrong, words, desk, typed, said):
    response = desk.post(HOTLINE, typed | wrong)
    assert response.status_code == 422
    assert words in said(response)
    assert "门卫" in response.content.decode()
    assert Appeal.objects.count() == 0


@pytest.fixture
def unknown(typed):
    """What a clerk types of an enterprise that is not here, without its code."""
    return typed | {"uscc": "", "name": "王城路新来的五金店", "address": "王城路 8 号"}


def test_an_unknown_enterprise_is_noted_and_its_appeal_filed(desk, unknown, clerk, coordinator):
    assert desk.post(HOTLINE, unknown).status_code == 302
    enterprise = Appeal.objects.get().enterprise
    assert (enterprise.name, enterprise.is_verified) == ("王城路新来的五金店", False)
    assert is_provisional(enterprise.uscc)
    assert not is_uscc(enterprise.uscc)
    assert list(unverified_enterprises_for(coordinator)) == [enterprise]
    noted = Entry.objects.filter(subject=name_of(enterprise)).earliest("id")
    assert (noted.verb, noted.actor) == ("enterprise.taken_down", name_of(clerk))
    assert desk.post(HOTLINE, unknown | {"key": str(uuid4())}).status_code == 302  # calls again
    assert {a.enterprise for a in Appeal.objects.all()} == {enterprise}
    real = verify_enterprise(enterprise, uscc=make_uscc(77), by=coordinator)
    assert (real.uscc, real.is_verified) == (make_uscc(77), True)


@pytest.mark.parametrize(
    ("lacks", "words"),
    [
        ({"name": ""}, "请问清企业名称。"),
        ({"address": ""}, "请问清地址，或营业执照上的 18 位代码。"),
        ({"contact_phone": ""}, "请留一个回电号码。"),
        ({"code": "123"}, "统一社会信用代码应为 18 位"),
        ({"text": ""}, "请写一句遇到了什么问题。"),
    ],
)
def test_what_an_unknown_enterprise_lacks_is_said_beside_it(lacks, words, desk, unknown, said):
    before = Enterprise.objects.count()
    response = desk.post(HOTLINE, unknown | lacks)
    assert response.status_code == 422
    assert words in said(response)
    assert (Enterprise.objects.count(), Appeal.objects.count()) == (before, 0)


def test_what_was_typed_to_find_it_names_an_unknown_one(desk, unknown):
    desk.post(HOTLINE, unknown | {"name": "", "q": "路边新店"})
    assert Appeal.objects.get().enterprise.name == "路边新店"


def test_a_chosen_caller_brings_contact_and_what_is_in_hand(desk, works, clerk, tuesday, said):
    works.contact_name, works.contact_phone = "老周", "13900000009"
    works.save()
    actions.file_appeal(works, text=POWER, by=clerk)
    content = desk.get(f"{HOTLINE}?q={works.name}")  # a single hit is chosen at once
    assert f"{works.name}来电" in said(content)
    assert 'value="老周"' in content.content.decode()
    assert "13900000009" in content.content.decode()
    assert "这家还有 1 件在办" in said(content)


def test_enterprises_are_listed_and_the_suggestion_works_while_nobody_is_chosen(desk, works, said):
    part = desk.get(f"{HOTLINE}?q=轴承", headers={"HX-Request": "true"}).content.decode()
    assert works.uscc in part
    assert "<html" not in part
    assert "供电公司" in said(desk.post("/appeals/new/suggest/", {"text": POWER}))
    assert "供电公司" in said(desk.post(HOTLINE, {"q": "不存在的厂", "text": POWER}))


def test_twice_is_once(desk, typed):
    for _ in range(2):
        desk.post(HOTLINE, typed)
    assert Appeal.objects.count() == 1


def test_another_caller_after_all(desk, typed, said):
    words = said(
        desk.post(HOTLINE, {k: v for k, v in typed.items() if k != "file"} | {"other": "yes"})
    )
    assert "谁来电？" in words


def test_an_enterprise_of_another_region_is_not_served(desk, typed):
    away = Enterprise.objects.create(uscc=make_uscc(9), name="涧西某厂", region_id="410305")
    assert desk.post(HOTLINE, typed | {"uscc": away.uscc}).status_code == 422


def test_the_suggestion_works_for_the_caller(desk, typed, said):
    assert "供电公司" in said(
        desk.post("/appeals/new/suggest/", {"uscc": typed["uscc"], "text": POWER})
    )


def test_only_clerks_have_it(enterprise, officer, stranger, sign_in, typed):
    for who in (enterprise, officer, stranger):
        assert sign_in(who).get(HOTLINE).status_code == 404
        assert sign_in(who).post(HOTLINE, typed).status_code == 404


def test_queries_do_not_grow(desk, works, clerk, tuesday, queries_of):
    actions.file_appeal(works, text=POWER, channel=Channel.HOTLINE, by=clerk)
    one = queries_of(desk, HOTLINE)
    for text in (POWER, VAGUE):
        actions.file_appeal(works, text=text, channel=Channel.HOTLINE, by=clerk)
    assert queries_of(desk, HOTLINE) == one
