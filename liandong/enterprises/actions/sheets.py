"""Taking statements in, many at once: reports kept, sheets and read copies brought up to date, changes told.

Each step is one statement for all rows. The enterprises' rows are locked first, in the order of their
numbers; changes are numbered last, one transaction after the other, so that whoever follows them by
number misses none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import count
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from pydantic_core import from_json, to_json

from liandong.accounts.models import User
from liandong.enterprises.models import Batch, catalogue, catalogue_as_kept
from liandong.enterprises.queries.base import MERGED
from liandong.enterprises.rules import computed
from liandong.enterprises.rules.foresight import Foresight
from liandong.enterprises.rules.showing import shown
from liandong.enterprises.rules.values import is_odd
from liandong.enterprises.rules.winning import claims_in, entry_of, in_order, join, placed
from liandong.kit.now import now

# Facts that other apps read as columns of the enterprise: fact, column, type.
COPIED = (
    ("name", "name", "text"), ("region", "region_id", "text"), ("address", "address", "text"),
    ("industry", "industry", "text"), ("scale", "scale", "text"), ("employees", "employees", "int"),
    ("contact", "contact_name", "text"), ("contact_phone", "contact_phone", "text"),
)  # fmt: skip
LENGTHS = {"name": 200, "address": 200, "contact_name": 60, "industry_name": 60}
REGISTERED = ("name", "region", "address")  # told on registering, as columns alone
COPIES = frozenset(fact for fact, _column, _type in COPIED)
FORESEEN = 2**62  # where the numbers of reports begin that are only thought of: later than any
CHANGES_LOCK = 0x46616374  # "Fact": whoever numbers changes

SHEETS = "SELECT enterprise_id, facts FROM enterprises_sheet WHERE enterprise_id = ANY (%s)"
REGISTRATION = "SELECT name, region_id, address FROM enterprises_enterprise WHERE id = %s"
NUMBERS = (
    "SELECT nextval(pg_get_serial_sequence('enterprises_report', 'id')) FROM generate_series(1, %s)"
)
REPORTS = """
COPY enterprises_report (id, enterprise_id, source_id, "on", facts, recorded_at, by_id, batch_id) FROM STDIN
"""
WRITE_SHEETS = """
INSERT INTO enterprises_sheet (enterprise_id, facts)
SELECT id, facts::jsonb FROM unnest(%s::bigint[], string_to_array(%s, E'\\x1e')) AS t(id, facts)
ON CONFLICT (enterprise_id) DO UPDATE SET facts = excluded.facts
"""
COPY_BACK = f"""
UPDATE enterprises_enterprise e SET
    {", ".join(f"{column} = coalesce(t.{column}, e.{column})" for _f, column, _t in COPIED)},
    industry_name = coalesce(t.industry_name, e.industry_name)
FROM unnest(%s::bigint[], {", ".join(f"%s::{type_}[]" for _f, _c, type_ in COPIED)}, %s::text[])
    AS t(id, {", ".join(column for _f, column, _t in COPIED)}, industry_name)
WHERE e.id = t.id
"""  # noqa: S608 (column names are constants of this file)
WRITE_CHANGES = """
INSERT INTO enterprises_change (enterprise_id, codes, at)
SELECT id, string_to_array(codes, ','), %s FROM unnest(%s::bigint[], %s::text[]) AS t(id, codes)
"""


@dataclass(frozen=True)
class Statement:
    """What is said of one enterprise, checked; `place` tells the caller which row it was."""

    place: int
    enterprise: int
    facts: Mapping[str, Any]


@dataclass
class Taken:
    """What became of statements: refusals by place, and the facts that hold anew by enterprise."""

    refused: dict[int, str] = field(default_factory=dict)
    changed: dict[int, set[str]] = field(default_factory=dict)
    reports: list[tuple[Any, ...]] = field(default_factory=list)


def take_in(
    statements: Sequence[Statement],
    *,
    source: str,
    on: date,
    by: User | None,
    batch: Batch | None = None,
    sure: bool = False,
    foresight: Foresight | None = None,
) -> Taken:
    """Keep statements of one source about one day; call it in a transaction, enterprises locked.

    One that repeats what its source has said of that day is not kept twice. One with a figure ten thousand
    times its past is refused whole unless the caller is `sure`. With `foresight` nothing is kept, only weighed.
    """
    taken = Taken()
    numbers = sorted({s.enterprise for s in statements})
    if not numbers:
        return taken
    with connection.cursor() as cursor:
        cursor.execute(SHEETS, [numbers])
        sheets: dict[int, dict[str, Any]] = {pk: from_json(f) for pk, f in cursor.fetchall()}
        ids = count(FORESEEN) if foresight else _numbers(cursor, len(statements))
        office, moment = (by.pk if by else None, batch.pk if batch else None), now()
        for statement in statements:
            sheet = sheets.setdefault(statement.enterprise, {})
            fresh = _news(sheet, statement.facts, source, on.isoformat())
            odd = None if sure else _oddity(sheet, fresh)
            if odd:
                taken.refused[statement.place] = odd
                if foresight:
                    foresight.facts["asked"] += _odd_ones(sheet, fresh)
            elif foresight:
                before = {c: sheet[c][0] for c in statement.facts if c in sheet}
                _merge(sheet, fresh, source, on.isoformat(), next(ids))
                foresight.weigh(statement.place, statement.facts, before, sheet, catalogue())
            elif fresh:
                report = next(ids)
                changed = _merge(sheet, fresh, source, on.isoformat(), report)
                taken.changed.setdefault(statement.enterprise, set()).update(changed)
                taken.reports.append(
                    (
                        report,
                        statement.enterprise,
                        source,
                        on,
                        to_json(fresh).decode(),
                        moment,
                        *office,
                    )
                )
        if taken.reports:
            with cursor.copy(REPORTS) as copy:
                for row in taken.reports:
                    copy.write_row(row)
            written = list(taken.changed)
            # One text, parted by what JSON never holds: the driver dumps a list of texts ten times as slowly.
            texts = b"\x1e".join(to_json(sheets[pk]) for pk in written).decode()
            cursor.execute(WRITE_SHEETS, [written, texts])
            _copy_back(cursor, sheets, taken.changed)
            _tell(cursor, taken.changed)
    return taken


def _numbers(cursor: Any, many: int) -> Iterator[int]:
    """Return the numbers of reports to come."""
    cursor.execute(NUMBERS, [many])
    return iter([number for (number,) in cursor.fetchall()])


def fold(wrong: int, into: int) -> set[str]:
    """Let all that was said of one enterprise find its place in another's sheet; return what holds anew.

    Call it in a transaction, both locked. The reports stay as they were made: a sheet knows the latest of
    each source, so that what holds is what would hold had all been said of one enterprise. Of what one source
    has said of one day about both, what it said of the one that stays holds and the other contradicts it;
    and what that one registered with stays where nobody has stated it since.
    """
    known = catalogue()
    with connection.cursor() as cursor:
        cursor.execute(SHEETS, [[wrong, into]])
        sheets: dict[int, dict[str, Any]] = {pk: from_json(f) for pk, f in cursor.fetchall()}
        sheet, other = sheets.get(into, {}), sheets.get(wrong, {})
        cursor.execute(REGISTRATION, [into])
        registered = {
            code for code, told in zip(REGISTERED, cursor.fetchone(), strict=True) if told
        }
        changed, moved = set[str](), set[str]()
        for code, entry in other.items():
            kind, before = known.kinds.get(code), sheet.get(code)
            if kind is None:  # out of use
                sheet.setdefault(code, entry)
            elif not kind.computed and (before or code not in registered):
                claims = join(claims_in(before), claims_in(entry))
                ordered = in_order(claims, partial(known.rank, kind), kind.validity_days)
                sheet[code] = entry_of(ordered)
                moved.add(code)
                if before is None or before[0] != ordered[0].value:
                    changed.add(code)
        changed |= _work_out(sheet, moved)
        cursor.execute("DELETE FROM enterprises_sheet WHERE enterprise_id = %s", [wrong])
        if other:
            cursor.execute(WRITE_SHEETS, [[into], to_json(sheet).decode()])
            _copy_back(cursor, {into: sheet}, {into: changed})
        _tell(cursor, {into: changed, wrong: [MERGED]})
    return changed


def _news(
    sheet: Mapping[str, Any], facts: Mapping[str, Any], source: str, on: str
) -> dict[str, Any]:
    """Return what a source has not said of that day before."""
    known = sheet.get
    return {
        code: value
        for code, value in facts.items()
        if (entry := known(code)) is None
        or (
            not _says(entry, source, on, value)
            if len(entry) > 4
            else entry[0] != value or entry[2] != on or entry[1] != source
        )
    }


def _says(entry: Sequence[Any], source: str, on: str, value: Any) -> bool:
    """Return whether a source, one of several, has said just this of that day and nothing else of it."""
    said = [claim for claim in (entry, *entry[4]) if claim[1] == source]
    return len(said) == 1 and said[0][0] == value and bool(said[0][2] == on)


def _oddity(sheet: Mapping[str, Any], fresh: Mapping[str, Any]) -> str | None:
    """Return the question to ask about a figure that is ten thousand times its past, if one is."""
    kinds = catalogue().kinds
    for code, value in fresh.items():
        if (entry := sheet.get(code)) and is_odd(kinds[code], entry[0], value):
            return _(
                "%(name)s：%(value)s，现有 %(before)s，相差上万倍，单位是不是弄错了？"
                "如果没有错，请确认后再提交。"
            ) % {
                "name": kinds[code].name,
                "value": shown(kinds[code], value, catalogue()),
                "before": shown(kinds[code], entry[0], catalogue()),
            }
    return None


def _odd_ones(sheet: Mapping[str, Any], fresh: Mapping[str, Any]) -> int:
    """Return how many figures are ten thousand times their past."""
    kinds = catalogue().kinds
    return sum(c in sheet and is_odd(kinds[c], sheet[c][0], v) for c, v in fresh.items())


def _merge(
    sheet: dict[str, Any], fresh: Mapping[str, Any], source: str, on: str, report: int
) -> set[str]:
    """Let each new statement find its place in a sheet; return the facts whose holding value changed."""
    known = catalogue()
    changed, moved = set[str](), set[str]()
    for code, value in fresh.items():
        before = sheet.get(code)
        if before is None or (len(before) == 4 and before[1] == source and before[2] <= on):
            sheet[code] = [value, source, on, report]
            if before is None or before[0] != value:
                changed.add(code)
            elif before[2] != on:
                moved.add(code)
            continue
        kind = known.kinds[code]
        new = value, source, on, report
        sheet[code] = after = placed(before, new, partial(known.rank, kind), kind.validity_days)
        if before[0] != after[0]:
            changed.add(code)
        elif before[2] != after[2]:
            moved.add(code)
    return changed | _work_out(sheet, changed | moved)


def _work_out(sheet: dict[str, Any], moved: set[str]) -> set[str]:
    """Work out anew what follows from facts whose value or day is another; what can't be told any more goes."""
    if moved.isdisjoint(computed.ALL_INPUTS):
        return set()
    anew = set()
    values = {code: sheet[code][0] for code in computed.ALL_INPUTS if code in sheet}
    days = {code: sheet[code][2] for code in values}
    for code in computed.due(moved):
        rule, before = computed.RULES[code], sheet.get(code)
        value = None if rule.periods(days) else rule.work(values)
        if value is None:
            sheet.pop(code, None)
        else:
            day = max(sheet[i][2] for i in rule.inputs if i in sheet)
            sheet[code] = [value, "computed", day, None]
        if value != (before[0] if before else None):
            anew.add(code)
    return anew


def _copy_back(
    cursor: Any, sheets: Mapping[int, Mapping[str, Any]], changed: Mapping[int, set[str]]
) -> None:
    """Bring the columns that other apps read up to date."""
    numbers = [pk for pk, codes in changed.items() if not codes.isdisjoint(COPIES)]
    if not numbers:
        return
    columns: list[list[Any]] = []
    for fact, column, _type in COPIED:
        most = LENGTHS.get(column)
        gone = "" if fact == "scale" else None  # of the copied facts, only scale can become unknown
        columns.append(
            [
                _cut(sheets[pk][fact][0], most)
                if fact in sheets[pk]
                else (gone if fact in changed[pk] else None)
                for pk in numbers
            ]
        )
    names = catalogue_as_kept().industries
    industries = [sheets[pk]["industry"][0] if "industry" in sheets[pk] else None for pk in numbers]
    columns.append([_cut(names.get(code, ""), 60) if code else None for code in industries])
    cursor.execute(COPY_BACK, [numbers, *columns])


def _cut(value: Any, most: int | None) -> Any:
    return value[:most] if most else value


def _tell(cursor: Any, changed: Mapping[int, Iterable[str]]) -> None:
    """Number the changes, last of all and one transaction after the other."""
    rows = [(pk, ",".join(sorted(codes))) for pk, codes in changed.items() if codes]
    if rows:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHANGES_LOCK])
        cursor.execute(WRITE_CHANGES, [now(), [r[0] for r in rows], [r[1] for r in rows]])
