"""What axe finds on a page as it is."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

# What rises or fades is looked at once it stands; what turns for ever is not waited for.
STANDS = """Promise.allSettled(document.getAnimations()
    .filter((a) => a.effect.getComputedTiming().endTime !== Infinity).map((a) => a.finished))"""
AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"


def violations(page: Page) -> list[Any]:
    """Return each violation with its help and where it is."""
    # Evaluated, not added as a script: the policy of the page forbids that.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate(STANDS)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        (v["id"], v["help"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found["violations"]
    ]
