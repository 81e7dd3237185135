"""A newcomer registers an enterprise that is not here yet: rule, page, refusals."""

import io

import pytest

from liandong.departments.enums import RegionLevel
from liandong.departments.models import Region
from liandong.departments.queries import today
from liandong.enterprises import queries
from liandong.enterprises.actions import record, register_enterprise
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import Enterprise, Member
from liandong.journal.actions import name_of
from liandong.journal.models import Entry
from liandong.kit.codes import make_uscc
from liandong.kit.refusals import Refused
from tests.enterprises.test_claim_proof import licence
from tests.enterprises.test_facts import JUNE

NAME = "洛阳示例纺织有限公司（示例）"


def register(by, number=7, **change):
    fields = {"uscc": make_uscc(number), "name": NAME, "region": Region.objects.get(code="410303")}
    return register_enterprise(**(fields | change), by=by)


def test_whoever_registers_it_administers_it_at_once_unverified(newcomer):
    enterprise = register(newcomer, uscc=f" {make_uscc(7).lower()} ", contact_phone="0379 63938000")
    assert (enterprise.uscc, enterprise.is_verified) == (make_uscc(7), False)
    assert (enterprise.registered_by, enterprise.contact_phone) == (newcomer, "0379-63938000")
    assert Member.objects.get(enterprise=enterprise).role == MemberRole.ADMIN
    told = Entry.objects.filter(subject=name_of(enterprise)).order_by("id")
    assert {entry.actor for entry in told} == {name_of(newcomer)}
    assert [entry.verb for entry in told] == [
        "enterprise.registered",
        "enterprise.facts_recorded",
    ]


def test_what_was_typed_is_what_the_enterprise_says_of_itself_today(newcomer):
    street = Region.objects.filter(code__startswith="410303", level=RegionLevel.TOWN).first()
    enterprise = register(
        newcomer, region=street, address="中州中路 1 号", contact_name="老王",
        contact_phone="13800000001",
    )  # fmt: skip
    said = {f.kind.code: f for f in queries.facts_of(newcomer, enterprise)}
    assert {code: fact.value for code, fact in said.items()} == {
        "name": NAME, "region": street.code, "town": street.name, "address": "中州中路 1 号",
        "contact": "老王", "contact_phone": "13800000001",
    }  # fmt: skip
    assert {(f.source, f.on) for f in said.values()} == {("enterprise", today().isoformat())}
    enterprise.refresh_from_db()
    assert (enterprise.region_id, enterprise.is_verified) == (street.code, False)


def test_what_was_left_empty_is_not_said(newcomer):
    told = queries.facts_of(newcomer, register(newcomer))
    assert {f.kind.code for f in told} == {"name", "region"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"uscc": "91410303MA0000000X"}, "enterprise.uscc_wrong"),
        ({"uscc": "1"}, "enterprise.uscc_wrong"),
        ({"name": "  "}, "enterprise.no_name"),
        ({"contact_phone": "110"}, "enterprise.phone_wrong"),
    ],
)
def test_what_cannot_be_an_enterprise_is_refused(newcomer, change, code):
    with pytest.raises(Refused) as refused:
        register(newcomer, **change)
    assert refused.value.code == code
    assert not Enterprise.objects.exists()


def test_one_that_is_here_must_be_joined(newcomer, works):
    with pytest.raises(Refused) as refused:
        register(newcomer, uscc=works.uscc)
    assert refused.value.code == "enterprise.exists"
    assert not Member.objects.filter(user=newcomer).exists()


def test_nobody_registers_a_fourth_one_before_any_is_verified(newcomer):
    for number in (1, 2, 3):
        register(newcomer, number)
    with pytest.raises(Refused) as refused:
        register(newcomer, 4)
    assert refused.value.code == "enterprise.too_many_unverified"


CODE = make_uscc(7)
PLACE = {"uscc": CODE, "name": NAME, "region": "410303"}
CONTACT = {"contact_name": "新来的经办人", "contact_phone": "13800000001"}
CHECK, REGISTER = "/me/enterprise/check/", "/me/enterprise/register/"


def test_a_new_code_leads_to_the_streets_of_its_county(client, newcomer):
    client.force_login(newcomer)
    there = client.get("/me/enterprise/", {"q": CODE.lower()})
    assert there.url == f"{CHECK}?uscc={CODE}"
    page = client.get(there.url).text
    assert "西工区 " in page
    assert "涧西区" not in page


def test_three_steps_register_and_one_stands_there_from_now_on(
    client, newcomer, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(newcomer)
    assert client.get(REGISTER).url == "/me/enterprise/"  # not before the others
    assert client.post(CHECK, PLACE | {"name": ""}).status_code == 422
    assert client.post(CHECK, PLACE).url == REGISTER
    page = client.get(REGISTER).text
    assert NAME in page
    assert 'value="新来的经办人"' in page
    wrong = client.post(REGISTER, CONTACT | {"contact_phone": "12"})
    assert wrong.status_code == 422
    assert "请输入手机号" in wrong.text
    note = io.BytesIO(b"no picture")
    note.name = "licence.png"
    refused = client.post(REGISTER, CONTACT | {"files": note})
    assert "licence.png" in refused.text
    picture = io.BytesIO(licence().content)
    picture.name = "licence.png"
    good_picture = client.post(REGISTER, CONTACT | {"contact_phone": "12", "files": picture})
    again = '<p class="s warn">上次选的照片和文件没有存下来，请再选一次</p>'
    assert [again in answer.text for answer in (wrong, refused, good_picture)] == [
        False,
        True,
        True,
    ]
    assert not Enterprise.objects.filter(uscc=CODE).exists()
    picture = io.BytesIO(licence().content)
    picture.name = "licence.png"
    done = client.post(REGISTER, CONTACT | {"files": picture})
    assert (done.status_code, done.url) == (302, "/")
    assert Enterprise.objects.get(uscc=CODE).proofs.get().by == newcomer
    assert client.session["place"] == f"enterprise:{CODE}"
    assert "待核验" in client.get("/me/").text


def test_going_back_loses_nothing(client, newcomer):
    client.force_login(newcomer)
    client.post(CHECK, PLACE | {"address": "中州中路 1 号"})
    back = client.post(REGISTER, {"contact_name": "老王", "contact_phone": "12", "back": "1"})
    assert back.url == f"{CHECK}?uscc={CODE}"
    page = client.get(back.url).text
    assert NAME in page
    assert "中州中路 1 号" in page
    client.post(CHECK, PLACE)
    assert 'value="老王"' in client.get(REGISTER).text
    other = client.get(CHECK, {"uscc": make_uscc(8)}).text
    assert NAME not in other  # what was typed of one is not said of another


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("91410303MA00000", "统一社会信用代码应为 18 位，请对照营业执照核对。"),
        ("9" * 39, "统一社会信用代码应为 18 位，请对照营业执照核对。"),
        ("91410303MO0000000X", "统一社会信用代码第 10 位不会是 O，请对照营业执照核对。"),
        ("91410303MA0000000X", "统一社会信用代码有一位输错了（最后一位校验不上）"),
    ],
)
def test_a_wrong_code_is_said_in_one_clear_sentence(client, newcomer, typed, words):
    client.force_login(newcomer)
    page = client.get("/me/enterprise/", {"q": typed})
    assert page.status_code == 422
    assert words in page.text
    assert typed in page.text
    assert client.post(CHECK, {"uscc": typed}).url == "/me/enterprise/"


def test_one_finds_ones_own_by_part_of_its_name(client, newcomer, works):
    client.force_login(newcomer)
    page = client.get("/me/enterprise/", {"q": "示例轴承"}).text
    assert works.name in page
    assert f"/me/enterprise/check/?uscc={works.uscc}" in page
    assert "没有这个名字的企业" in client.get("/me/enterprise/", {"q": "查无此名"}).text
    for typed, words in (("一", "太短了，请至少写两个字。"), ("", "请输入代码或企业名称。")):
        answer = client.get("/me/enterprise/", {"q": typed})
        assert answer.status_code == 422
        assert words in answer.text


def test_who_seeks_too_often_waits(client, newcomer, works, settings):
    settings.RATE_LIMITS = True
    client.force_login(newcomer)
    answers = [client.get("/me/enterprise/", {"q": "示例轴承"}).status_code for _ in range(21)]
    assert answers[0] == 200
    assert answers[-1] == 422


def test_what_the_base_knows_is_shown_but_nothing_personal(client, newcomer, works):
    facts = {"industry": "C3451", "legal_representative": "王某某", "contact_phone": "13912345678"}
    record(works, source="market", on=JUNE, facts=facts, by=None)
    client.force_login(newcomer)
    page = client.get(CHECK, {"uscc": works.uscc}).text
    assert "滚动轴承制造" in page
    assert "王某某" not in page
    assert "13912345678" not in page
    assert f"/me/enterprise/{works.uscc}/claim/" in page


def test_strangers_sign_in_first(client):
    assert client.get("/me/enterprise/").url.startswith("/accounts/login/")
