"""Child processes that end with their parent, even when the parent is killed outright."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def end_with_parent(number: int, parent: int | None = None) -> None:
    """Ask the kernel to send this process a signal when its parent ends (Linux only).

    Call it in the child, after any change of user: that clears the wish. `parent` is the parent's
    id as the parent knew it; when it has ended already, the child ends at once.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
    if parent is not None and os.getppid() != parent:
        os._exit(1)


def empty_folder_for_figures(data: Path) -> Path:
    """Return the folder where web processes count for Prometheus, without what those before them left."""
    folder = data / "figures"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def hear(command: Sequence[str], **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a program to its end and keep what it says; the caller looks at its exit code."""
    return subprocess.run(command, check=False, capture_output=True, text=True, **options)


def spawn(
    command: Sequence[str], *, at_parents_end: int = signal.SIGTERM, **options: Any
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own: Ctrl-C reaches only the parent, who ends all in order.

    Call it where no other threads run: between fork and exec, Python code runs in the child.
    """
    parent = os.getpid()
    return subprocess.Popen(
        command,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        preexec_fn=lambda: end_with_parent(at_parents_end, parent),
        **options,
    )
