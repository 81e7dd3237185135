"""The whole system starts, mends itself, stops in order, and leaves nothing behind when it is killed."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from config.supervisor import is_free, next_free
from tests.config.conftest import Run, left_alive, postgres_on

START_SECONDS, STOP_SECONDS = 180, 20  # on a quiet machine 8 and 4


class Up:
    """A running `liandong up` on a port of its own."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = next_free("127.0.0.1", 20_000 + os.getpid() % 20_000)
        self.log = data.with_name("up.log")
        command = [sys.executable, "-m", "config.command", "up", "--port", str(self.port)]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, "--data", str(data)], stdout=log, stderr=log, start_new_session=True
            )

    def is_ready(self) -> bool:
        try:
            address = f"http://127.0.0.1:{self.port}/api/v1/readyz"
            return bool(urllib.request.urlopen(address, timeout=2).status == 200)
        except OSError:
            return False

    def wait_until(self, holds: Callable[[], object], seconds: float = START_SECONDS) -> None:
        end = time.monotonic() + seconds
        while not holds():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.1)

    def child(self, words: str) -> psutil.Process:
        children = psutil.Process(self.process.pid).children()
        return next(child for child in children if words in " ".join(child.cmdline()))


@pytest.fixture
def up(data: Path, embedded: None) -> Iterator[Callable[[], Up]]:
    started = []

    def start() -> Up:
        started.append(one := Up(data))
        one.wait_until(one.is_ready)
        return one

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()


def test_from_start_to_stop(up: Callable[[], Up], data: Path, liandong: Run) -> None:
    one = up()
    one.wait_until(lambda: f"http://127.0.0.1:{one.port}" in one.log.read_text())
    assert str(one.port) in liandong("up", "--data", data).stderr
    assert liandong("token", "nobody", "--data", data).stderr.startswith("liandong: 没有叫“nobody”")
    assert "日志完好" in liandong("verify-journal", "--data", data).stdout

    one.child("config.wsgi").kill()
    one.wait_until(lambda: not one.is_ready())
    one.wait_until(one.is_ready)
    one.child("postgres").kill()
    one.wait_until(lambda: "数据库意外结束" in one.log.read_text())
    one.wait_until(one.is_ready)

    tree = psutil.Process(one.process.pid).children(recursive=True)
    os.killpg(one.process.pid, signal.SIGINT)
    assert one.process.wait(STOP_SECONDS) == 0
    assert "Traceback" not in one.log.read_text().partition("已停止")[2]
    assert left_alive(tree, 2) == []
    assert postgres_on(data) == []
    assert is_free("127.0.0.1", one.port)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of a parent's end")
def test_nothing_outlives_a_killed_supervisor(up: Callable[[], Up], data: Path) -> None:
    one = up()
    tree = psutil.Process(one.process.pid).children(recursive=True)
    one.process.kill()
    assert left_alive(tree, STOP_SECONDS) == []
    assert is_free("127.0.0.1", one.port)
    up()
