"""SIGKILL in the middle of a thousand submissions: what was acknowledged is there, once, and everyone is told once."""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from config.database import Server
from tests.config.conftest import Run
from tests.config.conftest import data as data
from tests.config.conftest import embedded as embedded
from tests.config.conftest import liandong as liandong
from tests.config.test_up import Up

SUBMISSIONS, CLIENTS = 1000, 8
KILL_ALL_AT, KILL_WORKER_AT = 400, 700
PEOPLE = """
import django
django.setup()
from liandong.accounts.actions import issue_token
from liandong.accounts.models import User
from liandong.departments.models import Appointment, Department
from liandong.enterprises.models import Enterprise, Member
from liandong.kit.codes import make_uscc
user, officer = (User.objects.create(username=name) for name in ("enterprise", "officer"))
works = Enterprise.objects.create(uscc=make_uscc(1), name="示例", region_id="410303")
Member.objects.create(user=user, enterprise=works, role="admin")
Appointment.objects.create(user=officer, role="officer", department=Department.objects.get(code="ly-power"))
print(issue_token(user))
"""


class Crowd:
    """Eight clients that file appeals 0 … 999, each under a key of its own."""

    def __init__(self, port: int, token: str) -> None:
        self.port, self.token = port, token
        self.told: dict[int, str] = {}
        self.refused: list[tuple[int, bytes]] = []
        self.reached = threading.Condition()
        self.threads = [threading.Thread(target=self._file, args=(n,)) for n in range(CLIENTS)]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def wait_for(self, number: int) -> None:
        """Return once so many submissions have been acknowledged."""
        with self.reached:
            assert self.reached.wait_for(lambda: len(self.told) >= number, 120), self.refused[:1]

    def join(self) -> None:
        for thread in self.threads:
            thread.join(120)

    def _file(self, client: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(line):
            for number in range(client, SUBMISSIONS, CLIENTS):
                body = json.dumps({"text": f"厂区变压器容量不够，想申请用电增容，第{number}件"})
                key = {"Idempotency-Key": f"key-{number}"}
                line.request("POST", "/api/v1/appeals", body, headers | key)
                answer = line.getresponse()
                told = answer.read()
                with self.reached:
                    if answer.status == 201:
                        self.told[number] = json.loads(told)["reference"]
                    else:
                        self.refused.append((answer.status, told))
                    self.reached.notify_all()


@pytest.fixture
def up(data: Path, embedded: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Up]]:
    monkeypatch.setenv("LIANDONG_RATE_LIMITS", "off")
    started: list[Up] = []

    def start() -> Up:
        started.append(one := Up(data))
        one.wait_until(one.is_ready)
        return one

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()


def kill_everything(one: Up) -> None:
    """Stop all processes, then kill them, the database among them: none can tidy up behind another."""
    root = psutil.Process(one.process.pid)
    tree = [root, *root.children(recursive=True)]
    for number in (signal.SIGSTOP, signal.SIGKILL):
        for process in tree:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(number)
    one.process.wait()
    psutil.wait_procs(tree, timeout=10)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of a parent's end")
def test_a_kill_loses_nothing_and_doubles_nothing(
    up: Callable[[], Up], data: Path, liandong: Run
) -> None:
    one = up()
    url = Server(data).url()
    made = subprocess.run(
        [sys.executable, "-c", PEOPLE],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env={
            **os.environ, "DATABASE_URL": url, "LIANDONG_DATA": str(data),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        },
    )  # fmt: skip
    token = made.stdout.strip()

    before = Crowd(one.port, token)
    before.start()
    before.wait_for(KILL_ALL_AT)
    kill_everything(one)
    before.join()
    assert not before.refused
    assert KILL_ALL_AT <= len(before.told) < SUBMISSIONS
    assert len(set(before.told.values())) == len(before.told)

    two = up()
    after = Crowd(two.port, token)
    after.start()
    after.wait_for(KILL_WORKER_AT)
    two.child("config.worker").kill()
    after.join()
    assert not after.refused
    assert len(after.told) == len(set(after.told.values())) == SUBMISSIONS
    assert after.told.items() >= before.told.items()

    with psycopg.connect(url, autocommit=True) as line:

        def count(what: str) -> int:
            row = line.execute(f"SELECT count(*) FROM {what}").fetchone()
            assert row
            return int(row[0])

        two.wait_until(
            lambda: count("journal_outbox") == count("appeals_searchqueue") == 0, seconds=60
        )
        assert count("appeals_appeal") == SUBMISSIONS
        assert count("appeals_assignment") == SUBMISSIONS
        assert count("appeals_searchrow") == SUBMISSIONS
        assert count("journal_entry WHERE verb = 'appeal.submitted'") == SUBMISSIONS
        told = "notices_notice n JOIN accounts_user u ON u.id = user_id WHERE username = 'officer'"
        assert count(told) == SUBMISSIONS
        assert count("(SELECT 1 FROM notices_notice GROUP BY user_id, entry_id) g") == count(
            "notices_notice"
        )
    verified = liandong("verify-journal", "--data", data)
    assert verified.returncode == 0, verified.stderr
