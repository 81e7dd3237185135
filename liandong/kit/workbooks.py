"""Rows as a workbook to download, written one by one so that a long list fits into little memory."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.http import FileResponse
from django.utils.timezone import localtime

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
    import xlsxwriter  # noqa: PLC0415 (slow to load, and seldom needed)

    file = tempfile.TemporaryFile()  # noqa: SIM115 (closed by the response)
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
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{name}-{localtime(now):%Y%m%d-%H%M}.xlsx",
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
