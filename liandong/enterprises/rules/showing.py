"""Facts in words: a value as people read it, a code explained, why an enterprise has its scale."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from stdnum import numdb

from liandong.enterprises.rules.computed import CLASSES, MEASURES, scale_row
from liandong.enterprises.rules.kinds import Catalogue, Kind
from liandong.enterprises.rules.values import FIGURES, times_of
from liandong.kit.money import english_amount
from liandong.language.choosing import chosen

UNITS_AFTER = {"share"}  # written close to the figure: 5%


class Limit(NamedTuple):
    """One measure of the national table beside the figure that was used; `scale` is where that falls."""

    name: str
    value: str
    limits: str
    scale: str


@dataclass(frozen=True)
class Against:
    """Another source's differing value."""

    value: str
    source: str
    on: str


@dataclass(frozen=True)
class Line:
    """One fact on a page; without a value it is missing."""

    kind: Kind
    value: str = ""
    source: str = ""
    on: str = ""
    old: bool = False
    masked: bool = False
    may_uncover: bool = False
    may_state: bool = False
    against: list[Against] = field(default_factory=list)


def figure(kind: Kind, value: Any) -> str:
    """Return a figure in the unit that people type, with its thousands parted."""
    times = times_of(kind, kind.unit) or Decimal(1)
    amount = Decimal(str(value)) / times
    text = f"{amount:,.2f}" if abs(amount) >= 1 or not amount else f"{amount:,.6f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _amount(kind: Kind, value: Any) -> tuple[str, str]:
    """Return a figure and its unit as the language that is spoken counts: 540 万元, 5.4 million yuan."""
    if kind.type == "money" and kind.unit_en:
        return english_amount(Decimal(str(value))), "yuan"
    return figure(kind, value), kind.measure


def shown(kind: Kind, value: Any, known: Catalogue) -> str:
    """Return a kept value as people read it, with its unit."""
    if kind.type == "yes_no":
        return _("是") if value else _("否")
    if kind.type in FIGURES:
        between = "" if kind.type in UNITS_AFTER else " "
        return between.join(_amount(kind, value)).strip()
    return known.choices(kind).get(str(value), str(value))


def typed_as(kind: Kind, value: Any) -> str:
    """Return a kept value as somebody would type it, for a field that is to be changed."""
    if value is None:
        return ""
    if kind.type == "yes_no":
        return "1" if value else "0"
    return figure(kind, value).replace(",", "") if kind.type in FIGURES else str(value)


def cell_of(kind: Kind, value: Any, known: Catalogue) -> str | int | float:
    """Return a kept value for a column headed by `titled`: the whole figure, or words that mean just this."""
    if kind.type in FIGURES:
        amount = Decimal(str(value)) / (times_of(kind, kind.unit) or Decimal(1))
        return int(amount) if amount == amount.to_integral_value() else float(amount)
    words = shown(kind, value, known)
    back = {"region": known.by_region, "industry": known.by_industry}.get(kind.type)
    return words if back is None or back.get(words.upper()) == value else str(value)


def titled(kind: Kind) -> str:
    """Return a fact's name with the unit that people type, as tables are headed and read."""
    return _with_unit(kind, kind.unit)


def labelled(kind: Kind) -> str:
    """Return the same for a field of a form, the unit in the language that is spoken."""
    return _with_unit(kind, kind.measure)


def _with_unit(kind: Kind, unit: str) -> str:
    return _("%(name)s（%(unit)s）") % {"name": kind.name, "unit": unit} if unit else kind.name


def is_old(kind: Kind, on: str, today: date) -> bool:
    """Return whether a fact has stood longer than it is good for."""
    return (today - date.fromisoformat(on)).days > kind.validity_days


def industry_path(code: str, known: Catalogue) -> list[str]:
    """Return the names of an industry from its section down; each once."""
    steps = (code[:length] for length in (1, 3, 4, 5) if len(code) >= length)
    return list(dict.fromkeys(known.industries[step] for step in steps if step in known.industries))


def code_words(uscc: str, known: Catalogue) -> list[tuple[str, str]]:
    """Return what a unified social credit code says (GB 32100-2015): who registered what, and where."""
    registrars = {
        "1": _("机构编制部门"), "5": _("民政部门"), "9": _("市场监管部门"), "N": _("农业农村部门"),
        "Y": _("其他部门"),
    }  # fmt: skip
    kinds = {
        "91": _("企业"), "92": _("个体工商户"), "93": _("农民专业合作社"), "51": _("社会团体"),
        "52": _("民办非企业单位"), "53": _("基金会"), "11": _("机关"), "12": _("事业单位"),
        "N1": _("组级集体经济组织"), "N2": _("村级集体经济组织"), "N3": _("乡镇级集体经济组织"),
    }  # fmt: skip
    return [
        (uscc[:1], registrars.get(uscc[:1], _("其他部门"))),
        (uscc[1:2], kinds.get(uscc[:2], _("其他"))),
        (uscc[2:8], known.regions.get(uscc[2:8]) or _place(uscc[2:8])),
        (uscc[8:17], _("主体标识码")),
        (uscc[17:], _("校验码，核对无误")),
    ]


def scale_reasons(facts: Mapping[str, Any], known: Catalogue) -> tuple[str, list[Limit]]:
    """Return the row of the national table that an enterprise falls in, and its measures; empty: none."""
    row = scale_row(facts.get("industry") or "")
    if row is None:
        return "", []
    names = known.choices(known.kinds["scale"])
    limits = []
    for code in (m for m in MEASURES if m in row):
        kind, value = known.kinds[code], facts.get(code)
        least, units = zip(*(_amount(kind, bound) for bound in row[code]), strict=True)
        place = None if value is None else sum(value >= bound for bound in row[code])
        limits.append(
            Limit(
                name=kind.name,
                value="" if value is None else shown(kind, value, known),
                limits=_("小型 %(small)s、中型 %(medium)s、大型 %(large)s %(unit)s起")
                % {"small": least[0], "medium": least[1], "large": least[2], "unit": units[2]},
                scale="" if place is None else names.get(CLASSES[place], ""),
            )
        )
    return chosen(row["name"], row["name_en"]), limits


def _place(region: str) -> str:
    """Return a county by the list of GB/T 2260 that comes with the checks of codes."""
    parts = [next(iter(told.values()), "") for _code, told in numdb.get("cn/loc").info(region)]
    return "".join(part.rpartition("]")[2] for part in parts) or _("未知地区")
