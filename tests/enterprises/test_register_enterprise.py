"""A newcomer registers an enterprise that is not here yet: rule, page, refusals."""

import pytest

from liandong.departments.models import Region
from liandong.enterprises.actions import register_enterprise
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import Enterprise, Member
from liandong.journal.actions import name_of
from liandong.journal.models import Entry
from liandong.kit.codes import make_uscc
from liandong.kit.refusals import Refused

NAME = "洛阳示例纺织有限公司（示例）"


def register(by, number=7, **change):
    fields = {"uscc": make_uscc(number), "name": NAME, "region": Region.objects.get(code="410303")}
    return register_enterprise(**(fields | change), by=by)


def test_whoever_registers_it_administers_it_at_once_unverified(newcomer):
    enterprise = register(newcomer, uscc=f" {make_uscc(7).lower()} ", contact_phone="0379 63938000")
    assert (enterprise.uscc, enterprise.is_verified) == (make_uscc(7), False)
    assert (enterprise.registered_by, enterprise.contact_phone) == (newcomer, "0379-63938000")
    assert Member.objects.get(enterprise=enterprise).role == MemberRole.ADMIN
    entry = Entry.objects.get(subject=name_of(enterprise))
    assert (entry.verb, entry.actor) == ("enterprise.registered", name_of(newcomer))


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


def test_the_page_offers_the_streets_of_the_county_in_the_code(client, newcomer):
    client.force_login(newcomer)
    page = client.get("/me/enterprise/", {"uscc": make_uscc(7)}).text
    assert "西工区 " in page
    assert "涧西区" not in page
    assert 'value="新来的经办人"' in page


def test_the_page_registers_and_one_stands_there_from_now_on(client, newcomer):
    client.force_login(newcomer)
    sent = {
        "uscc": make_uscc(7),
        "name": NAME,
        "region": "410303",
        "contact_name": "新来的经办人",
        "contact_phone": "13800000001",
    }
    wrong = client.post("/me/enterprise/register/", sent | {"contact_phone": "12"})
    assert wrong.status_code == 422
    assert "请输入手机号" in wrong.text
    assert NAME in wrong.text
    done = client.post("/me/enterprise/register/", sent)
    assert (done.status_code, done.url) == (302, "/")
    assert client.session["place"] == f"enterprise:{make_uscc(7)}"
    assert "待核验" in client.get("/me/").text


@pytest.mark.parametrize("typed", ["123", "91410303MA0000000X", "你好", "9" * 39])
def test_a_wrong_code_is_said_in_one_clear_sentence(client, newcomer, typed):
    client.force_login(newcomer)
    page = client.get("/me/enterprise/", {"uscc": typed})
    assert page.status_code == 422
    assert "统一社会信用代码应为 18 位，请对照营业执照核对。" in page.text
    assert typed in page.text
    assert client.post("/me/enterprise/register/", {"uscc": typed}).status_code == 422


def test_strangers_sign_in_first(client):
    assert client.get("/me/enterprise/").url.startswith("/accounts/login/")
