"""What the console script says: Chinese first, then English, on one line, in any terminal."""

import sys
from typing import NoReturn


class Trouble(Exception):
    """A sentence for the administrator; the command prints it and ends with 1."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(f"{chinese}\n{english}")


def say(chinese: str, english: str = "") -> None:
    """Print one line to standard error's neighbour: the terminal, flushed at once."""
    print(f"{chinese}  {english}".rstrip(), flush=True)


def note(chinese: str, english: str = "") -> None:
    """Print one line beside the result, so that standard output stays clean for scripts."""
    print(f"{chinese}  {english}".rstrip(), file=sys.stderr, flush=True)


def end(trouble: Trouble, code: int = 1) -> NoReturn:
    """Print what went wrong to standard error and end with the code."""
    print(f"liandong: {trouble}", file=sys.stderr, flush=True)
    raise SystemExit(code)


def speak_utf8() -> None:
    """Let a terminal that knows no Chinese show question marks instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
