"""The system's user that PostgreSQL runs as: ourselves, or somebody humble when we are root."""

import contextlib
import errno
import os
import pwd
import stat
import struct
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.console import Trouble, note
from config.processes import hear

CANDIDATES = ("liandong", "postgres", "nobody")  # the first that the machine has
ACL = "system.posix_acl_access"  # acl(5); the layout is linux/posix_acl_xattr.h
ACL_VERSION, NOBODY_IN_PARTICULAR = 2, 0xFFFFFFFF
USER_OBJ, USER, GROUP_OBJ, MASK, OTHER = 0x01, 0x02, 0x04, 0x10, 0x20


@dataclass(frozen=True)
class DatabaseUser:
    """Who the database's processes are, and what they may reach."""

    name: str
    uid: int
    gid: int
    other: bool  # somebody else than ourselves: we are root, whom PostgreSQL refuses

    @property
    def identity(self) -> dict[str, Any]:
        """The options that make a subprocess run as this user."""
        if not self.other:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give a file or a whole folder to the user, where it is not theirs yet."""
        if not self.other or path.stat().st_uid == self.uid:
            return
        for folder, _, files in os.walk(path):
            for each in (folder, *(os.path.join(folder, name) for name in files)):
                os.chown(each, self.uid, self.gid, follow_symlinks=False)
        os.chown(path, self.uid, self.gid)

    def open_way(self, *places: Path) -> None:
        """Let the user pass through the folders above these places, such as a private home.

        Passing only, and this user only, by an access control list; what lies in those folders
        stays as closed as it was. Where the file system knows no such lists, it is refused with
        both remedies named: opening a home to everybody is not for a program to decide.
        """
        if not self.other:
            return
        for place in places:
            if self._enters(place):
                continue
            for folder in (*reversed(place.parents), place):
                if self._enters(folder):
                    continue
                with contextlib.suppress(OSError):
                    _let_pass(folder, self.uid)
                if not self._enters(folder):
                    raise Trouble(
                        f"数据库不能以 root 运行，改用用户 {self.name}，但它进不了 {folder}。"
                        f"请执行 chmod o+x {folder}，或用 --data 指定别处，或以普通用户运行。",
                        f"The database cannot run as root, and user {self.name} cannot enter "
                        f"{folder}. Run chmod o+x {folder}, or name another folder with --data, "
                        "or run as an ordinary user.",
                    )
                note(
                    f"已允许用户 {self.name}（数据库）穿过 {folder}。",
                    f"Let user {self.name} (the database) pass through {folder}.",
                )

    def _enters(self, folder: Path) -> bool:
        done = hear(["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)], cwd="/", **self.identity)
        return done.returncode == 0


def database_user(cluster: Path) -> DatabaseUser:
    """Return who runs the server: the cluster's owner if root started us, else ourselves."""
    if os.geteuid() != 0:
        own = os.geteuid()
        return DatabaseUser(str(own), own, os.getegid(), other=False)
    with contextlib.suppress(FileNotFoundError, KeyError):
        if (uid := cluster.stat().st_uid) != 0:
            owner = pwd.getpwuid(uid)
            return DatabaseUser(owner.pw_name, uid, owner.pw_gid, other=True)
    for name in CANDIDATES:
        with contextlib.suppress(KeyError):
            found = pwd.getpwnam(name)
            return DatabaseUser(name, found.pw_uid, found.pw_gid, other=True)
    raise Trouble(
        "PostgreSQL 不能以 root 运行，本机也没有可用的普通用户。",
        "PostgreSQL cannot run as root, and this machine has no other user to run it as.",
    )


def _let_pass(folder: Path, uid: int) -> None:
    """Add `user:UID:--x` to a folder's access control list."""
    if sys.platform != "linux":
        raise OSError(errno.ENOTSUP, "no access control lists here")
    mode = stat.S_IMODE(folder.stat().st_mode)
    entries = {
        (USER_OBJ, NOBODY_IN_PARTICULAR): mode >> 6 & 7,
        (GROUP_OBJ, NOBODY_IN_PARTICULAR): mode >> 3 & 7,
        (OTHER, NOBODY_IN_PARTICULAR): mode & 7,
    }
    with contextlib.suppress(OSError):  # none yet
        raw = os.getxattr(folder, ACL)
        entries = {(tag, who): may for tag, may, who in struct.iter_unpack("<HHI", raw[4:])}
    entries[USER, uid] = entries.get((USER, uid), 0) | 1
    mask = entries.get((MASK, NOBODY_IN_PARTICULAR), entries[GROUP_OBJ, NOBODY_IN_PARTICULAR])
    entries[MASK, NOBODY_IN_PARTICULAR] = mask | 1
    raw = struct.pack("<I", ACL_VERSION) + b"".join(
        struct.pack("<HHI", tag, may, who) for (tag, who), may in sorted(entries.items())
    )
    os.setxattr(folder, ACL, raw)
