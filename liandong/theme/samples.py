"""Sample data of the gallery: one story, the same as on every page of the design."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 25, 14, 20, tzinfo=SHANGHAI)
DUE = datetime(2026, 11, 26, 14, 12, tzinfo=SHANGHAI)


def _spell(day: int, start: str, end: str, why: str, days: int = 0) -> dict[str, Any]:
    """Return one interval of November 2026; `why` is a word of the working calendar."""
    moments = [
        datetime(2026, 11, day, int(t[:2]), int(t[3:]), tzinfo=SHANGHAI) for t in (start, end)
    ]
    return {
        "start": moments[0],
        "end": moments[1] + timedelta(days=days),
        "counted": why == "working",
        "why": why,
    }


def intervals() -> list[dict[str, Any]]:
    """Return what the sample's clock counted and what it did not, from filing to the limit."""
    spells = [
        _spell(19, "09:12", "12:00", "working"),
        _spell(19, "12:00", "13:00", "lunch"),
    ]
    spells += [
        _spell(19, "13:00", "17:00", "working"),
        _spell(19, "17:00", "09:00", "night", 1),
    ]
    spells += [
        _spell(20, "09:00", "12:00", "working"),
        _spell(20, "12:00", "13:00", "lunch"),
    ]
    spells += [
        _spell(20, "13:00", "17:00", "working"),
        _spell(20, "17:00", "00:00", "night", 1),
    ]
    spells += [
        _spell(21, "00:00", "00:00", "weekend", 2),
        _spell(23, "00:00", "09:00", "night"),
    ]
    spells += [
        _spell(23, "09:00", "12:00", "working"),
        _spell(23, "12:00", "13:00", "lunch"),
    ]
    spells += [
        _spell(23, "13:00", "17:00", "paused"),
        _spell(23, "17:00", "09:00", "night", 1),
    ]
    spells += [
        _spell(24, "09:00", "12:00", "working"),
        _spell(24, "12:00", "13:00", "lunch"),
    ]
    spells += [
        _spell(24, "13:00", "17:00", "working"),
        _spell(24, "17:00", "09:00", "night", 1),
    ]
    spells += [
        _spell(25, "09:00", "12:00", "working"),
        _spell(25, "12:00", "13:00", "lunch"),
    ]
    spells += [
        _spell(25, "13:00", "17:00", "working"),
        _spell(25, "17:00", "09:00", "night", 1),
    ]
    spells += [
        _spell(26, "09:00", "12:00", "working"),
        _spell(26, "12:00", "13:00", "lunch"),
    ]
    return [*spells, _spell(26, "13:00", "14:12", "working")]


def gallery() -> dict[str, Any]:
    """Return everything the gallery shows."""
    steps = [
        {"word": _("提交"), "note": _("11月19日"), "state": "done"},
        {"word": _("签收"), "note": _("11月19日"), "state": "done"},
        {"word": _("办理"), "note": _("进行中"), "state": "now", "icon": "wrench"},
        {"word": _("办结"), "note": _("11月26日"), "state": ""},
        {"word": _("您评价"), "note": "", "state": ""},
    ]
    conditions = [
        {
            "state": "yes",
            "words": _("注册地在西工区"),
            "fact": _("西工区红山街道"),
            "source": _("市场监管登记"),
            "date": _("2026年11月20日"),
        },
        {
            "state": "no",
            "words": _("研发占比 3% 以上"),
            "fact": _("2.6%，差 0.4 个百分点"),
            "source": _("加计扣除申报"),
            "date": _("2026年5月31日"),
        },
        {
            "state": "ask",
            "words": _("已入库科技型中小企业"),
            "fact": _("还没有人告诉我们"),
            "source": _("可由您回答"),
        },
    ]
    return {
        "sides": ("light", "dark"),
        "look": "light",
        "now": NOW,
        "due": DUE,
        "intervals": intervals(),
        "steps": steps,
        "conditions": conditions,
        "answers": [
            {"value": "yes", "word": _("解决了"), "icon": "circle-check"},
            {"value": "part", "word": _("部分解决"), "icon": "circle-dashed"},
            {"value": "no", "word": _("没解决"), "icon": "circle-x"},
        ],
        "filters": [
            {"word": _("最急在前"), "url": "?by=lamp", "here": True},
            {"word": _("用电"), "url": "?category=power", "count": 12},
            {"word": _("主办"), "url": "?role=lead"},
        ],
        "tabs": [
            {"word": _("在办"), "url": "?tab=open", "here": True, "count": 12},
            {"word": _("等您评价"), "url": "?tab=rate", "count": 2},
            {"word": _("全部"), "url": "?tab=all"},
        ],
        "columns": [
            {"word": _("部门")},
            {
                "word": _("解决率"),
                "number": True,
                "url": "?by=rate",
                "sorted": "descending",
            },
            {"word": _("未评"), "number": True},
        ],
        "rows": [
            [_("区行政审批局"), "94.7%", "9%"],
            [_("供电公司"), "93.5%", "10%"],
            [_("区税务局"), "93.1%", "16%"],
        ],
        "points": [
            {"label": _("2025年11月"), "value": 81},
            {"label": _("2026年1月"), "value": 83},
            {"label": _("2026年3月"), "value": 84},
            {"label": _("2026年5月"), "value": 85},
            {"label": _("2026年7月"), "value": 87},
            {"label": _("2026年9月"), "value": 86},
            {"label": _("2026年10月"), "value": 87},
        ],
        "page": Paginator(range(120), 50).page(2),
    }
