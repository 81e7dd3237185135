"""Locks on the data folder: who runs the system, who runs the database, who is using it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.console import Trouble


class Lock:
    """A file lock that the kernel lets go of when its holder ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._fd: int | None = None

    def take(self, *, wait: bool = False, shared: bool = False) -> bool:
        """Take the lock; without `wait`, say at once whether that went well."""
        try:
            fd = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        except PermissionError:
            raise Trouble(
                f"没有权限写 {self.path}：请以数据文件夹的主人运行。",
                f"May not write {self.path}: run as the owner of the data folder.",
            ) from None
        if os.geteuid() == 0:  # what root leaves must not shut out the folder's owner
            owner = self.path.parent.stat()
            os.fchown(fd, owner.st_uid, owner.st_gid)
        how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(fd, how if wait else how | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(fd)
            return False
        self._fd = fd
        if not shared:
            self.write(f"{os.getpid()}\n")
        return True

    def write(self, text: str) -> None:
        """Leave a note for whoever finds the lock taken; its first word is the holder's id."""
        assert self._fd is not None
        os.ftruncate(self._fd, 0)
        os.pwrite(self._fd, text.encode(), 0)

    def note(self) -> str:
        """Read what the holder left."""
        return self.path.read_text().strip()

    def release(self) -> None:
        """Let go; harmless when it is not held."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    @contextmanager
    def held(self, *, shared: bool = False) -> Iterator[None]:
        """Hold the lock for a block, waiting for it first."""
        self.take(wait=True, shared=shared)
        try:
            yield
        finally:
            self.release()
