"""The sprite and htmx: built from packages, complete for what templates ask, small enough."""

import gzip
import re
from pathlib import Path

import pytest

from liandong.theme import assets
from liandong.theme.icons import LUCIDE, OWN

ROOT = Path(__file__).resolve().parents[2]
INLINE = re.compile(
    r"""\sstyle="|\son(?:click|change|input|submit|load|error)=|<script>|javascript:|hx-on"""
)
ASKED = re.compile(r"""\{% icon "([a-z0-9-]+)"|\bicon="([a-z0-9-]+)"|"icon": "([a-z0-9-]+)\"""")


def test_it_copies_htmx_and_draws_each_icon(tmp_path: Path) -> None:
    icons = tmp_path / "node_modules/lucide-static/icons"
    icons.mkdir(parents=True)
    for name in LUCIDE:
        (icons / f"{name}.svg").write_text(
            f'<!-- licence --><svg\n class="{name}">\n  <path d="M1 1" />\n  <path d="M2 2" />\n</svg>'
        )
    (tmp_path / "node_modules/htmx.org/dist").mkdir(parents=True)
    (tmp_path / "node_modules/htmx.org/dist/htmx.min.js").write_text("var htmx")

    assets.build(tmp_path)

    assert (tmp_path / assets.VENDOR / "htmx.min.js").read_text() == "var htmx"
    drawn = (tmp_path / assets.VENDOR / "icons.svg").read_text()
    assert '<path d="M1 1"/><path d="M2 2"/></symbol>' in drawn
    assert re.findall(r'<symbol id="([^"]+)"', drawn) == [*LUCIDE, *OWN]


def test_a_package_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"htmx\.org"):
        assets.build(tmp_path)


def test_a_file_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / f"{LUCIDE[0]}.svg").write_text("moved")
    with pytest.raises(ValueError, match="not an SVG"):
        assets.sprite(tmp_path)


def test_every_icon_that_is_asked_for_is_in_the_sprite() -> None:
    asked = {
        name
        for kind in ("html", "py")
        for path in (ROOT / "liandong").rglob(f"*.{kind}")
        for found in ASKED.findall(path.read_text(encoding="utf-8"))
        for name in found
        if name
    }
    assert asked - set(LUCIDE) - set(OWN) == set()


def test_no_attribute_is_passed_on_unescaped() -> None:
    """`:data-x="value"` on a component puts the value into the page as it is; `data-x="{{ value }}"` escapes it."""
    for path in (ROOT / "liandong").rglob("*.html"):
        assert (
            re.findall(r"<c-[^>]*\s(:(?:hx-|data-|aria-|id=)[^>]*)", path.read_text("utf-8")) == []
        ), path


def test_what_every_phone_page_loads_is_small(vendor: Path) -> None:
    here = ROOT / "liandong/theme/static/theme"
    names = ("base.css", "parts.css", "phone.css", "dark.css", "page.js", "live.js", "draft.js")
    files = [here / name for name in names] + [vendor / "htmx.min.js", vendor / "icons.svg"]
    assert sum(len(gzip.compress(f.read_bytes())) for f in files) < 60_000


def test_no_file_reaches_outside() -> None:
    for path in (ROOT / "liandong/theme").rglob("*"):
        if path.suffix in {".html", ".js", ".css"} and "vendor" not in path.parts:
            text = path.read_text(encoding="utf-8")
            assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)", text) == [], path
            assert INLINE.findall(text) == [], path
