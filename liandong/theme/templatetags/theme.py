"""Tags that templates use most: an icon of the sprite, a form's widget, geometry of pictures."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from liandong.theme import pictures

register = template.Library()

LAMPS = {
    "green": _("正常"),
    "yellow": _("临近期限"),
    "red": _("已超期"),
    "off": _("暂停计时"),
    "done": _("已办结"),
}
MODES = {
    "bare": {"placeholder": ""},
    "tel": {"type": "tel", "inputmode": "tel", "autocomplete": "tel", "placeholder": ""},
    "code": {"inputmode": "numeric", "autocomplete": "one-time-code", "placeholder": ""},
}


@lru_cache(maxsize=1024)
def _icon(name: str, css: str, label: str, base: str) -> SafeString:
    """Return the drawing; a label makes it an image that is read out, else it is decoration."""
    if label:
        frame = '<svg class="{}" role="img" aria-label="{}"><use href="{}#{}"/></svg>'
        return format_html(frame, css, label, base, name)
    frame = '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>'
    return format_html(frame, css, base, name)


@register.simple_tag
def icon(name: str, css: str = "ld-i", label: str = "") -> SafeString:
    """Return icon `name` of the sprite (see `theme.icons`)."""
    return _icon(str(name), css, str(label), _sprite(settings.STORAGES["staticfiles"]["BACKEND"]))


@lru_cache
def _sprite(storage: str) -> str:
    """Return the sprite's address, found once: a page has a hundred icons."""
    return static("vendor/icons.svg")


@register.simple_tag
def lamp(colour: str, word: str = "", variant: str = "") -> SafeString:
    """Return how an appeal stands: colour, shape and word, always the three; see `c-lamp`."""
    frame = '<span class="ld-lamp ld-lamp--{}{}">{}{}</span>'
    said = word or LAMPS.get(colour, LAMPS["done"])
    return format_html(
        frame,
        colour,
        f" ld-lamp--{variant}" if variant else "",
        icon(f"lamp-{colour}", ""),
        format_html('<span class="vh">{}</span>', said) if variant == "small" else said,
    )


@register.simple_tag
def widget(field: BoundField, mode: str = "") -> SafeString:
    """Return the input of a form's field in our look; errors and help are tied to it.

    `mode` (tel, code) asks for the keyboard of digits and what the phone can fill in by itself.
    """
    attrs: dict[str, Any] = dict(MODES.get(mode, {}))
    if not isinstance(field.field.widget, CheckboxInput | RadioSelect | CheckboxSelectMultiple):
        attrs["class"] = f"ld-input {field.field.widget.attrs.get('class', '')}".strip()
    if field.errors:
        attrs["aria-invalid"] = "true"
        attrs["aria-describedby"] = " ".join(
            f"{field.auto_id}{end}"
            for end in (("_helptext",) if field.help_text else ()) + ("_error",)
        )
    return field.as_widget(attrs=attrs)


@register.simple_tag
def clock_picture(intervals: Sequence[Any], now: datetime | None, due: datetime | None) -> Any:
    """Return the geometry of a clock; see `pictures.clock`."""
    return pictures.clock(intervals, now, due)


@register.simple_tag
def chart_picture(points: Sequence[Any], low: float | None, high: float | None) -> Any:
    """Return the geometry of a chart; see `pictures.chart`."""
    return pictures.chart(points, low, high)


@register.filter
def at(things: Sequence[Any], index: int) -> Any:
    """Return the thing at `index`, or nothing."""
    return things[index] if index < len(things) else ""


@register.filter
def percent(part: float, whole: float) -> str:
    """Return `part` of `whole` from 0 to 100, for the width of a bar."""
    return f"{max(0.0, min(100.0, 100 * part / whole)):.1f}" if whole else "0"
