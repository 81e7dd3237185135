"""Chinese first, English for whoever chooses it."""

from django.test import Client

from liandong.accounts.actions import choose_language
from liandong.accounts.models import User
from liandong.journal.models import Entry
from tests.accounts.conftest import PASSWORD, signed_in


def test_the_choice_is_remembered_and_leads_back(client, db):
    assert 'lang="zh-CN"' in client.get("/accounts/login/").text
    answer = client.post("/language/", {"language": "en", "next": "/accounts/login/"})
    assert answer.url == "/accounts/login/"
    assert '<html lang="en"' in client.get("/accounts/login/").text
    client.post("/language/", {"language": "zh-hans", "next": "/accounts/login/"})
    assert '<html lang="zh-CN"' in client.get("/accounts/login/").text


def test_no_way_out_of_the_house(client, db):
    answer = client.post("/language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert answer.url == "/"


def test_the_choice_is_kept_with_the_account_for_the_next_device(client, person):
    client.force_login(person)
    client.post("/language/", {"language": "en"})
    client.post("/language/", {"language": "xx"})
    assert User.objects.get().language == "en"
    assert [e.data["language"] for e in Entry.objects.filter(verb="user.language_chosen")] == ["en"]
    other = Client()
    assert '<html lang="zh-CN"' in other.get("/accounts/login/").text
    other.post("/accounts/login/", {"login": "person", "password": PASSWORD})
    assert '<html lang="en"' in other.get("/me/").text


def test_by_a_phone_code_too_and_over_what_was_spoken_on_the_device(client, person, sent):
    choose_language(person, "zh-hans")
    client.post("/language/", {"language": "en"})
    client.post("/accounts/login/code/", {"phone": "13800000001"})
    client.post("/accounts/login/code/confirm/", {"code": sent.code})
    assert signed_in(client) == "person"
    assert '<html lang="zh-CN"' in client.get("/me/").text


def test_who_has_chosen_none_keeps_what_the_device_speaks(client, person):
    client.post("/language/", {"language": "en"})
    client.post("/accounts/login/", {"login": "person", "password": PASSWORD})
    assert '<html lang="en"' in client.get("/me/").text
    assert User.objects.get().language == ""
