"""Adds a quarter of visits and inspections to the sample district."""

from datetime import date, datetime, timedelta

from liandong.accounts.models import User
from liandong.demo.actions.cast import Cast
from liandong.departments.models import Department
from liandong.enterprises.actions import record
from liandong.enterprises.models import Enterprise
from liandong.kit.now import standing_at
from liandong.kit.working_time import SHANGHAI
from liandong.visits.actions import plan_visit, record_done
from liandong.visits.actions.reminding import tell_endings
from liandong.visits.enums import Free, Kind
from liandong.visits.rules.budget import quarter_of

# Who went to the first enterprise how many days ago, and what for.
PAST = (
    (41, "xg-industry", Kind.SURVEY, "问一问技改项目和用工"),
    (27, "xg-housing", Kind.VISIT, "看厂区东侧道路施工"),
    (13, "xg-market", Kind.INSPECTION, "特种设备年度检查"),
    (6, "ly-power", Kind.CALL, "说增容方案的进度"),
)
# What fills the quarter of another one.
FULL = (
    ("xg-market", Kind.INSPECTION, "产品质量抽查"),
    ("xg-housing", Kind.VISIT, "看消防验收的问题"),
    ("xg-industry", Kind.SURVEY, "数字化转型摸底"),
    ("xg-market", Kind.INSPECTION, "计量器具检查"),
    ("xg-industry", Kind.VISIT, "送惠企政策"),
    ("ly-power", Kind.VISIT, "看配电房"),
)


def set_calendar(cast: Cast, end: datetime) -> None:
    """Add a quarter of visits and inspections: some over, some to come, one that waits for consent."""
    today = end.astimezone(SHANGHAI).date()
    first, second, third = (cast.enterprises[n][0] for n in (0, 4, 2))
    _past(cast, first, end)
    _ahead(cast, first, third, today)
    _too_many(cast, second, today)
    record(
        first,
        source="science",
        on=today - timedelta(days=30),
        facts={"high_tech_until": (today + timedelta(days=25)).isoformat()},
        by=cast.people["coordinator"],
    )
    tell_endings()


def _past(cast: Cast, enterprise: Enterprise, end: datetime) -> None:
    for days, code, kind, purpose in PAST:
        department, host = _office(cast, code)
        with standing_at(end - timedelta(days=days)):
            on = (end - timedelta(days=days)).astimezone(SHANGHAI).date()
            record_done(
                enterprise, kind=kind, on=on, purpose=purpose, department=department, host=host, by=host
            )  # fmt: skip
    department, host = _office(cast, "ly-power")
    yesterday = end - timedelta(days=1)
    with standing_at(end - timedelta(days=5)):
        plan_visit(
            cast.enterprises[6][0], kind=Kind.VISIT, on=yesterday.astimezone(SHANGHAI).date(),
            purpose="看迁改线路的位置", department=department, host=host, by=host,
        )  # fmt: skip


def _ahead(cast: Cast, first: Enterprise, third: Enterprise, today: date) -> None:
    power, housing = _office(cast, "ly-power"), _office(cast, "xg-housing")
    monday = today + timedelta(days=7 - today.weekday())
    for enterprise, (department, host), kind, on, purpose, free in (
        (first, power, Kind.VISIT, monday + timedelta(days=1), "定增容的施工日子", ""),
        (first, housing, Kind.VISIT, monday + timedelta(days=9), "看道路修复", Free.APPEAL),
        (third, power, Kind.VISIT, monday + timedelta(days=1), "看配电房负荷", ""),
        (third, housing, Kind.SURVEY, monday + timedelta(days=3), "问职工住房需求", ""),
    ):
        plan_visit(
            enterprise, kind=kind, on=on, purpose=purpose, department=department, host=host,
            free=free, by=host,
        )  # fmt: skip


def _too_many(cast: Cast, enterprise: Enterprise, today: date) -> None:
    """Spend a quarter, and ask for one more."""
    begin, _last = quarter_of(today)
    for number, (code, kind, purpose) in enumerate(FULL * 2):
        if number >= 6 + 3 * enterprise.is_key:
            break
        department, host = _office(cast, code)
        on = begin + (today - begin) * number // 9
        record_done(
            enterprise, kind=kind, on=on, purpose=purpose, department=department, host=host, by=host
        )  # fmt: skip
    department, host = _office(cast, "ly-power")
    plan_visit(
        enterprise, kind=Kind.VISIT, on=today + timedelta(days=2), purpose="看变压器漏油",
        department=department, host=host, reason="昨晚巡线发现变压器渗油，要尽快到现场确认", by=host,
    )  # fmt: skip


def _office(cast: Cast, code: str) -> tuple[Department, User]:
    people = {"ly-power": "officer", "xg-housing": "officer2"}
    return cast.departments[code], cast.people[people.get(code, f"officer-{code}")]
