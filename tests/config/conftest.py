"""Data folders of their own, and programs that are started and killed."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree, rmtree

import psutil
import pytest

from config.database import database, make_data_folder

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def data() -> Iterator[Path]:
    """A folder that the database's user may reach, with a short name; removed at the end."""
    place = Path(tempfile.mkdtemp(prefix="liandong-data-"))
    place.chmod(0o755)
    yield place / "d"
    rmtree(place, ignore_errors=True)


@pytest.fixture(scope="session")
def empty_cluster() -> Iterator[Path]:
    """A cluster with an empty database, stopped: copying it is quicker than making one."""
    place = Path(tempfile.mkdtemp(prefix="liandong-data-"))
    place.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DATABASE_URL")
        with database(place / "d"):
            pass
    yield place / "d" / "database"
    rmtree(place, ignore_errors=True)


@pytest.fixture
def made(data: Path, embedded: None, empty_cluster: Path) -> Path:
    """A data folder whose cluster has been made already."""
    make_data_folder(data)
    copytree(empty_cluster, data / "database")
    return data


@pytest.fixture
def embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine where no database server is named."""
    monkeypatch.delenv("DATABASE_URL")


@pytest.fixture
def liandong(embedded: None) -> Run:
    """The console script, in a process of its own."""

    def run(*arguments: str | Path, **options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "config.command", *map(str, arguments)],
            check=False,
            capture_output=True,
            text=True,
            timeout=180,
            env={**os.environ, **options},
        )

    return run


@pytest.fixture
def holding(made: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Starts programs that hold the database open until a line is written to them."""
    started = []

    def start() -> subprocess.Popen[str]:
        program = (
            "import sys, pathlib; from config.database import database\n"
            "with database(pathlib.Path(sys.argv[1])) as url:\n"
            "    print(url, flush=True); sys.stdin.readline()\n"
        )
        process = subprocess.Popen(
            [sys.executable, "-c", program, str(made)],
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline().startswith("postgresql://")
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def left_alive(processes: list[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Return those that have not ended in time; who waits to be buried has."""
    end = time.monotonic() + seconds
    while alive := [process for process in processes if _lives(process)]:
        if time.monotonic() > end:
            return alive
        time.sleep(0.05)
    return []


def _lives(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    return False


def postgres_on(data: Path) -> list[psutil.Process]:
    """Return the server processes whose cluster this is."""
    found = []
    for process in psutil.process_iter(["name"]):
        with contextlib.suppress(psutil.Error):
            if process.info["name"] == "postgres" and process.cwd() == str(data / "database"):
                found.append(process)
    return found
