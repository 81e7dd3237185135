"""The whole system on a data folder of its own, started as an administrator would, and what it uses."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil

from config.database import Server
from config.supervisor import next_free

START_SECONDS = 300


class System:
    """A running `liandong up`, its database's addresses and its processes."""

    def __init__(self, data: Path, port: int) -> None:
        self.port = port
        server = Server(data)
        self.url = server.url()
        self.superuser = server.url(role="postgres")
        self.sockets = server.socket_folder
        self.log = data.parent / "up.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "config.command",
                    "up",
                    "--port",
                    str(port),
                    "--data",
                    str(data),
                ],
                stdout=log,
                stderr=log,
                start_new_session=True,
                env={**os.environ, "LIANDONG_RATE_LIMITS": "off"},
            )

    def wait_until_ready(self) -> None:
        """Return when the system answers that it is ready."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(OSError):
                ready = f"http://127.0.0.1:{self.port}/api/v1/readyz"
                if urllib.request.urlopen(ready, timeout=2).status == 200:
                    return
            time.sleep(0.2)
        raise SystemExit(f"the system did not start: {self.log.read_text()[-500:]}")

    @property
    def events_port(self) -> int:
        """The port of the live pages."""
        for child in psutil.Process(self.process.pid).children():
            words = child.cmdline()
            if "config.events:application" in words:
                return int(words[words.index("--port") + 1])
        raise SystemExit("no process serves live pages")

    def parts(self) -> dict[str, list[psutil.Process]]:
        """The processes by what they are: web, events, worker, database, supervisor."""
        root = psutil.Process(self.process.pid)
        found = {"supervisor": [root]}
        for child in root.children():
            words = " ".join(child.cmdline())
            name = next(
                (part for word, part in (
                    ("config.wsgi", "web"), ("config.events", "events"), ("config.worker", "worker"),
                ) if word in words),
                "database",
            )  # fmt: skip
            found.setdefault(name, []).extend([child, *child.children(recursive=True)])
        return found

    def memory(self) -> dict[str, float]:
        """Megabytes by part; what processes share is divided among them (PSS)."""
        used: dict[str, float] = {}
        for name, processes in self.parts().items():
            for process in processes:
                with contextlib.suppress(psutil.Error):
                    used[name] = used.get(name, 0) + process.memory_full_info().pss / 2**20
        return used

    def seconds(self) -> dict[str, float]:
        """Processor seconds used so far by part."""
        used: dict[str, float] = {}
        for name, processes in self.parts().items():
            for process in processes:
                with contextlib.suppress(psutil.Error):
                    times = process.cpu_times()
                    used[name] = used.get(name, 0) + times.user + times.system
        return used

    def stop(self) -> None:
        """Stop it as Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(60)
        self.process.kill()
        self.process.wait()


@contextlib.contextmanager
def running() -> Iterator[System]:
    """Start the system on a new folder; stop it and remove the folder at the end.

    `LIANDONG_BENCH_FOLDER` names a place with room where the temporary folder has too little: a million
    appeals take some 5 GB.
    """
    place = Path(
        tempfile.mkdtemp(prefix="liandong-bench-", dir=os.environ.get("LIANDONG_BENCH_FOLDER"))
    )
    place.chmod(0o755)  # the database's user passes through
    os.environ.pop("DATABASE_URL", None)
    system = System(place / "d", next_free("127.0.0.1", 18_000))
    try:
        system.wait_until_ready()
        os.environ |= {
            "DATABASE_URL": system.url,
            "LIANDONG_DATA": str(place / "d"),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        yield system
    finally:
        system.stop()
        shutil.rmtree(place, ignore_errors=True)
