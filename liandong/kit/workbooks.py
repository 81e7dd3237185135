"""Rows as a workbook to download, written one by one so that a long list fits into little memory."""

import csv
import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain
from typing import IO

from django.http import FileResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime

from liandong.kit.tables import harmless

MOST_LINES = 1_048_576  # of a sheet, its heading included
Cell = str | int | float | datetime | None


def workbook(
    name: str,
    columns: Sequence[str],
    widths: Sequence[int],
    lines: Iterable[Sequence[Cell]],
    *,
    now: datetime,
) -> FileResponse:
    """Return lines as a workbook to download; a text is never taken for a formula or a link."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (closed by the response)
    write_workbook(file, name, columns, widths, lines)
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{name}-{localtime(now):%Y%m%d-%H%M}.xlsx",
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )


def table(
    name: str, columns: Sequence[str], lines: Iterable[Sequence[Cell]], *, now: datetime
) -> StreamingHttpResponse:
    """Return lines as CSV to download, written while it is sent; no cell is a formula."""
    writer = csv.writer(_Echo())
    rows = chain([columns], lines)
    answer = StreamingHttpResponse(
        chain(["\ufeff"], (writer.writerow([harmless(cell) for cell in row]) for row in rows)),
        content_type="text/csv; charset=utf-8",
    )
    file = f"{name}-{localtime(now):%Y%m%d-%H%M}.csv"
    answer["Content-Disposition"] = content_disposition_header(True, file)
    return answer


class _Echo:
    """Takes lines for a file and gives them back."""

    def write(self, line: str) -> str:
        return line


def write_workbook(
    file: IO[bytes],
    name: str,
    columns: Sequence[str],
    widths: Sequence[int],
    lines: Iterable[Sequence[Cell]],
) -> None:
    """Write lines to a file as a workbook; a text is never taken for a formula or a link."""
    import xlsxwriter  # noqa: PLC0415 (slow to load, and seldom needed)

    book = xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    sheet = book.add_worksheet(name[:31])
    bold = book.add_format({"bold": True})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for column, (word, width) in enumerate(zip(columns, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, word, bold)
    sheet.freeze_panes(1, 0)
    for line, cells in enumerate(lines, 1):
        for column, cell in enumerate(cells):
            if isinstance(cell, datetime):
                sheet.write_datetime(line, column, localtime(cell).replace(tzinfo=None), moment)
            elif isinstance(cell, int | float) and not isinstance(cell, bool):
                sheet.write_number(line, column, cell)
            elif cell:
                sheet.write_string(line, column, cell)
    book.close()
