"""One fact as a line of an enterprise's page at the desk. Tags, not templates: there are sixty on a page."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from liandong.enterprises.rules.periods import Untold
from liandong.enterprises.rules.showing import Line
from liandong.theme.templatetags.theme import icon

register = template.Library()
SWAP = SafeString('hx-target="#case-facts" hx-select="#case-facts" hx-swap="outerHTML"')
ROW = (
    '<li class="ef" id="fact-{}">{}<a class="ld-btn ld-btn--quiet ld-btn--icon" href="{}#fact-{}" hx-get="{}" {}'
    ' aria-label="{} {}">{}</a></li>'
)
CELLS = '<span class="ef-name i2">{}</span><span class="ef-value">{}</span><span class="ef-src s i3">{}</span>'
SHOW = (
    '<form class="ef-in" method="post" action="{}" hx-post="{}" {}>'
    '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
    '<button class="ld-btn ld-btn--quiet" title="{}" aria-label="{}">{}{}</button></form>'
)
AGAINST = '<span class="ef-against warn s">{}<span>{}<i class="sep"></i><span class="num">{}</span></span></span>'


@register.simple_tag
def fact_row(line: Line, file_url: str, query: str, token: str) -> SafeString:
    """Return a fact with the way to its history, and to saying otherwise for whoever may."""
    code = line.kind.code
    there = f"{file_url}facts/{code}/{query}"
    if isinstance(line, Untold):
        drawing, words = "history", _("来历")
    elif not line.value:
        drawing, words = "plus", _("补上")
    elif line.may_state:
        drawing, words = "pencil", _("来历和更正")
    else:
        drawing, words = "history", _("来历")
    cells = fact_cells(line, file_url, query, token)
    name = line.kind.name
    return format_html(ROW, code, cells, there, code, there, SWAP, name, words, icon(drawing))


@register.simple_tag
def fact_cells(line: Line, file_url: str, query: str, token: str) -> SafeString:
    """Return a fact's name, its value with what contradicts it, and who says so."""
    if not line.value:
        return format_html(CELLS, line.kind.name, _missing(line), "")
    said = format_html('<span class="md">{}</span>', line.value)
    if line.old:
        mark = ' <span class="ld-tag" title="{}">{}</span>'
        said += format_html(mark, _("超过有效期，请核对"), _("旧"))
    if line.may_uncover:
        said += _button(line, f"{file_url}facts/{line.kind.code}/show/{query}", token)
    if line.against:
        said += _against(line)
    source = format_html('{}<i class="sep"></i><span class="num">{}</span>', line.source, line.on)
    return format_html(CELLS, line.kind.name, said, source)


def _missing(line: Line) -> SafeString:
    why = line.why if isinstance(line, Untold) else _("还没有")
    return format_html('<span class="i3">{}</span>', why)


def _button(line: Line, there: str, token: str) -> SafeString:
    label = _("显示%(name)s，谁看过会记下来") % {"name": line.kind.name}
    note = _("谁看过会记下来")
    return format_html(SHOW, there, there, SWAP, token, note, label, icon("eye"), _("显示"))


def _against(line: Line) -> SafeString:
    lines = (
        (
            icon("triangle-alert"),
            _("%(source)s说 %(value)s") % {"source": other.source, "value": other.value},
            other.on,
        )
        for other in line.against
    )
    return format_html_join("", AGAINST, lines)
