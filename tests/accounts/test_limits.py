"""Limits hold across processes: tries to sign in in the database, requests of the API by each one's share."""

from django.core.cache import caches
from django.db import connection

from liandong.accounts.throttle import PerPerson


def test_tries_are_counted_where_every_process_sees_them(client, person):
    for _try in range(5):
        client.post("/accounts/login/", {"login": person.username, "password": "wrong"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_limit WHERE cache_key LIKE '%login_failed%'")
        assert cursor.fetchone()[0] > 0
    caches["near"].clear()  # another process
    answer = client.post("/accounts/login/", {"login": person.username, "password": "wrong"})
    assert "试的次数太多" in answer.text


def test_each_process_grants_its_share(settings):
    settings.WEB_PROCESSES = 2
    assert PerPerson("60/min").num_requests == 30
    settings.WEB_PROCESSES = 100
    assert PerPerson("60/min").num_requests == 1
