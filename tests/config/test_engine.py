"""A lasting connection that still holds is told without a question, one that was cut is told all the same."""

import time

import psycopg
import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_a_good_connection_is_told_without_a_statement(django_assert_num_queries):
    connection.ensure_connection()
    with django_assert_num_queries(0):
        assert connection.is_usable()


def test_a_connection_that_the_server_has_cut_is_not_usable():
    """With a second connection of Django's kind, so that the test's own stays whole."""
    other = connection.copy()
    other.connect()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    assert other.is_usable()
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory")
    with psycopg.connect(**parameters, autocommit=True) as line:
        line.execute("SELECT pg_terminate_backend(%s)", [pid])
    until = time.monotonic() + 10
    while other.is_usable():
        assert time.monotonic() < until
        time.sleep(0.01)
    other.close()
    assert not other.is_usable()
