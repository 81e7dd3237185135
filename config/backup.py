"""The whole system in one file: the database, the attachments and the key that signs cookies."""

import contextlib
import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO, cast

import psycopg

from config.console import Trouble
from config.database import binaries, database, make_data_folder
from config.locks import Lock
from config.prepared import Mark
from config.processes import hear

FORMAT = 1
EMPTY = b"SET client_min_messages = warning;\nDROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"
UNKNOWN_BEFORE_17 = {b"SET transaction_timeout = 0;\n"}  # newer programs say it to every server
MANIFEST, DUMP, KEY, FILES = "manifest.json", "database.dump", "secret-key", "files"


def backup(url: str, data: Path, target: Path) -> int:
    """Write everything into one tar file and return its size in bytes; the system may be running.

    The database is dumped first, as one moment; attachments are written before the rows that name
    them, so every row in the dump finds its file. A half-written backup never bears the name.
    """
    with psycopg.connect(url) as connection:
        server = connection.info.server_version // 10000
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        with (
            tempfile.TemporaryDirectory(dir=_folder_of(target)) as place,
            tarfile.open(unfinished, "w", format=tarfile.PAX_FORMAT) as tar,
        ):
            os.chmod(unfinished, 0o600)  # names, telephones and the key are in it
            dump = Path(place) / DUMP
            _run(_program("pg_dump", server), "--format=custom", f"--file={dump}", url)
            sources = [dump, data / KEY, *sorted((data / FILES).rglob("*"))]
            sums = {}
            for path in sources:
                name = DUMP if path == dump else path.relative_to(data).as_posix()
                if path.is_file():
                    sums[name] = _add(tar, path, name)
            manifest = {
                "format": FORMAT,
                "version": version("liandong"),
                "postgresql": server,
                "made_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                "sha256": sums,
            }
            _add_text(tar, MANIFEST, json.dumps(manifest, ensure_ascii=False))
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.replace(target)
    except OSError as error:
        raise Trouble(
            f"不能写入 {target}：{error.strerror}。", f"Cannot write {target}."
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return target.stat().st_size


def restore(data: Path, source: Path, *, force: bool) -> None:
    """Replace everything by what a backup holds.

    Refuses while the system runs, and over data unless `force`. The database changes in one
    transaction: a backup that cannot be read to its end changes nothing.
    """
    if not source.is_file():
        raise Trouble(f"没有备份文件 {source}。", f"There is no backup {source}.")
    make_data_folder(data)
    lock = Lock(data / "up.lock")
    if not lock.take():
        raise Trouble("系统正在运行，请先停止再恢复。", "The system is running; stop it first.")
    try:
        with tempfile.TemporaryDirectory(dir=data, prefix="restoring-") as name:
            place = Path(name)
            _unpack(source, place)
            with database(data) as url:
                if not force and not _is_empty(url, data):
                    raise Trouble(
                        f"{data} 里已有数据。确要替换，请加 --force。",
                        "There is data already; add --force to replace it.",
                    )
                Mark(data).forget()
                _restore_database(url, place)
            _swap(place, data)
    finally:
        lock.release()


def _folder_of(target: Path) -> Path:
    folder = target.absolute().parent
    if not folder.is_dir():
        raise Trouble(f"没有文件夹 {folder}。", f"There is no folder {folder}.")
    return folder


class _Summing:
    """A file that adds up what is read from it, so that each is read once."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.file.read(size)
        self.sum.update(block)
        return block


def _add(tar: tarfile.TarFile, path: Path, name: str) -> str:
    """Add one file and return its checksum."""
    with path.open("rb") as file:
        reader = _Summing(file)
        tar.addfile(tar.gettarinfo(arcname=name, fileobj=file), cast("IO[bytes]", reader))
    return reader.sum.hexdigest()


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(text.encode())
    member.mtime = int(time.time())
    tar.addfile(member, io.BytesIO(text.encode()))


def _program(name: str, server: int) -> str:
    """Return PostgreSQL's own program, as new as the server: the wheel's, else the machine's."""
    for path in (str(binaries() / name), shutil.which(name)):
        if path and _major(path) >= server:
            return path
    raise Trouble(
        f"服务器是 PostgreSQL {server}，需要同版本的 {name}。",
        f"{name} {server} is needed.",
    )


def _major(program: str) -> int:
    said = hear([program, "--version"]).stdout
    return int(said.split()[2].partition(".")[0])


def _last(said: str) -> str:
    return said.strip().rpartition("\n")[2]


def _run(*command: str) -> None:
    done = hear(command)
    if done.returncode:
        raise Trouble(
            f"{Path(command[0]).name} 失败：{_last(done.stderr)}",
            f"{Path(command[0]).name} failed.",
        )


def _unpack(source: Path, place: Path) -> None:
    """Write the backup's files below `place`, and nothing else, whatever the archive says.

    The manifest comes last and lists every file with its checksum: a backup that was cut short,
    even between two files, is refused.
    """
    sums = {}
    try:
        with tarfile.open(source) as tar:
            for member in tar:
                path = PurePosixPath(member.name)
                known = path.parts[:1] and path.parts[0] in {MANIFEST, DUMP, KEY, FILES}
                if not known or path.is_absolute() or ".." in path.parts or not member.isfile():
                    raise Trouble(f"备份里有不认识的内容：{member.name}", "Not our backup.")
                content = tar.extractfile(member)
                assert content is not None
                reader = _Summing(cast("BinaryIO", content))
                (place / path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                with open(place / path, "wb", opener=_private) as file:
                    shutil.copyfileobj(reader, file)
                sums[member.name] = reader.sum.hexdigest()
        manifest: dict[str, Any] = json.loads((place / MANIFEST).read_text())
    except (tarfile.TarError, FileNotFoundError, ValueError, EOFError) as error:
        raise Trouble(
            f"{source} 不是完整的备份：{error}", f"{source} is no whole backup."
        ) from error
    except OSError as error:
        raise Trouble(f"不能读取 {source}：{error.strerror}。", f"Cannot read {source}.") from error
    if manifest.get("format") != FORMAT:
        raise Trouble(
            f"{source} 由另一版本（{manifest.get('version')}）写成，本版本读不了。",
            "This backup was written by another release that this one cannot read.",
        )
    del sums[MANIFEST]
    if sums != manifest["sha256"] or DUMP not in sums:
        raise Trouble(f"{source} 已损坏：校验和不符。", f"{source} is damaged: checksums differ.")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _is_empty(url: str, data: Path) -> bool:
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1"
        ).fetchone()
    return found is None and not any((data / FILES).iterdir())


def _restore_database(url: str, place: Path) -> None:
    """Empty the schema and read the dump into it, both in one transaction.

    The script is written to its end before any of it runs: one that breaks off would be committed.
    """
    with psycopg.connect(url) as connection:
        server = connection.info.server_version // 10000
    script = place / "restore.sql"
    with script.open("wb") as file:
        file.write(EMPTY)
        for line in _script(place / DUMP):
            if line not in UNKNOWN_BEFORE_17 or server >= 17:
                file.write(line)
    options = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
    _run(_program("psql", server), *options, f"--file={script}", url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE")


def _script(dump: Path) -> Iterator[bytes]:
    """Yield the lines of SQL that a dump stands for."""
    command = [_program("pg_restore", 0), "--no-owner", "--no-privileges", "--file=-", str(dump)]
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said) as process:
            assert process.stdout is not None
            yield from process.stdout
        if process.returncode:
            said.seek(0)
            raise Trouble(f"pg_restore 失败：{_last(said.read().decode())}", "pg_restore failed.")


def _swap(place: Path, data: Path) -> None:
    """Put attachments and key where they belong; the former attachments go with the folder."""
    (place / FILES).mkdir(exist_ok=True, mode=0o700)
    with contextlib.suppress(FileNotFoundError):
        (data / FILES).rename(place / "former-files")
    (place / FILES).rename(data / FILES)
    if (place / KEY).exists():
        (place / KEY).replace(data / KEY)
    if os.geteuid() == 0:  # root restores for whoever runs the system
        owner = data.stat()
        for path in (data / KEY, data / FILES, *(data / FILES).rglob("*")):
            if path.exists():
                os.chown(path, owner.st_uid, owner.st_gid)
