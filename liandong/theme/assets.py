"""Builds what the pages load from packages: htmx, a sprite of the icons that are used, Swagger UI."""

import re
import shutil
from importlib.util import find_spec
from pathlib import Path

from liandong.theme.icons import LUCIDE, OWN

VENDOR = Path("liandong/theme/static/vendor")
SWAGGER = ("swagger-ui.css", "swagger-ui-bundle.js", "swagger-ui-init.js")
_MAP = re.compile(r"^(//|/\*)# sourceMappingURL=\S+( ?\*/)?$", re.MULTILINE)
_INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def build(root: Path) -> None:
    """Copy htmx and write `icons.svg` below `root`, from the packages in `root/node_modules`; copy
    Swagger UI, which django-ninja brings.

    Raises FileNotFoundError where a package or an icon is missing: then `npm ci` has not run, or
    a name in `icons.LUCIDE` is not lucide's.
    """
    modules, vendor = root / "node_modules", root / VENDOR
    vendor.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(modules / "htmx.org/dist/htmx.min.js", vendor / "htmx.min.js")
    (vendor / "icons.svg").write_text(sprite(modules / "lucide-static/icons"), encoding="utf-8")
    ninja = find_spec("ninja")
    assert ninja is not None
    assert ninja.origin is not None
    for name in SWAGGER:  # without the maps to their sources, which are three times as long
        text = (Path(ninja.origin).parent / "static/ninja" / name).read_text("utf-8")
        (vendor / name).write_text(_MAP.sub("", text), encoding="utf-8")


def sprite(lucide: Path) -> str:
    """Return one SVG with a symbol for each icon; colours and stroke width come from the page."""
    symbols = [
        f'<symbol id="{name}" viewBox="0 0 24 24" stroke="currentColor" stroke-linecap="round" '
        f'stroke-linejoin="round">{_inside((lucide / f"{name}.svg").read_text("utf-8"))}</symbol>'
        for name in LUCIDE
    ]
    symbols += [f'<symbol id="{name}" viewBox="0 0 24 24">{OWN[name]}</symbol>' for name in OWN]
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def _inside(svg: str) -> str:
    """Return what an SVG file draws, without its frame and line breaks."""
    found = _INSIDE.search(svg)
    if found is None:
        raise ValueError("not an SVG file")
    return re.sub(r"\s+", " ", found.group(1)).replace("> <", "><").replace(" />", "/>").strip()
