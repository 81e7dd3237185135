"""The short way in for appeals answers as the API's own door does, and leaves to it whatever is not plain."""

import json
from importlib import import_module
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import caches
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from config import quick
from config.wsgi import application
from liandong.accounts.actions import issue_token
from liandong.appeals.models import Appeal

appeals: Any = import_module("liandong.appeals.api.appeals")

pytestmark = pytest.mark.django_db
TEXT = "变压器容量不够，想申请用电增容"
OTHERWISE = {"reference", "filed_at"}  # in which two appeals filed one after the other differ


class Door:
    """Sends requests as a web server hands them over."""

    def __init__(self, token: str) -> None:
        self.token = token

    def post(self, body: bytes, **more: Any) -> tuple[str, dict[str, str], Any]:
        environ = {
            "REQUEST_METHOD": "POST", "PATH_INFO": "/api/v1/appeals", "QUERY_STRING": "",
            "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body)),
            "HTTP_HOST": "127.0.0.1", "HTTP_AUTHORIZATION": f"Bearer {self.token}",
            "REMOTE_ADDR": "127.0.0.1", "wsgi.input": BytesIO(body), "wsgi.url_scheme": "http",
        } | more  # fmt: skip
        begun: list[Any] = []
        answer = b"".join(application(environ, lambda *started: begun.extend(started)))
        return begun[0], dict(begun[1]), json.loads(answer)


@pytest.fixture
def door(enterprise):
    """The web server's door, which is not to close the connection that the test looks through."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield Door(issue_token(enterprise, label="test"))
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def taken(monkeypatch):
    """Count what the short way has answered itself."""
    answers = []
    real = quick.file_quickly

    def watched(*given):
        answer = real(*given)
        answers.append(answer is not None)
        return answer

    monkeypatch.setattr("config.wsgi.file_quickly", watched)
    return answers


def _long_way(monkeypatch):
    monkeypatch.setattr("config.wsgi.file_quickly", lambda *_: None)


@pytest.mark.parametrize(
    "sent",
    [
        {"text": TEXT},
        {"text": TEXT, "title": "增容", "category": "用电", "confidential": True},
        {"text": "说不清是什么事情", "contact_name": "办公室", "contact_phone": "13800000000"},
        {"text": "车间着火了，快来人"},
    ],
)
def test_both_doors_answer_alike(door, taken, monkeypatch, sent):
    short = door.post(json.dumps(sent).encode())
    assert taken == [True]
    _long_way(monkeypatch)
    long = door.post(json.dumps(sent).encode())
    assert short[0] == long[0] == "201 Created"
    for _status, headers, appeal in (short, long):
        assert headers["Location"] == f"/api/v1/appeals/{appeal['reference']}"
    its_own = {"Content-Length": "", "Location": ""}
    assert short[1] | its_own == long[1] | its_own
    same = short[2].keys() - OTHERWISE - {"repeats"}
    assert short[2].keys() == long[2].keys()
    assert {k: short[2][k] for k in same} == {k: long[2][k] for k in same} | {
        k: short[2][k] for k in same if k.endswith("due_at")
    }


@pytest.mark.parametrize(
    ("body", "more", "status"),
    [
        (b"{", {}, "400"),
        (b'{"text": ""}', {}, "422"),
        (b'{"text": 5}', {}, "422"),
        (json.dumps({"text": TEXT, "contact_phone": "12"}).encode(), {}, "422"),
        (json.dumps({"text": TEXT, "category": "飞船"}).encode(), {}, "422"),
        (json.dumps({"text": TEXT, "enterprise": "91410300"}).encode(), {}, "422"),
        (json.dumps({"text": TEXT}).encode(), {"HTTP_IDEMPOTENCY_KEY": "k" * 81}, "422"),
        (json.dumps({"text": TEXT}).encode(), {"HTTP_AUTHORIZATION": "Bearer none"}, "401"),
        (json.dumps({"text": TEXT}).encode(), {"HTTP_AUTHORIZATION": ""}, "401"),
        (json.dumps({"text": TEXT}).encode(), {"REQUEST_METHOD": "PUT"}, "405"),
        (json.dumps({"text": TEXT}).encode(), {"HTTP_ACCEPT_LANGUAGE": "en"}, "201"),
        (json.dumps({"text": TEXT}).encode(), {"QUERY_STRING": "a=%00"}, "400"),
    ],
)
def test_what_is_not_plain_goes_to_the_ordinary_door(door, taken, monkeypatch, body, more, status):
    first = door.post(body, **more)
    assert taken == [False]
    assert first[0].startswith(status)
    if not status.startswith("2"):
        assert not Appeal.objects.exists()
        _long_way(monkeypatch)
        assert door.post(body, **more) == first


def test_a_key_makes_one_appeal_by_either_door(door, monkeypatch):
    body, key = json.dumps({"text": TEXT}).encode(), {"HTTP_IDEMPOTENCY_KEY": "one"}
    first = door.post(body, **key)
    again = door.post(body, **key)
    _long_way(monkeypatch)
    long = door.post(body, **key)
    assert first[2]["reference"] == again[2]["reference"] == long[2]["reference"]
    assert first[1]["Location"] == again[1]["Location"] == long[1]["Location"]
    assert Appeal.objects.count() == 1
    other = door.post(json.dumps({"text": TEXT + "，急"}).encode(), **key)
    assert (other[0][:3], other[2]["code"]) == ("409", "appeal.key_used")


def test_each_submission_counts_once_against_the_limit(door, settings, monkeypatch):
    settings.RATE_LIMITS = True
    caches["near"].clear()
    monkeypatch.setattr(appeals.FILING, "num_requests", 3)
    refused = json.dumps({"text": TEXT, "contact_phone": "12"}).encode()
    fine = json.dumps({"text": TEXT}).encode()
    statuses = [door.post(body)[0][:3] for body in (fine, refused, fine, fine, refused)]
    assert statuses == ["201", "422", "201", "429", "429"]


def test_a_fault_is_answered_as_a_fault(door, monkeypatch):
    def broken(*_given, **_more):
        raise RuntimeError("out of order")

    monkeypatch.setattr(appeals.actions, "file_appeal", broken)
    status, headers, answer = door.post(json.dumps({"text": TEXT}).encode())
    assert status.startswith("500")
    assert headers["Content-Type"].startswith("application/problem+json")
    assert "out of order" not in json.dumps(answer)


def test_a_fault_after_filing_does_not_file_once_more(door, monkeypatch):
    def broken(*_given):
        raise ValueError("out of order")

    monkeypatch.setattr(appeals, "just_filed", broken)
    assert door.post(json.dumps({"text": TEXT}).encode())[0].startswith("500")
    assert Appeal.objects.count() == 1
