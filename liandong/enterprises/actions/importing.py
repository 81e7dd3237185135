"""Taking in a whole spreadsheet: chunk by chunk, bad rows set aside with the reason, nothing kept on a dry run."""

import csv
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.departments.queries import today
from liandong.enterprises.actions.recording import (
    Checked,
    close_batch,
    keep_many,
    open_batch,
    uncollected,
    unlisted,
    usable_code,
)
from liandong.enterprises.models import Batch, catalogue
from liandong.enterprises.queries import alike
from liandong.enterprises.rules.foresight import Foresight, year_doubt
from liandong.enterprises.rules.headings import LOOKED_AT, USCC, Headings, headings
from liandong.enterprises.rules.reading import Columns, columns_of, facts_in
from liandong.enterprises.rules.values import unit_kept, units_of
from liandong.kit.ahead import ahead
from liandong.kit.refusals import Refused
from liandong.kit.tables import Cells, Unreadable, as_given, harmless, kind_of_table, open_table

CHUNK = 1000
KEPT_ALIKE = 50
KEPT_REASONS = 200  # that are handed back; the file of rejects has them all


@dataclass
class Outcome:
    """What became of a file: rows, and why the first of those set aside were (row in the file, reason).

    `alike` are the first whose name another enterprise of the county bears: code, name, the other's code;
    `units` the units in which columns were read, by heading, `unsaid` the headings that name none. `notes` are
    doubts in words: about the source, about the day; `better_day` is the day that is rather meant for
    the facts of whole years, `yearly`. `foresight`
    is there after a dry run.
    """

    rows: int = 0
    rejected: int = 0
    reasons: list[tuple[int, str]] = field(default_factory=list)
    columns: dict[int, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    alike: list[tuple[str, str, str]] = field(default_factory=list)
    units: dict[str, str] = field(default_factory=dict)
    unsaid: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    yearly: list[str] = field(default_factory=list)
    better_day: date | None = None
    foresight: Foresight | None = None

    @property
    def imported(self) -> int:
        """The rows that were taken."""
        return self.rows - self.rejected


@dataclass
class Chunk:
    """Rows with their numbers in the file; by their places what they say, checked, and why some do not fit."""

    rows: list[tuple[int, Cells]]
    checked: dict[int, Checked] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)


@uncollected
def import_file(
    path: Path,
    *,
    source: str,
    on: date,
    by: User | None = None,
    dry_run: bool = False,
    rejects: Path | None = None,
    name: str = "",
    sure: bool = False,
    meanings: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    any_size: bool = False,
    progress: Callable[[Outcome], None] = lambda outcome: None,
) -> Outcome:
    """Take in a CSV file or an Excel workbook with a column of social credit codes.

    Each chunk of rows is a transaction of its own; a file that was cut short can be taken in again, what
    is there already is not kept twice. `any_size` is for whoever sits at the server. Refused: what is no
    table, and a table without codes.
    """
    try:
        with open_table(path, any_size=any_size) as table:
            head = list(islice(table, LOOKED_AT))
            known = headings(
                head,
                catalogue().kinds,
                workbook=kind_of_table(path) == "xlsx",
                meanings=meanings,
                said_units=units,
            )
            if known is None:
                raise Refused("import.no_codes", _("表里没有“统一社会信用代码”这一列。"))
            rows = chain(head[known.first_row :], table)
            numbered = enumerate(rows, known.first_row + 1)
            outcome = _outcome(known, source, on, Foresight() if dry_run else None)
            batch = (
                None if dry_run else open_batch(source=source, on=on, name=name or path.name, by=by)
            )
            columns = columns_of(known.columns, known.units, catalogue(), today())
            with (
                _rejects(rejects, known) as set_aside,
                closing(ahead(_checked(numbered, known, columns))) as chunks,
            ):
                for chunk in chunks:
                    refused, twins = _take(chunk, batch, source, on, by, sure, outcome.foresight)
                    outcome.alike += twins[: KEPT_ALIKE - len(outcome.alike)]
                    outcome.rows += len(chunk.rows)
                    outcome.rejected += len(refused)
                    for place, why in sorted(refused.items()):
                        number, cells = chunk.rows[place]
                        set_aside([*map(harmless, cells), why])
                        outcome.reasons += [(number, why)][: KEPT_REASONS - len(outcome.reasons)]
                    progress(outcome)
            if batch:
                close_batch(batch, rows=outcome.rows, rejected=outcome.rejected, by=by)
            return outcome
    except Unreadable as unreadable:
        raise Refused(f"import.{unreadable.why}", _wording(unreadable.why, any_size)) from None


def _checked(
    numbered: Iterator[tuple[int, Cells]], known: Headings, columns: Columns
) -> Iterator[Chunk]:
    """Give the rows in chunks, read and checked; without the database."""
    place_of_code = next(place for place, code in known.columns.items() if code == USCC)
    while rows := _next(numbered):
        chunk = Chunk(rows)
        for place, (_number, cells) in enumerate(rows):
            code = cells[place_of_code] if place_of_code < len(cells) else None
            try:
                uscc = usable_code("" if code is None else str(as_given(code)))
                chunk.checked[place] = uscc, facts_in(cells, columns)
            except Refused as why:
                chunk.refused[place] = why.message
        yield chunk


def _outcome(known: Headings, source: str, on: date, foresight: Foresight | None) -> Outcome:
    """Return what can be said of a table before its rows are read."""
    outcome = Outcome(
        columns=known.columns, ignored=known.ignored, titles=known.titles, foresight=foresight
    )
    kinds = catalogue().kinds
    facts = {place: kinds[code] for place, code in known.columns.items() if code in kinds}
    outcome.unsaid = [known.titles[place] for place in known.unsaid]
    outcome.units = {
        known.titles[place]: known.units.get(kind.code) or unit_kept(kind)
        for place, kind in facts.items()
        if len(units_of(kind)) > 1
    }
    yearly = [kind.name for kind in facts.values() if kind.annual]
    outcome.yearly = [kind.code for kind in facts.values() if kind.annual]
    doubt, outcome.better_day = year_doubt(yearly, on, today())
    outcome.notes = [words for words in (unlisted(source), doubt) if words]
    return outcome


def _take(
    chunk: Chunk,
    batch: Batch | None,
    source: str,
    on: date,
    by: User | None,
    sure: bool,
    foresight: Foresight | None,
) -> tuple[dict[int, str], list[tuple[str, str, str]]]:
    """Take in one chunk; with `foresight` only look at what would become of it.

    Return why rows were not taken, and those that bear the name of another enterprise.
    """
    if foresight:
        numbers = {place: chunk.rows[place][0] for place in chunk.checked}
        foresight.take_up({place: (n, chunk.checked[place][0]) for place, n in numbers.items()})
    with transaction.atomic():
        refused = keep_many(
            chunk.checked, source=source, on=on, batch=batch, by=by, sure=sure, foresight=foresight
        )
        taken = {code: f for place, (code, f) in chunk.checked.items() if place not in refused}
        made = foresight.made if foresight else {}
        coming = [(c, f["name"], made[c][1]) for c, f in taken.items() if c in made and "name" in f]
        twins = alike(list(taken), KEPT_ALIKE, coming)
    return chunk.refused | refused, twins


def _next(numbered: Iterator[tuple[int, Cells]]) -> list[tuple[int, Cells]]:
    """Return the next rows that say anything, at most a chunk of them."""
    filled = (row for row in numbered if not all(map(_is_blank, row[1])))
    return list(islice(filled, CHUNK))


def _is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


@contextmanager
def _rejects(path: Path | None, known: Headings) -> Iterator[Callable[[Cells], None]]:
    """Give where rows go that were set aside: a CSV file with their headings and the reason, or nowhere."""
    if path is None:
        yield lambda cells: None
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        width = len(known.titles)
        writer.writerow([*map(harmless, known.titles), _("未导入的原因")])

        def write(cells: Cells) -> None:
            *given, why = cells
            writer.writerow([*given[:width], *[""] * (width - len(given)), why])

        yield write


def _wording(why: str, any_size: bool) -> str:
    if why == "too_large" and any_size:
        return _("Excel 文件太大，请另存为 csv 再导入。")
    if why == "too_large":
        return _("文件太大了，请拆成几个再导入。")
    if why == "empty":
        return _("文件是空的。")
    return _("文件打不开，请另存为 xlsx 或 csv 再试。")
