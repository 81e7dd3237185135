"""Remembers that all was brought up to date, so that the next start need not load Django to see it.

The mark lies in the embedded cluster itself and goes with it; another server has none, since
somebody else may have changed what is in there.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static" / ".stamp"


def _sources() -> Iterator[Path]:
    """Yield what decides about migrations, static files and translations."""
    product = ROOT / "liandong"
    yield from (ROOT / "uv.lock", ROOT / "config" / "settings.py", STATIC)
    yield from product.glob("*/migrations/*.py")
    yield from product.glob("locale/*/LC_MESSAGES/*.?o")
    yield from product.glob("*/static/**/*")


def fingerprint(*, demo: bool) -> str:
    """Return a digest of all that preparing looks at."""
    digest = hashlib.sha256(str(demo).encode())
    for path in sorted(_sources()):
        facts = path.stat() if path.exists() else None
        moment = (facts.st_size, facts.st_mtime_ns) if facts else None
        digest.update(f"{path} {moment}\n".encode())
    return digest.hexdigest()


class Mark:
    """The mark in one data folder."""

    def __init__(self, data: Path) -> None:
        self.path = data / "database" / "liandong.prepared"

    def is_current(self, *, demo: bool) -> bool:
        """Say whether nothing has changed since it was set."""
        return self.path.exists() and self.path.read_text() == fingerprint(demo=demo)

    def set(self, *, demo: bool) -> None:
        """Remember this state, where there is an embedded cluster."""
        if self.path.parent.exists():
            self.path.write_text(fingerprint(demo=demo))

    def forget(self) -> None:
        """The database is about to change in ways that only preparing sees."""
        self.path.unlink(missing_ok=True)
