"""A list of appeals as a spreadsheet, written row by row so that a long one fits into little memory."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.http import FileResponse
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.appeals import queries
from liandong.appeals.models import Appeal
from liandong.appeals.queries.facts import lamp_of
from liandong.appeals.rules.wording import state_word
from liandong.kit.workbooks import Cell, workbook

MOST_ROWS = 50_000
WIDTHS = (22, 40, 32, 14, 16, 10, 10, 17, 17, 17, 17, 60)


def sheet_of(user: User, appeals: QuerySet[Appeal], *, name: str, now: datetime) -> FileResponse:
    """Return at most 50,000 appeals as a workbook, each as its reader may see it."""
    return workbook(name, _columns(), WIDTHS, _lines(user, appeals, now), now=now)


def _columns() -> list[str]:
    return [
        _("受理编号"), _("标题"), _("企业"), _("类别"), _("主办部门"), _("状态"), _("灯"),
        _("提交时间"), _("期限"), _("办结时间"), _("销号时间"), _("内容"),
    ]  # fmt: skip


def _lines(user: User, appeals: QuerySet[Appeal], now: datetime) -> Iterable[tuple[Cell, ...]]:
    appeals = appeals.prefetch_related("assignments")
    for appeal in appeals[:MOST_ROWS].iterator(chunk_size=1000):
        named = queries.sees_enterprise(queries.hats_of(user, appeal), appeal)
        lamp = lamp_of(appeal, now)
        yield (
            appeal.reference,
            appeal.title,
            appeal.enterprise.name if named else _("匿名企业"),
            appeal.category.name,
            appeal.lead.label if appeal.lead else "",
            state_word(appeal.state),
            _("停表") if appeal.paused_at else str(lamp.label) if lamp else "",
            appeal.filed_at,
            appeal.burns_at or appeal.due_at,
            appeal.resolved_at,
            appeal.closed_at,
            appeal.text,
        )
