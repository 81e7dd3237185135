"""A statement handed to libpq: the same values, the same transaction and the same errors as by a cursor."""

from datetime import UTC, datetime
from threading import Thread

import pytest
from django.contrib.auth.models import Group
from django.db import DataError, IntegrityError, OperationalError, connection, transaction
from django.db.transaction import TransactionManagementError

from liandong.departments.enums import Role
from liandong.kit.statement import Statement

ECHO = Statement(
    "SELECT %s::text, %s::int, %s::float8, %s::bool, %s::timestamptz = '2026-11-24 09:30+08', %s::jsonb->>'字',"
    " %s::jsonb->0, %s::text, %s::text"
)
MAKE = Statement("INSERT INTO auth_group (name) VALUES (%s) RETURNING name")


def test_values_arrive_as_they_are(db):
    moment = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
    sent = ["变压器 'x' \\ $1 %", 7, 0.25, True, moment, {"字": "值"}, [1], None, Role.OFFICER]
    assert ECHO.first(sent) == [
        sent[0], "7", "0.25", "t", "t", "值", "1", None, "officer",
    ]  # fmt: skip


def test_no_row_is_none(db):
    assert Statement("SELECT 1 WHERE %s::bool").first([False]) is None


def make_and_fail() -> None:
    with transaction.atomic():
        MAKE.first(["someone"])
        assert Group.objects.filter(name="someone").exists()
        raise RuntimeError


def test_it_belongs_to_the_transaction(db):
    with pytest.raises(RuntimeError):
        make_and_fail()
    assert not Group.objects.filter(name="someone").exists()


def test_it_opens_the_transaction_it_is_the_first_of(transactional_db):
    with pytest.raises(RuntimeError):
        make_and_fail()
    assert not Group.objects.filter(name="someone").exists()


def test_a_refusal_of_the_database_is_django_s(db):
    MAKE.first(["someone"])
    with pytest.raises(IntegrityError, match="unique"), transaction.atomic():
        MAKE.first(["someone"])
    transaction.set_rollback(True)
    with pytest.raises(TransactionManagementError):
        MAKE.first(["another"])


def test_nul_is_refused_and_never_cuts_a_text_short(db):
    with pytest.raises(DataError, match="NUL"):
        Statement("SELECT %s::text").first(["变压器\0容量"])


def test_a_new_connection_prepares_it_again(transactional_db):
    echo = Statement("SELECT %s::text")
    assert echo.first(["一"]) == ["一"]
    connection.close()
    assert echo.first(["二"]) == ["二"]


def test_a_line_that_the_server_has_cut_is_said_to_be(transactional_db):
    echo = Statement("SELECT %s::text")
    echo.first(["一"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()

    def cut() -> None:
        with connection.cursor() as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        connection.close()

    apart = Thread(target=cut)
    apart.start()
    apart.join()
    with pytest.raises(OperationalError):
        echo.first(["二"])
    connection.close_if_unusable_or_obsolete()
    assert echo.first(["三"]) == ["三"]
