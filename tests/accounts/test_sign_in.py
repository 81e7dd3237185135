"""Signing in: by user name or number and password, by phone code; wrong, too often, unknown."""

import logging

import pytest
from django.test import Client

from liandong.accounts.models import User
from liandong.accounts.sms import send_sms
from tests.accounts.conftest import PASSWORD, signed_in

LOGIN, CODE, CONFIRM = "/accounts/login/", "/accounts/login/code/", "/accounts/login/code/confirm/"


@pytest.mark.parametrize("login", ["person", "13800000001", "138 0000 0001", "+86 13800000001"])
def test_by_user_name_or_number_and_password(client, person, login):
    answer = client.post(LOGIN, {"login": login, "password": PASSWORD})
    assert answer.status_code == 302
    assert signed_in(client) == "person"


def test_somebody_without_a_number_signs_in_too(client, person):
    User.objects.update(phone=None, phone_verified=False)
    client.post(LOGIN, {"login": "person", "password": PASSWORD})
    assert signed_in(client) == "person"


def test_a_wrong_password_is_said_and_the_name_is_kept(client, person):
    answer = client.post(LOGIN, {"login": "person", "password": "wrong"})
    assert "用户名或密码不对" in answer.text
    assert 'value="person"' in answer.text
    assert signed_in(client) == ""


def test_five_wrong_passwords_and_the_door_is_shut_for_a_while(client, person):
    for _ in range(5):
        client.post(LOGIN, {"login": "person", "password": "wrong"})
    answer = client.post(LOGIN, {"login": "person", "password": PASSWORD})
    assert "试的次数太多" in answer.text
    assert signed_in(client) == ""


def test_limits_are_off_where_they_are_switched_off(client, person, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    for _ in range(7):
        client.post(LOGIN, {"login": "person", "password": "wrong"})
    client.post(LOGIN, {"login": "person", "password": PASSWORD})
    assert signed_in(client) == "person"


def test_one_who_is_no_longer_active_stays_outside(client, person):
    User.objects.update(is_active=False)
    client.post(LOGIN, {"login": "person", "password": PASSWORD})
    assert signed_in(client) == ""


def test_by_phone_code(client, person, sent):
    assert client.post(CODE, {"phone": "138 0000 0001"}).url == CONFIRM
    [(number, text)] = sent
    assert number == "13800000001"
    assert text == f"您的验证码是 {sent.code}，五分钟内有效，请勿告诉他人。"
    page = client.get(CONFIRM)
    assert "13800000001" in page.text
    client.post(CONFIRM, {"code": sent.code})
    assert signed_in(client) == "person"


def test_the_code_leads_to_where_one_wanted_to_go(client, person, sent):
    assert client.get("/me/").url == "/accounts/login/?next=/me/"
    client.post(f"{CODE}?next=/me/", {"phone": "13800000001", "next": "/me/"})
    assert client.post(CONFIRM, {"code": sent.code, "next": "/me/"}).url == "/me/"


def test_a_wrong_code_three_times_ends_it(client, person, sent):
    client.post(CODE, {"phone": "13800000001"})
    wrong = "000000" if sent.code != "000000" else "111111"
    assert "验证码不对" in client.post(CONFIRM, {"code": wrong}).text
    client.post(CONFIRM, {"code": wrong})
    assert client.post(CONFIRM, {"code": wrong}).url == CODE
    client.post(CONFIRM, {"code": sent.code})
    assert signed_in(client) == ""


def test_a_code_is_sent_again_on_request(client, person, sent):
    client.post(CODE, {"phone": "13800000001"})
    client.post(CONFIRM, {"action": "resend"})
    assert len(sent) == 2
    client.post(CONFIRM, {"code": sent.code})
    assert signed_in(client) == "person"


def test_nobody_learns_whether_a_number_is_known(client, person, sent):
    assert client.post(CODE, {"phone": "13900000000"}).url == CONFIRM
    assert sent == [("13900000000", "这个手机号还没有注册企服联动。请先注册，或用别的号码登录。")]
    assert client.get(CONFIRM).status_code == 200


def test_codes_to_one_number_are_limited(person, sent):
    for _ in range(3):
        Client().post(CODE, {"phone": "13800000001"})
    answer = Client().post(CODE, {"phone": "13800000001"})
    assert "试的次数太多" in answer.text
    assert len(sent) == 3


@pytest.mark.parametrize("typed", ["12345", "0379-63938000", "你好", "138000000011"])
def test_a_number_that_no_code_reaches_is_refused(client, db, sent, typed):
    answer = client.post(CODE, {"phone": typed})
    assert "请输入 11 位手机号" in answer.text
    assert typed in answer.text
    assert sent == []


def test_a_number_that_a_stranger_typed_is_no_way_in(client, person, sent):
    """Whoever prepares an account with another's number must not be handed to its holder."""
    User.objects.update(phone_verified=False)
    client.post(CODE, {"phone": "13800000001"})
    assert "还没有注册" in sent[-1][1]


def test_without_a_provider_the_code_is_printed(settings, caplog):
    settings.SMS_URLS = []
    with caplog.at_level(logging.WARNING, "liandong.sms"):
        assert send_sms("13800000001", "您的验证码是 123456")
    assert "123456" in caplog.text


def test_a_provider_that_does_not_answer_is_not_a_success(settings):
    settings.SMS_URLS = ["json://127.0.0.1:9/{phone}"]
    assert not send_sms("13800000001", "您的验证码是 123456")


def test_signing_out_needs_a_press(client, person):
    client.force_login(person)
    client.get("/accounts/logout/")
    assert signed_in(client) == "person"
    client.post("/accounts/logout/")
    assert signed_in(client) == ""


def test_the_api_takes_no_session(client, person):
    client.force_login(person)
    assert client.get("/api/v1/me").status_code == 401


def test_what_was_sent_after_the_session_ran_out_is_said_to_be_kept(client, db):
    asked = client.post("/appeals/new/", {"text": "厂里水压不够"})
    assert asked.url == "/accounts/login/?next=/appeals/new/&expired=yes"
    words = "登录过期了，您写的内容还在，登录后接着提交；选过的照片和文件要再选一次"
    assert words in client.get(asked.url).content.decode()
    assert words not in client.get(client.get("/me/").url).content.decode()
