"""What holds of two enterprises is worked out anew from their reports, each by itself."""

from typing import Any

from django.db import connection
from pydantic_core import to_json

from liandong.enterprises.actions.sheets import WRITE_SHEETS, _copy_back, _merge, _tell, fold
from liandong.enterprises.models import Enterprise, Report, Sheet
from liandong.enterprises.queries.base import MERGED


def unfold(wrong: int, into: int) -> None:
    """Give back to each of two enterprises the sheet that its own reports make; both locked.

    What had been merged into either before is folded into it again, in the order it was.
    """
    for number in (wrong, into):
        earlier = Enterprise.objects.filter(merged_into=number).order_by("merged_at", "pk")
        for one in (number, *earlier.values_list("pk", flat=True)):
            _write(one, _worked_out(one))
            if one != number:
                fold(one, number)
    with connection.cursor() as cursor:
        sheets = dict(Sheet.objects.filter(pk__in=(wrong, into)).values_list("pk", "facts"))
        _copy_back(cursor, sheets, {pk: set(facts) for pk, facts in sheets.items()})
        _tell(cursor, {wrong: [MERGED], into: set(sheets.get(into, {}))})


def _worked_out(number: int) -> dict[str, Any]:
    """Return what an enterprise's own reports make, taken in one after the other as they came."""
    sheet: dict[str, Any] = {}
    for report in Report.objects.filter(enterprise=number).order_by("pk"):
        _merge(sheet, report.facts, report.source_id, report.on.isoformat(), report.pk)
    return sheet


def _write(number: int, sheet: dict[str, Any]) -> None:
    Sheet.objects.filter(pk=number).delete()
    if sheet:
        with connection.cursor() as cursor:
            cursor.execute(WRITE_SHEETS, [[number], to_json(sheet).decode()])
