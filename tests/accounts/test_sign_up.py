"""Signing up: name, number with its code, user name, password; then one's enterprise."""

import pytest
from django.core.cache import cache

from liandong.accounts.models import User
from liandong.journal.actions import name_of
from liandong.journal.models import Entry
from tests.accounts.conftest import PASSWORD, signed_in

SIGNUP, VERIFY = "/accounts/signup/", "/accounts/phone/verify/"
FORM = {
    "name": "新来的经办人",
    "phone": "138 0000 0001",
    "username": "newcomer",
    "password1": PASSWORD,
}


def test_the_code_opens_the_door_and_leads_to_ones_enterprise(client, db, sent):
    assert client.post(SIGNUP, FORM).url == VERIFY
    assert signed_in(client) == ""
    answer = client.post(VERIFY, {"code": sent.code})
    assert (answer.status_code, answer.url) == (302, "/me/enterprise/")
    assert signed_in(client) == "newcomer"
    user = User.objects.get()
    assert (user.name, user.phone, user.phone_verified) == ("新来的经办人", "13800000001", True)
    verbs = Entry.objects.filter(subject=name_of(user)).order_by("id")
    assert [e.verb for e in verbs] == ["user.signed_up", "user.phone_verified"]
    assert "您在哪家企业？" in client.get("/me/enterprise/").text


def test_the_page_asks_in_chinese_and_in_this_order(client, db):
    page = client.get(SIGNUP).text.partition("<form")[2]
    labels = ["怎么称呼您", "手机号", "用户名", "密码"]
    assert sorted(labels, key=page.index) == labels


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"phone": "0379-63938000"}, "请输入 11 位手机号"),
        ({"username": "person"}, "这个用户名有人用了"),
        ({"password1": "123"}, "密码"),
        ({"name": ""}, "newcomer"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_kept(client, person, sent, change, words):
    answer = client.post(SIGNUP, FORM | {"phone": "13900000000"} | change)
    assert answer.status_code == 200
    assert words in answer.text
    assert User.objects.count() == 1
    assert sent == []


def test_a_number_that_is_signed_up_is_told_by_text_only(client, person, sent):
    assert client.post(SIGNUP, FORM).url == VERIFY
    assert User.objects.count() == 1
    assert sent == [("13800000001", "这个手机号已经注册过企服联动，直接登录即可。")]


def test_a_number_that_somebody_typed_but_never_verified_is_free(client, person, sent):
    User.objects.update(phone_verified=False)
    client.post(SIGNUP, FORM)
    client.post(VERIFY, {"code": sent.code})
    assert signed_in(client) == "newcomer"
    person.refresh_from_db()
    assert person.phone is None


def test_an_unverified_number_is_asked_again_at_the_next_sign_in(client, db, sent):
    client.post(SIGNUP, FORM)
    client.cookies.clear()
    cache.clear()  # half a minute later
    client.post("/accounts/login/", {"login": "newcomer", "password": PASSWORD})
    assert signed_in(client) == ""
    client.post(VERIFY, {"code": sent.code})
    assert signed_in(client) == "newcomer"
