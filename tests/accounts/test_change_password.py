"""A new password: with the old one, or after a phone code by whoever forgot it; a new number."""

import time

import time_machine

from tests.accounts.conftest import PASSWORD, signed_in

CHANGE, NEW = "/accounts/password/change/", "another-long-password"


def test_with_the_old_one(client, person):
    client.force_login(person)
    page = client.get(CHANGE).text
    assert "现在的密码" in page
    fields = {"password1": NEW, "password2": NEW}
    assert "请输入现在的密码" in client.post(CHANGE, fields | {"oldpassword": "wrong"}).text
    client.post(CHANGE, fields | {"oldpassword": PASSWORD})
    person.refresh_from_db()
    assert person.check_password(NEW)


def test_whoever_forgot_it_signs_in_by_code_and_sets_a_new_one(client, person, sent):
    answer = client.get("/accounts/password/reset/")
    assert answer.url == "/accounts/login/code/"
    client.post(answer.url, {"phone": "13800000001"})
    client.post("/accounts/login/code/confirm/", {"code": sent.code})
    assert "现在的密码" not in client.get(CHANGE).text
    client.post(CHANGE, {"password1": NEW, "password2": NEW})
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert signed_in(client) == "person"


def test_the_code_stands_for_the_old_one_for_ten_minutes_only(client, person, sent):
    client.post("/accounts/login/code/", {"phone": "13800000001"})
    client.post("/accounts/login/code/confirm/", {"code": sent.code})
    with time_machine.travel(time.time() + 601):
        client.post(CHANGE, {"password1": NEW, "password2": NEW})
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_a_weak_one_is_refused(client, person):
    client.force_login(person)
    client.post(CHANGE, {"oldpassword": PASSWORD, "password1": "123", "password2": "123"})
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_a_new_number_counts_when_its_code_was_read(client, person, sent):
    client.force_login(person)
    client.post("/accounts/phone/change/", {"phone": "13900000009"})
    person.refresh_from_db()
    assert person.phone == "13800000001"
    assert sent[-1][0] == "13900000009"
    answer = client.post("/accounts/phone/verify/", {"code": sent.code}, follow=True)
    assert "手机号 13900000009 验证好了" in answer.text
    person.refresh_from_db()
    assert (person.phone, person.phone_verified) == ("13900000009", True)


def test_the_pages_of_sign_in_security_open(client, person):
    client.force_login(person)
    for page in ("/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/"):
        answer = client.get(page, follow=True)
        assert answer.status_code == 200, page
