"""The console script says what it did, what it could not do, and ends with the code that fits."""

import os
import socket
from pathlib import Path

import pytest

from config.console import Trouble
from config.locks import Lock
from config.supervisor import Child, choose_port, hold, is_free, next_free
from tests.config.conftest import Run


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--help"], 0, "verify-journal"),
        (["up", "--help"], 0, "--demo"),
        ([], 2, "COMMAND"),
        (["fly"], 2, "fly"),
        (["up", "--port", "99999"], 2, "65535"),
        (["token"], 2, "USERNAME"),
    ],
)
def test_help_and_usage(liandong: Run, arguments: list[str], code: int, words: str) -> None:
    done = liandong(*arguments)
    assert done.returncode == code
    assert words in done.stdout + done.stderr


def test_a_second_up_says_where_the_first_is(liandong: Run, data: Path) -> None:
    data.mkdir()
    lock = Lock(data / "up.lock")
    assert lock.take()
    lock.write("4711 http://127.0.0.1:8765\n")
    done = liandong("up", "--data", data)
    assert (done.returncode, done.stdout) == (1, "")
    assert "http://127.0.0.1:8765" in done.stderr
    assert "4711" in done.stderr
    lock.release()


def test_a_taken_port_that_was_asked_for() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Trouble, match=rf"端口 {port} 已被占用，可以改用 --port \d+"):
            choose_port("127.0.0.1", port)


def test_a_port_is_kept_before_anything_listens_and_for_our_own_servers_only() -> None:
    port = next_free("127.0.0.1", 30_000 + os.getpid() % 20_000)
    with hold("127.0.0.1", port):
        assert not is_free("127.0.0.1", port)
        with pytest.raises(Trouble, match=f"{port} 已被占用"):
            choose_port("127.0.0.1", port)
        with socket.socket() as server:  # as the web server binds it
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            server.bind(("127.0.0.1", port))
            server.listen()
            with (
                socket.create_connection(("127.0.0.1", port)) as caller,
                server.accept()[0] as heard,
            ):
                caller.sendall(b"?")
                assert heard.recv(1) == b"?"


def test_a_child_that_dies_comes_back_ever_more_slowly(capfd: pytest.CaptureFixture[str]) -> None:
    child = Child("worker", "this_module_does_not_exist")
    pauses = []
    for _ in range(3):
        child.due = 0
        child.mind({})
        assert child.process is not None
        child.process.wait(10)
        child.mind({})
        pauses.append(child.pause)
    assert pauses == [1, 2, 4]
    assert "worker 意外结束（1）" in capfd.readouterr().err


def test_the_folder_is_named_before_or_after_or_in_the_environment(
    liandong: Run, made: Path
) -> None:
    for arguments in (["--data", made, "token", "x"], ["token", "x", "--data", made]):
        done = liandong(*arguments)
        assert (done.returncode, done.stdout) == (1, "")
        assert "liandong migrate" in done.stderr
    assert "liandong migrate" in liandong("token", "x", LIANDONG_DATA=str(made)).stderr


@pytest.mark.parametrize(
    "command", [("token", "officer"), ("verify-journal",), ("backup", "x.tar")]
)
def test_a_folder_without_data_stays_empty(
    liandong: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    done = liandong(*command, "--data", tmp_path / "typo")
    assert (done.returncode, done.stdout) == (1, "")
    assert "没有数据" in done.stderr
    assert not (tmp_path / "typo").exists()
