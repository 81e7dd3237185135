"""The embedded PostgreSQL comes up again after every way of dying, with all that was committed."""

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg
import pytest

from config.console import Trouble
from config.database import Server, database
from config.database_tuning import tuning
from tests.config.conftest import postgres_on

Holding = Callable[[], subprocess.Popen[str]]
pytestmark = pytest.mark.usefixtures("embedded")


def keep_a_row(data: Path) -> None:
    with psycopg.connect(Server(data).url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('电压不稳')")


def kept_rows(data: Path) -> list[tuple[str]]:
    with database(data) as url, psycopg.connect(url) as connection:
        return connection.execute("SELECT word FROM kept").fetchall()


def test_a_named_server_is_used_and_nothing_is_started(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/liandong")
    with database(data) as url:
        assert url == "postgresql://db.example/liandong"
    assert not data.exists()


def test_the_application_is_no_superuser_and_commits_are_durable(made: Path) -> None:
    with database(made) as url, psycopg.connect(url) as connection:
        found = connection.execute(
            "SELECT rolsuper, current_setting('fsync'), current_setting('synchronous_commit'),"
            " current_setting('server_encoding'), current_setting('data_checksums'), lower('Ä工')"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert found == (False, "on", "on", "UTF8", "on", "ä工")
    assert (made / "database").stat().st_mode & 0o077 == 0
    assert postgres_on(made) == []


def test_everything_killed_at_once(made: Path, holding: Holding) -> None:
    starter = holding()
    keep_a_row(made)
    tree = [*psutil.Process(starter.pid).children(recursive=True), psutil.Process(starter.pid)]
    for process in tree:
        process.kill()
    psutil.wait_procs(tree, timeout=10)
    assert (made / "database" / "postmaster.pid").exists()
    assert kept_rows(made) == [("电压不稳",)]


def test_only_the_starter_killed(made: Path, holding: Holding) -> None:
    starter = holding()
    keep_a_row(made)
    starter.kill()
    starter.wait()
    assert kept_rows(made) == [("电压不稳",)]
    assert postgres_on(made) == []


def test_a_server_that_outlives_its_starter_is_ended_first(made: Path) -> None:
    server = Server(made)
    with database(made):
        keep_a_row(made)
    server.run("pg_ctl", "-D", str(server.cluster), "-l", "/dev/null", "-w", "start")
    orphan = {process.pid for process in postgres_on(made)}
    assert kept_rows(made) == [("电压不稳",)]
    assert orphan
    assert postgres_on(made) == []


def test_a_number_that_went_to_a_stranger(made: Path) -> None:
    """In a container, numbers are small and soon given to others."""
    with database(made):
        keep_a_row(made)
        recorded = (made / "database" / "postmaster.pid").read_text().splitlines()
    stranger = subprocess.Popen(["sleep", "60"], **Server(made).user.identity)
    try:
        text = "\n".join([str(stranger.pid), *recorded[1:], ""])
        (made / "database" / "postmaster.pid").write_text(text)
        (made / "database" / ".s.PGSQL.5432.lock").write_text(text)
        for name in ("postmaster.pid", ".s.PGSQL.5432.lock"):
            Server(made).user.own(made / "database" / name)
        assert kept_rows(made) == [("电压不稳",)]
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_second_command_joins_and_the_first_waits_for_it(made: Path, holding: Holding) -> None:
    first, second = holding(), holding()
    leaders = [p for p in postgres_on(made) if p.ppid() == first.pid]
    assert len(leaders) == 1
    assert first.stdin is not None
    assert second.stdin is not None
    first.stdin.write("\n")
    first.stdin.flush()
    time.sleep(0.5)
    assert first.poll() is None
    assert leaders[0].is_running()
    second.stdin.write("\n")
    second.stdin.flush()
    assert second.wait(10) == 0
    assert first.wait(10) == 0
    assert postgres_on(made) == []


def test_cut_short_while_being_made(data: Path) -> None:
    (data / "database.making").mkdir(parents=True)
    (data / "database.making" / "PG_VERSION").write_text("18\n")
    with database(data) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_path_too_long_for_a_socket(data: Path) -> None:
    deep = data / ("很深的文件夹" * 5) / "d"
    with database(deep) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not Server(deep).socket_folder.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the database as somebody else")
def test_root_in_a_private_folder(made: Path, capfd: pytest.CaptureFixture[str]) -> None:
    made.parent.chmod(0o700)
    with database(made):
        pass
    assert "穿过" in capfd.readouterr().err
    assert not Path(made.parent).stat().st_mode & 0o007, "still closed to everybody else"


def test_another_release_wrote_the_data(data: Path) -> None:
    (data / "database").mkdir(parents=True)
    (data / "database" / "PG_VERSION").write_text("12\n")
    with pytest.raises(Trouble, match="PostgreSQL 12"), database(data):
        pass


def test_a_folder_that_cannot_be_used(data: Path) -> None:
    data.write_text("a file")
    with pytest.raises(Trouble, match="不能使用数据文件夹"), database(data):
        pass


def test_tuning_follows_the_memory() -> None:
    sizes = [2**29, 2**31, 2**33, 2**37]
    found = [tuning(memory=size, lz4=True)["shared_buffers"] for size in sizes]
    assert found == ["64MB", "256MB", "1024MB", "1024MB"]
    assert tuning(memory=2**31, lz4=False)["wal_compression"] == "off"
