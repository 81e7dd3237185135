"""A backup brings everything back; a restore that goes wrong changes nothing."""

import hashlib
import io
import json
import tarfile
from pathlib import Path

import psycopg
import pytest

from config.backup import backup, restore
from config.console import Trouble
from config.database import database
from config.locks import Lock

pytestmark = pytest.mark.usefixtures("embedded")


@pytest.fixture
def filled(made: Path) -> Path:
    """A data folder with a row, an attachment in a folder, and a key."""
    fill(made, "原来的")
    return made


def fill(data: Path, word: str) -> None:
    with database(data) as url, psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept (id int PRIMARY KEY, word text)")
        connection.execute("INSERT INTO kept VALUES (1, %s)", [word])
    (data / "files" / "2026").mkdir()
    (data / "files" / "2026" / "照片.jpg").write_text(word)
    (data / "secret-key").write_text(f"key of {word}")


def contents(data: Path) -> tuple[object, ...]:
    with database(data) as url, psycopg.connect(url) as connection:
        row = connection.execute("SELECT id, word FROM kept").fetchall()
    files = {
        str(path.relative_to(data / "files")): path.read_text()
        for path in (data / "files").rglob("*.jpg")
    }
    return row, files, (data / "secret-key").read_text()


def back_up(data: Path, target: Path) -> Path:
    with database(data) as url:
        assert backup(url, data, target) == target.stat().st_size
    return target


def test_round_trip_into_a_new_folder(filled: Path, tmp_path: Path) -> None:
    archive = back_up(filled, tmp_path / "all.tar")
    assert archive.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["all.tar"]
    new = filled.with_name("new")
    restore(new, archive, force=False)
    assert contents(new) == contents(filled)
    assert (new / "secret-key").stat().st_mode & 0o777 == 0o600
    assert not list(new.glob("restoring-*"))


def test_data_is_replaced_only_when_forced(filled: Path, tmp_path: Path) -> None:
    archive = back_up(filled, tmp_path / "all.tar")
    before = contents(filled)
    other = filled.with_name("other")
    fill(other, "后来的")
    (other / "files" / "more.jpg").write_text("后来的")
    with pytest.raises(Trouble, match="--force"):
        restore(other, archive, force=False)
    assert contents(other) != before
    restore(other, archive, force=True)
    assert contents(other) == before


def test_without_a_backup_nothing_is_made(tmp_path: Path) -> None:
    for absent in (tmp_path / "absent.tar", tmp_path):
        with pytest.raises(Trouble, match="没有备份文件"):
            restore(tmp_path / "new", absent, force=False)
    assert not (tmp_path / "new").exists()


def test_not_while_the_system_runs(filled: Path, tmp_path: Path) -> None:
    archive = back_up(filled, tmp_path / "all.tar")
    lock = Lock(filled / "up.lock")
    assert lock.take()
    with pytest.raises(Trouble, match="正在运行"):
        restore(filled, archive, force=True)
    lock.release()


def test_a_damaged_backup_changes_nothing(filled: Path, tmp_path: Path) -> None:
    """Cut short anywhere, even between two files, or with one byte changed in any of them."""
    before = contents(filled)
    whole = back_up(filled, tmp_path / "all.tar").read_bytes()
    with tarfile.open(tmp_path / "all.tar") as tar:
        members = tar.getmembers()
    ends = [0, 600, *(m.offset for m in members), members[-1].offset_data + 9]
    damaged = [whole[:end] for end in ends]
    for member in members:
        at = member.offset_data
        damaged.append(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    for content in damaged:
        (tmp_path / "damaged.tar").write_bytes(content)
        with pytest.raises(Trouble):
            restore(filled, tmp_path / "damaged.tar", force=True)
    assert contents(filled) == before


def test_a_dump_that_ends_early_changes_nothing(filled: Path, tmp_path: Path) -> None:
    """Sealed as if it were whole, so that only reading it shows."""
    before = contents(filled)
    with tarfile.open(back_up(filled, tmp_path / "all.tar")) as old:
        parts = {m.name: file.read() for m in old if (file := old.extractfile(m))}
    parts["database.dump"] = parts["database.dump"][:-200]
    manifest = json.loads(parts["manifest.json"])
    manifest["sha256"]["database.dump"] = hashlib.sha256(parts["database.dump"]).hexdigest()
    parts["manifest.json"] = json.dumps(manifest).encode()
    with tarfile.open(tmp_path / "early.tar", "w") as new:
        for name, content in parts.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    with pytest.raises(Trouble, match="失败"):
        restore(filled, tmp_path / "early.tar", force=True)
    assert contents(filled) == before


@pytest.mark.parametrize("name", ["/etc/evil", "files/../../evil", "evil", ".."])
def test_nothing_is_written_elsewhere(data: Path, tmp_path: Path, name: str) -> None:
    archive = tmp_path / "evil.tar"
    with tarfile.open(archive, "w") as tar:
        member = tarfile.TarInfo(name)
        member.size = 4
        tar.addfile(member, io.BytesIO(b"evil"))
    with pytest.raises(Trouble, match="不认识"):
        restore(data, archive, force=True)
    assert not list(data.parent.rglob("evil"))


@pytest.mark.parametrize(
    ("make", "words"), [(None, "没有备份文件"), (b"no archive at all", "不是完整")]
)
def test_no_such_backup(data: Path, tmp_path: Path, make: bytes | None, words: str) -> None:
    if make:
        (tmp_path / "x.tar").write_bytes(make)
    with pytest.raises(Trouble, match=words):
        restore(data, tmp_path / "x.tar", force=False)


def test_nowhere_to_write(filled: Path) -> None:
    with database(filled) as url, pytest.raises(Trouble, match="没有文件夹"):
        backup(url, filled, Path("/no/such/folder/all.tar"))
