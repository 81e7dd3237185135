"""A room that needs a map is two rooms."""

from pathlib import Path

LIMIT = 400


def test_no_file_is_longer_than_the_limit():
    paths = [
        p for top in ("liandong", "config", "tests", "benchmarks") for p in Path(top).rglob("*.py")
    ]
    long = {
        str(path): lines
        for path in paths
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > LIMIT
    }
    assert long == {}


def test_every_module_has_a_door_plate():
    bare = [
        str(path)
        for top in ("liandong", "config")
        for path in Path(top).rglob("*.py")
        if not {"migrations"} & set(path.parts)
        and path.name not in {"apps.py"}
        and (text := path.read_text().strip())
        and not text.startswith('"""')
    ]
    assert bare == []
