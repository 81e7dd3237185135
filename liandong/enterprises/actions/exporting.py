"""Writing the base out: to a file that the import reads again, or as a download; each is told to the journal."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.enterprises.models import catalogue
from liandong.enterprises.queries.exporting import enterprises_of, exported_kinds
from liandong.enterprises.rules.kinds import Kind
from liandong.enterprises.rules.showing import cell_of, titled
from liandong.journal.actions import record
from liandong.kit.refusals import Refused
from liandong.kit.tables import harmless
from liandong.kit.workbooks import MOST_LINES, Cell, write_workbook


def export_file(path: Path, *, region: str = "", facts: Sequence[str] = ()) -> int:
    """Write all enterprises, or a region's, with their facts to CSV or, by its ending, an Excel workbook.

    Return how many. Personal and secret data are left out. Refused: a region or a fact that there is not,
    and more enterprises than a workbook holds.
    """
    known = catalogue()
    if region and region not in known.regions:
        raise Refused("export.region", _("没有“%(code)s”这个辖区。") % {"code": region[:12]})
    kinds = exported_kinds(facts)
    title = [_("统一社会信用代码"), known.kinds["name"].name, *(titled(kind) for kind in kinds)]
    written = 0

    def lines() -> Iterator[list[Cell]]:
        nonlocal written
        for uscc, name, held in enterprises_of(region):
            written += 1
            yield [uscc, name, *cells(kinds, held)]

    if path.suffix.lower() == ".xlsx":
        if (
            sum(1 for _row in zip(enterprises_of(region), range(MOST_LINES), strict=False))
            >= MOST_LINES
        ):
            raise Refused("export.too_long", _("Excel 表放不下这么多行，请导出 csv。"))
        with path.open("wb") as file:
            write_workbook(file, _("企业"), title, [22, 36, *(14 for _kind in kinds)], lines())
        return written
    with path.open("w", encoding="utf-8-sig", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(title)
        writer.writerows(map(harmless, line) for line in lines())
    return written


def cells(kinds: Sequence[Kind], held: dict[str, list[object]]) -> list[Cell]:
    """Return what a sheet holds of some facts, each as a cell that the import reads again."""
    known = catalogue()
    return [
        cell_of(kind, held[kind.code][0], known) if kind.code in held else None for kind in kinds
    ]


@transaction.atomic
def note_export(*, rows: int, filters: dict[str, str], by: User) -> None:
    """Keep in the journal who took a list of enterprises away, and which."""
    user = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    record("enterprises.exported", on=user, by=by, rows=rows, filters=filters)
