"""`liandong up`: starts database, web, live pages and worker, and keeps them until Ctrl-C."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from config.console import Trouble, note, say
from config.database import Server, make_data_folder, own_database
from config.frontend import ensure_frontend
from config.locks import Lock
from config.prepared import Mark
from config.processes import empty_folder_for_figures, spawn

DEFAULT_PORT = 8000
SOON, LATEST = (
    0.5,
    30.0,
)  # seconds before a child that died is started again: doubled each time
STEADY_SECONDS = 60  # a child that ran so long has earned a quick restart again
TRIES_BEFORE_READY = 3  # a system that has never answered yet is given up after so many deaths
STOP_SECONDS = 4.5
SIGN_INS = (
    ("enterprise", "企业"),
    ("enterprise2", "企业（一人管两家）"),
    ("newcomer", "新来的经办人，还没有企业"),
    ("officer", "部门经办人"),
    ("officer2", "另一部门经办人"),
    ("head", "部门负责人"),
    ("coordinator", "服务办协调员"),
    ("clerk", "热线坐席"),
    ("leader", "区领导"),
    ("auditor", "监督审计"),
    ("admin", "系统管理员"),
)
DEMO_PASSWORD = "liandong-demo"  # noqa: S105 (printed on purpose, in the demo only)


class Stop(BaseException):
    """Ctrl-C or SIGTERM came."""


def _on_signal(_number: int, _frame: FrameType | None) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # once is enough; stopping must not be cut short
    raise Stop


class Child:
    """One process that is started again when it ends."""

    def __init__(self, name: str, *command: str) -> None:
        self.name = name
        self.command = [sys.executable, "-m", *command]
        self.process: subprocess.Popen[bytes] | None = None
        self.deaths = 0
        self.pause = SOON
        self.began = self.due = 0.0

    def mind(self, environment: dict[str, str]) -> None:
        """Start it when it is due; note when it has ended."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.due:
                self.process = spawn(self.command, env=environment)
                self.began = now
            return
        if (code := self.process.poll()) is None:
            return
        self.process = None
        self.deaths += 1
        self.pause = SOON if now - self.began > STEADY_SECONDS else min(LATEST, self.pause * 2)
        self.due = now + self.pause
        note(
            f"{self.name} 意外结束（{code}），{self.pause:.0f} 秒后重新启动。",
            f"{self.name} ended ({code}); starting it again.",
        )


def is_free(host: str, port: int) -> bool:
    """Say whether a server could listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def hold(host: str, port: int) -> socket.socket:
    """Keep a port for our own servers, which share it, from now on: others find that it is not free.

    Until a server listens there is time in which another system would choose it, and the two would
    then be given each other's requests.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    held = socket.socket(family, socket.SOCK_STREAM)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    with contextlib.suppress(OSError):  # somebody's last connections are still closing
        held.bind((host, port))
    return held


def next_free(host: str, port: int) -> int:
    """Return the first free port from this one on."""
    for candidate in range(port, min(port + 200, 65536)):
        if is_free(host, candidate):
            return candidate
    raise Trouble(f"{port} 之后没有空闲端口。", f"No free port from {port} on.")


def choose_port(host: str, wanted: int | None) -> int:
    """Return the port to serve on; one that was asked for is never silently exchanged."""
    if wanted is None:
        port = next_free(host, DEFAULT_PORT)
        if port != DEFAULT_PORT:
            say(
                f"端口 {DEFAULT_PORT} 已被占用，改用 {port}。",
                f"Port {DEFAULT_PORT} is taken; using {port}.",
            )
        return port
    if not is_free(host, wanted):
        free = next_free(host, wanted + 1)
        raise Trouble(
            f"端口 {wanted} 已被占用，可以改用 --port {free}。",
            f"Port {wanted} is taken; --port {free} is free.",
        )
    return wanted


class System:
    """All that runs, and what it needs to know."""

    def __init__(self, data: Path, host: str, port: int, *, demo: bool) -> None:
        self.data = data
        self.demo = demo
        shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 (not bound here)
        self.address = f"http://{shown}:{port}"
        events_port = next_free(host, port + 1)
        self.held = [hold(host, port), hold(host, events_port)]
        self.environment = {
            **os.environ,
            "LIANDONG_DATA": str(data),
            "PYTHONUNBUFFERED": "1",
            "PROMETHEUS_MULTIPROC_DIR": str(empty_folder_for_figures(data)),
        }
        self.environment.setdefault("LIANDONG_EVENTS_URL", f"http://*:{events_port}/events/")
        if demo:
            self.environment["LIANDONG_DEMO"] = "on"
        workers = os.environ.get("LIANDONG_WEB_WORKERS", "2")
        threads = os.environ.get("LIANDONG_WEB_THREADS", "2")
        at = ("--host", host, "--port")
        pages = ("config.web", "config.wsgi:application", *at, str(port))
        self.children = [
            Child("web", *pages, "--workers", workers, "--threads", threads),
            Child(
                "events",
                "config.web",
                "config.events:application",
                *at,
                str(events_port),
            ),
            Child("worker", "config.worker"),
        ]

    def prepare(self) -> None:
        """Bring database and files up to date, in a process of its own so that we stay small."""
        mark = Mark(self.data)
        if "DATABASE_URL" not in os.environ and mark.is_current(demo=self.demo):
            return
        mark.forget()
        command = [sys.executable, "-m", "config.prepare", *(["--demo"] if self.demo else [])]
        child = spawn(command, env=self.environment)
        try:
            if child.wait():
                raise Trouble(
                    "启动前的准备没有完成，原因见上。",
                    "Preparing failed; see the reason above.",
                )
        finally:
            with contextlib.suppress(ProcessLookupError):  # with whatever it has started itself
                os.killpg(child.pid, signal.SIGKILL)
        mark.set(demo=self.demo)

    def is_ready(self) -> bool:
        """Say whether the web answers that it, and what it needs, is ready."""
        ready = f"{self.address}/api/v1/readyz"
        try:
            with urllib.request.urlopen(ready, timeout=2) as answer:  # noqa: S310 (our own address)
                return bool(answer.status == 200)
        except (OSError, ValueError):
            return False

    def keep_running(self, server: Server | None) -> None:
        """Mind the children until a signal comes.

        The web comes first and alone: whoever waits for the address waits for what it loads.
        """
        ready, asked = False, 0.0
        while True:
            if server is not None and server.process and server.process.poll() is not None:
                note(
                    "数据库意外结束，重新启动。",
                    "The database ended; starting it again.",
                )
                server.start()
            for child in self.children if ready else self.children[:1]:
                child.mind(self.environment)
            now = time.monotonic()
            if not ready and now - asked > 0.2:
                asked = now
                if ready := self.is_ready():
                    self.announce()
                elif any(child.deaths >= TRIES_BEFORE_READY for child in self.children):
                    raise Trouble("系统没有启动起来，原因见上。", "The system did not come up.")
            time.sleep(0.1)

    def announce(self) -> None:
        """Print where it is and, in the demo, who may sign in."""
        say("")
        say(
            f"企业服务信息联动系统已启动：{self.address}",
            "(Ctrl-C 停止 · Ctrl-C stops)",
        )
        say(f"数据在 {self.data}", "(data)")
        if self.demo:
            say("")
            say(f"示例账号，密码都是 {DEMO_PASSWORD}：", "Demo sign-ins, one password:")
            for name, role in SIGN_INS:
                say(f"  {name:<14}{role}")
        say("")

    def stop(self) -> None:
        """End the children together, the slow ones by force."""
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            process.terminate()
        end = time.monotonic() + STOP_SECONDS
        for process in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.01, end - time.monotonic()))
            process.kill()
            process.wait()


def up(data: Path, *, host: str, port: int | None, demo: bool) -> None:
    """Run the whole system on a data folder until Ctrl-C or SIGTERM."""
    make_data_folder(data)
    lock = Lock(data / "up.lock")
    if not lock.take():
        pid, _, address = lock.note().partition(" ")
        raise Trouble(
            f"已在这个数据文件夹上运行：{address or data}（进程 {pid}）。",
            f"Already running on this data folder: {address or data} (process {pid}).",
        )
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _on_signal)
    try:
        _run(data, lock, host=host, port=port, demo=demo)
    except Stop:
        say("已停止，数据已保存。", "Stopped; the data is kept.")
    finally:
        lock.release()


def _run(data: Path, lock: Lock, *, host: str, port: int | None, demo: bool) -> None:
    ensure_frontend()
    system = System(data, host, choose_port(host, port), demo=demo)
    lock.write(f"{os.getpid()} {system.address}\n")
    with own_database(data) as server:
        if server is not None:
            system.environment["DATABASE_URL"] = server.url()
        try:
            system.prepare()
            system.keep_running(server)
        finally:
            system.stop()
