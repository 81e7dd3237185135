"""Signing in by fingerprint, face or security key: added as the page offers it, it signs in by itself."""

import re

import pytest

from tests.accounts.conftest import PASSWORD

KEYS = "/accounts/2fa/webauthn/"


@pytest.fixture
def browser(client, person):
    client.post("/accounts/login/", {"login": "person", "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def test_what_is_added_signs_in_without_a_password_unless_one_says_otherwise(browser):
    page = browser.get(f"{KEYS}add/", follow=True).text
    assert "checked" in re.search(r'<input[^>]*name="passwordless"[^>]*>', page)[0]
    assert "不用密码，直接用它登录" in page
    assert "旧的安全钥匙加不上时去掉勾" in page


@pytest.mark.parametrize("address", [f"{KEYS}add/", KEYS, "/accounts/2fa/"])
def test_these_pages_use_the_words_of_all_others(browser, address):
    page = browser.get(address, follow=True).text
    assert "确认是您本人" not in page
    for stranger in ("密钥", "恢复代码", "无密码", ">Name<", "Not used"):
        assert stranger not in page
