"""A start skips preparing only while nothing that it looks at has changed."""

from pathlib import Path

import pytest

from config import prepared
from config.prepared import Mark


@pytest.fixture
def product(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tiny project, and a data folder in it."""
    monkeypatch.setattr(prepared, "ROOT", tmp_path)
    monkeypatch.setattr(prepared, "STATIC", tmp_path / "static" / ".stamp")
    for name in (
        "uv.lock",
        "config/settings.py",
        "liandong/appeals/migrations/0001_initial.py",
        "liandong/theme/static/theme/base.css",
        "liandong/locale/en/LC_MESSAGES/django.po",
        "static/.stamp",
        "data/database/PG_VERSION",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("first")
    return tmp_path


@pytest.mark.parametrize(
    "changed",
    [
        "uv.lock",
        "config/settings.py",
        "liandong/appeals/migrations/0002_next.py",
        "liandong/theme/static/theme/base.css",
        "liandong/locale/en/LC_MESSAGES/django.mo",
        "static/.stamp",
    ],
)
def test_any_change_is_seen(product: Path, changed: str) -> None:
    mark = Mark(product / "data")
    assert not mark.is_current(demo=False)
    mark.set(demo=False)
    assert mark.is_current(demo=False)
    assert not mark.is_current(demo=True)
    (product / changed).write_text("second")
    assert not mark.is_current(demo=False)


def test_a_removed_folder_of_static_files_is_seen(product: Path) -> None:
    mark = Mark(product / "data")
    mark.set(demo=True)
    (product / "static" / ".stamp").unlink()
    assert not mark.is_current(demo=True)


def test_it_goes_with_the_cluster_and_on_demand(product: Path) -> None:
    mark = Mark(product / "data")
    mark.set(demo=True)
    mark.forget()
    assert not mark.is_current(demo=True)
    Mark(product / "elsewhere").set(demo=True)
    assert not (product / "elsewhere").exists()
