"""The theme's own addresses: who may open them, what they say, what they refuse."""

import json
import re
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def anyone() -> Client:
    return Client(enforce_csrf_checks=False)


def test_the_gallery_opens_in_the_demo_and_nowhere_else(anyone: Client, settings: Any) -> None:
    settings.LIANDONG_DEMO = True
    assert anyone.get("/gallery/").status_code == 200
    settings.LIANDONG_DEMO = False
    assert anyone.get("/gallery/").status_code == 404


def test_a_chosen_look_is_remembered_and_shown_at_once(anyone: Client) -> None:
    answer = anyone.post("/look/", {"look": "dark", "next": "/offline/"})
    assert (answer.status_code, answer["Location"]) == (302, "/offline/")
    shown = anyone.get("/offline/").content.decode()
    assert '<html lang="zh-CN" data-theme="dark">' in shown
    assert re.search(r'href="[^"]*dark\.css">', shown)

    anyone.post("/look/", {"look": "light", "next": "/"})
    assert "dark.css" not in anyone.get("/offline/").content.decode()

    anyone.post("/look/", {"look": "", "next": "/"})
    shown = anyone.get("/offline/").content.decode()
    assert "data-theme" not in shown
    assert re.search(r'dark\.css" media="\(prefers-color-scheme: dark\)"', shown)


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_a_look_never_leads_away(anyone: Client, back: str) -> None:
    assert anyone.post("/look/", {"look": "dark", "next": back})["Location"] == "/"


def test_an_unknown_look_is_as_the_device_says(anyone: Client) -> None:
    anyone.cookies["look"] = '"><script>'
    assert "data-theme" not in anyone.get("/offline/").content.decode()


def test_a_look_is_only_posted(anyone: Client) -> None:
    assert anyone.get("/look/").status_code == 405


def test_the_manifest_names_files_that_exist(anyone: Client) -> None:
    answer = anyone.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    manifest = json.loads(answer.content)
    assert (manifest["name"], manifest["start_url"], manifest["display"]) == (
        "企服联动",
        "/",
        "standalone",
    )
    assert all(finders.find(i["src"].removeprefix("/static/")) for i in manifest["icons"])


def test_the_worker_keeps_files_that_exist(anyone: Client, vendor: Any) -> None:
    answer = anyone.get("/service-worker.js")
    assert answer["Content-Type"] == "text/javascript"
    found = re.search(r"const SHELL = (\[.*\]);", answer.content.decode())
    assert found
    shell = json.loads(found[1])
    assert [name for name in shell if not finders.find(name.removeprefix("/static/"))] == []


def test_a_form_that_is_too_old_says_so(settings: Any) -> None:
    answer = Client(enforce_csrf_checks=True).post("/look/", {"look": "dark"})
    assert answer.status_code == 403
    assert "这一页放得太久了" in answer.content.decode()


def test_signing_in_offers_password_code_and_key(anyone: Client, settings: Any) -> None:
    settings.LIANDONG_DEMO = False
    shown = anyone.get("/accounts/login/").content.decode()
    for words in (
        "用户名或手机号",
        "密码",
        "用手机验证码登录",
        "用指纹、面容或安全钥匙登录",
        "用手机号注册",
    ):
        assert words in shown
    assert "演示登录" not in shown
    settings.LIANDONG_DEMO = True
    assert "演示登录" in anyone.get("/accounts/login/").content.decode()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/accounts/signup/", "用手机号注册"),
        ("/accounts/login/code/", "发验证码"),
    ],
)
def test_entrance_pages_are_ours(anyone: Client, address: str, words: str) -> None:
    answer = anyone.get(address)
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert words in shown
    assert 'class="ld-input"' in shown
