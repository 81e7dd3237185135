"""Tokens of the API: issued once, kept as a digest, revoked; the pages, a stranger, a refusal."""

import re

import pytest

from liandong.accounts import queries
from liandong.accounts.actions import issue_token, revoke_token
from liandong.accounts.models import Token
from liandong.journal.actions import name_of
from liandong.journal.models import Entry
from liandong.kit.refusals import Refused


def test_a_token_says_who_one_is_and_is_not_kept(person, client):
    secret = issue_token(person, label=" OA ")
    assert queries.user_of_token(secret) == person
    token = Token.objects.get()
    assert (token.label, secret in token.digest) == ("OA", False)
    entry = Entry.objects.get(subject=name_of(person))
    assert (entry.verb, entry.actor, entry.data["label"]) == ("token.issued", "system", "OA")
    assert secret not in str(entry.data)
    answer = client.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"})
    assert answer.json()["username"] == "person"


def test_a_revoked_one_is_a_strangers(person, monkeypatch):
    monkeypatch.setattr(queries, "REMEMBERED_SECONDS", 0.0)
    secret = issue_token(person)
    token = Token.objects.get()
    revoke_token(token, by=person)
    assert queries.user_of_token(secret) is None
    with pytest.raises(Refused) as refused:
        revoke_token(token, by=person)
    assert refused.value.code == "token.revoked"


def test_an_unknown_token_and_one_of_somebody_inactive(person, monkeypatch):
    monkeypatch.setattr(queries, "REMEMBERED_SECONDS", 0.0)
    assert queries.user_of_token("guess") is None
    secret = issue_token(person)
    person.is_active = False
    person.save()
    assert queries.user_of_token(secret) is None


def test_the_page_shows_it_once_and_revokes_it(client, person, stranger):
    client.force_login(person)
    assert client.post("/me/tokens/", {"label": ""}).status_code == 422
    page = client.post("/me/tokens/", {"label": "OA"}).text
    secret = re.search(r'id="secret">([^<]+)<', page)[1]
    assert queries.user_of_token(secret) == person
    again = client.get("/me/tokens/").text
    assert "OA" in again
    assert secret not in again
    number = Token.objects.get().pk
    client.force_login(stranger)
    assert client.post("/me/tokens/revoke/", {"token": number}).status_code == 404
    client.force_login(person)
    assert client.post("/me/tokens/revoke/", {"token": "x"}).status_code == 404
    assert client.post("/me/tokens/revoke/", {"token": number}).status_code == 302
    assert Token.objects.get().revoked_at


def test_an_administrator_revokes_in_the_back_office(client, person, stranger):
    issue_token(stranger, label="OA")
    person.is_superuser = True
    person.save()
    client.force_login(person)
    sent = {"action": "revoke", "_selected_action": [Token.objects.get().pk]}
    assert client.post("/admin/accounts/token/", sent).status_code == 302
    assert Token.objects.get().revoked_at
    assert Entry.objects.get(verb="token.revoked").actor == name_of(person)
    assert client.get("/admin/accounts/token/add/").status_code == 403
