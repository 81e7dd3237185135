"""Values as people and programs give them, made what is kept: checked, in yuan and plain units.

A program gives yuan and fractions. What people type under a Chinese heading is in the kind's own unit
(万元, %), unless a unit is written beside it.
"""

import math
import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from liandong.enterprises.rules.kinds import Catalogue, Kind
from liandong.kit.codes import normal_phone
from liandong.kit.refusals import Refused
from liandong.kit.text import clean_text

LONGEST = 500
MUCH = 10_000  # times the past: 万元 taken for 元
EARLIEST = date(1600, 1, 1)
FIGURES = {"integer", "money", "number", "share"}
TIMES = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7,
         "亿": 10**8}  # fmt: skip
YES = {"是", "有", "yes", "y", "true", "1", "√"}
NO = {"否", "无", "没有", "no", "n", "false", "0", "×"}
_FIGURE = re.compile(
    r"([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,2})?)(.{0,8})", re.IGNORECASE | re.ASCII
)
_DAY = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ t]00:00(?::00(?:\.0+)?)?)?", re.ASCII
)
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SERIAL = re.compile(r"([1-7]\d{4})(?:\.0)?", re.ASCII)  # days since Excel's first, 1927 to 2118
_FIRST_SERIAL = date(1899, 12, 30)
_WEB = re.compile(
    r"(?:https?://)?(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+(?:[a-z]{2,24}|xn--[a-z0-9-]+|[\u4e00-\u9fff]{2,6})"
    r"(?::\d{1,5})?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_COMPACT_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)


def units_of(kind: Kind) -> list[str]:
    """Return the units that a figure may well be in when nobody has written one; a single one leaves nothing open."""
    if kind.type == "money":
        return ["元", "千元", "万元", "百万元", "亿元"]
    return [kind.unit, f"万{kind.unit}"] if kind.type == "number" and kind.unit != "亩" else []


def unit_kept(kind: Kind) -> str:
    """Return the unit that a figure is kept in, and in which programs give it."""
    return "元" if kind.type == "money" else kind.unit


def times_of(kind: Kind, unit: str) -> Decimal | None:
    """Return by what a figure in `unit` is multiplied to be kept, or None when the unit does not fit."""
    unit = unit.strip()
    if kind.type == "share":
        return {"%": Decimal("0.01"), "‰": Decimal("0.001"), "": Decimal(1)}.get(unit)
    base = unit_kept(kind)
    if unit == base:
        return Decimal(1)
    unit = unit.removesuffix(base) if base else unit
    return Decimal(TIMES[unit]) if unit in TIMES else None


def parse(kind: Kind, raw: Any, known: Catalogue, today: date, *, unit: str = "") -> Any:
    """Return what is kept of a value; refused with a sentence that names the fact and what fits.

    `unit` is the unit of bare figures: empty for programs (yuan, fractions), else the column's.
    """
    if isinstance(raw, str):
        # what plainly holds nothing unseen needs no looking through: a file has millions of cells
        raw = (
            raw.strip()
            if raw.isalnum() or (raw.isascii() and raw.isprintable())
            else clean_text(raw)
        )
    if raw is None or raw == "":
        _refuse(kind, _("没有填"))
    if isinstance(raw, list | dict):
        _refuse(kind, _("要一个值"))
    return PARSERS[kind.type](kind, raw, known, today, unit)


def is_odd(kind: Kind, before: Any, after: Any) -> bool:
    """Return whether a figure is about ten thousand times its past, or a ten-thousandth of it."""
    if kind.type not in FIGURES or not before or not after:
        return False
    times = abs(after / before)
    return bool(times >= MUCH / 2 or times <= 2 / MUCH) and kind.type != "share"


def typed(kind: Kind, value: Any) -> Any:
    """Return a kept value as code uses it: Decimal for money, date for dates."""
    if value is None:
        return None
    if kind.type == "money":
        return Decimal(str(value))
    return date.fromisoformat(value) if kind.type == "date" else value


def _refuse(kind: Kind, why: str) -> NoReturn:
    raise Refused("fact.value", _("%(name)s：%(why)s。") % {"name": kind.name, "why": why})


def _within(kind: Kind, value: Any) -> Any:
    if (kind.least is not None and value < kind.least) or (
        kind.most is not None and value > kind.most
    ):
        said = {"value": _bare(kind, value), "unit": kind.unit}
        if kind.most is None:
            words = _("%(value)s 超出了可能的范围，不能小于 %(least)s %(unit)s")
        elif kind.least is None:
            words = _("%(value)s 超出了可能的范围，不能大于 %(most)s %(unit)s")
        else:
            words = _("%(value)s 超出了可能的范围，应在 %(least)s 至 %(most)s %(unit)s之间")
        said |= {"least": _bare(kind, kind.least), "most": _bare(kind, kind.most)}
        _refuse(kind, (words % said).strip())
    return value


def _bare(kind: Kind, value: float | None) -> str:
    """Return a kept figure as it is typed, without its unit."""
    return "" if value is None else f"{value / float(times_of(kind, kind.unit) or 1):,.15g}"


def _figure(kind: Kind, raw: Any, unit: str) -> Decimal:
    """Return a figure in the unit it is kept in."""
    if isinstance(raw, bool | date):
        _refuse(kind, _("应是数字"))
    times = times_of(kind, unit)
    if isinstance(raw, str):
        text = unicodedata.normalize("NFKC", raw).replace(",", "").replace(" ", "")
        found = _FIGURE.fullmatch(text)
        if not found:
            _refuse(kind, _("“%(value)s”不是数字") % {"value": raw[:40]})
        raw, written = found[1], found[2]
        if written:
            times = times_of(kind, written)
        if times is None:
            _refuse(kind, _("单位“%(unit)s”不对") % {"unit": written or unit})
    elif isinstance(raw, float) and not math.isfinite(raw):
        _refuse(kind, _("应是数字"))
    if times is None:
        _refuse(kind, _("单位“%(unit)s”不对") % {"unit": unit})
    figure = Decimal(str(raw)) * times
    if abs(figure) >= 10**15:
        _refuse(kind, _("%(value)s 超出了可能的范围") % {"value": str(raw)[:40]})
    return figure


def _plain(figure: Decimal, digits: int) -> int | float:
    """Return a figure as JSON keeps it."""
    rounded = round(figure, digits)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def _quick(raw: Any, unit: str) -> int | None:
    """Return a whole figure of a program as it is: most are, and Decimal would take ten times as long."""
    if unit:
        return None
    if type(raw) is int:
        return raw if -(10**15) < raw < 10**15 else None
    return (
        int(raw) if type(raw) is str and raw.isdigit() and raw.isascii() and len(raw) < 15 else None
    )


def _integer(kind: Kind, raw: Any, known: Catalogue, today: date, unit: str) -> int:
    value = _quick(raw, unit)
    if value is None:
        figure = _figure(kind, raw, unit)
        if figure != figure.to_integral_value():
            _refuse(kind, _("应是整数"))
        value = int(figure)
    return int(_within(kind, value))


def _money(kind: Kind, raw: Any, known: Catalogue, today: date, unit: str) -> int | float:
    value = _quick(raw, unit)
    kept: int | float = _within(
        kind, _plain(_figure(kind, raw, unit), 2) if value is None else value
    )
    return kept


def _number(kind: Kind, raw: Any, known: Catalogue, today: date, unit: str) -> int | float:
    value = _quick(raw, unit) if kind.type == "number" else None
    kept: int | float = _within(
        kind, _plain(_figure(kind, raw, unit), 6) if value is None else value
    )
    return kept


def _text(kind: Kind, raw: Any, known: Catalogue, today: date, unit: str) -> str:
    text = str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw)
    if len(text) > LONGEST:
        _refuse(kind, _("太长了，最多 %(most)s 字") % {"most": LONGEST})
    return " ".join(text.split())


def _choice(kind: Kind, raw: Any, known: Catalogue, today: date, unit: str) -> str:
    code = kind.by_choice.get(str(raw))
    if code is None:
        names = "、".join(name for _code, name in kind.choices)
        _refuse(kind, _("只能是%(names)s") % {"names": names})
    return code


def _date(kind: Kind, raw: Any, known: Catalogue, today: date, unit: str) -> str:
    day = raw.date() if isinstance(raw, datetime) else raw
    if isinstance(raw, str) and _ISO_DAY.fullmatch(raw):
        with suppress(ValueError):
            day = date.fromisoformat(raw)
    if not isinstance(day, date):
        text = unicodedata.normalize("NFKC", str(raw)).strip().lower()
        found = _DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text)
        try:
            day = date(int(found[1]), int(found[2]), int(found[3])) if found else None
            if serial := _SERIAL.fullmatch(text):
                day = _FIRST_SERIAL + timedelta(int(serial[1]))
        except ValueError:
            day = None
        if day is None:
            _refuse(kind, _("“%(value)s”不是日期，请写成 2026-06-30") % {"value": text[:40]})
    if kind.least is not None and (day - today).days < kind.least:
        earliest = today + timedelta(kind.least)
        _refuse(kind, _("%(value)s 太早了，不能早于 %(day)s") % {"value": day, "day": earliest})
    if kind.most is not None and (day - today).days > kind.most:
        _refuse(kind, _("%(value)s 还没有到") % {"value": day})
    if day < EARLIEST or day.year > 2200:
        _refuse(kind, _("%(value)s 超出了可能的范围") % {"value": day})
    return str(day.isoformat())


def _yes_no(kind: Kind, raw: Any, known: Catalogue, today: date, unit: str) -> bool:
    if isinstance(raw, bool):
        return raw
    word = str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw).lower()
    if word in YES or word in NO:
        return word in YES
    _refuse(kind, _("只能是“是”或“否”"))


def _region(kind: Kind, raw: Any, known: Catalogue, today: date, unit: str) -> str:
    word = str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw)
    if code := word if word in known.regions else known.by_region.get(word):
        return code
    _refuse(kind, _("没有“%(value)s”这个辖区") % {"value": word[:40]})


def _industry(kind: Kind, raw: Any, known: Catalogue, today: date, unit: str) -> str:
    word = str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw)
    if code := word if word in known.industries else known.by_industry.get(word.upper()):
        return code
    _refuse(kind, _("“%(value)s”不是国民经济行业分类的代码或名称") % {"value": word[:40]})


def _phone(kind: Kind, raw: Any, known: Catalogue, today: date, unit: str) -> str:
    try:
        return normal_phone(
            str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw)
        )
    except ValueError:
        _refuse(kind, _("请写手机号，或带区号的座机号"))


def _web(kind: Kind, raw: Any, known: Catalogue, today: date, unit: str) -> str:
    text = _text(kind, raw, known, today, unit)
    if not _WEB.fullmatch(text):
        _refuse(kind, _("“%(value)s”不是网址，请写成 www.example.com") % {"value": text[:40]})
    return text


Parser = Callable[[Kind, Any, Catalogue, date, str], Any]
PARSERS: dict[str, Parser] = {
    "integer": _integer, "money": _money, "number": _number, "share": _number, "text": _text,
    "choice": _choice, "date": _date, "yes_no": _yes_no, "region": _region, "industry": _industry,
    "phone": _phone, "web": _web,
}  # fmt: skip
