"""Finding Chinese text: two-character windows in an index, then the text itself to be exact.

A word that few appeals hold is looked up in the index. One that many hold is met soon by walking the
newest, which no index could better. Which of the two it is, the database's own statistics tell, and for
a word in between a look at the newest few: a common word may be rare in the list that is searched.
"""

import re
import time
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, Func, Q, QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.db.models.lookups import Contains

from liandong.appeals.models import Appeal
from liandong.enterprises.models import Enterprise
from liandong.kit.text import folded, query_windows, windows

FEW = 1500  # appeals that are looked up one by one in less time than walking takes to find a page
NEWEST = 2000  # appeals that are walked to learn whether a word is met soon
PAGE = 25  # of these, so many must hold the word
MOST_NAMES = 20  # enterprises; a part of more names than that names nobody
STATISTICS_SECONDS = 60.0
REFERENCE = re.compile(r"[a-z]{1,8}\d{8}(-\d*)?")  # XG20261123, XG20261123-000042
NUMBER = re.compile(r"\d{4,}")  # its last digits
_RUN = re.compile(r"[^\W_]+")
# What folding leaves as it is: ideographs of the unified blocks, for which a plain LIKE is exact.
_PLAIN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002fa1f]+")


def codes_of(reference: str, title: str, text: str) -> list[int]:
    """Return what an appeal is indexed by: its windows as numbers, and the last digits of its number."""
    digits = reference.rpartition("-")[2]
    tails = [digits[-n:] for n in (4, 5, 6) if len(digits) >= n and digits.isdecimal()]
    return list({*map(_code, windows(f"{title}\n{text}")), *map(_tail_code, tails)})


def found(
    appeals: QuerySet[Appeal],
    q: str,
    *,
    leads: Collection[int] = (),
    knows_names: bool = False,
) -> QuerySet[Appeal]:
    """Return those of some appeals that `q` finds; meant to be read newest first, a page at a time.

    A reference, its beginning or its last digits finds the appeal. Words find the appeals whose title or
    text holds each of them, however it is written (width, case), and those of an enterprise whose name
    holds `q`: a confidential one only for who `knows_names`. A single character is looked for in the
    newest two thousand. `leads` says that all appeals are led by these departments.
    """
    wanted = folded(q).strip()
    if not wanted:
        return appeals
    if REFERENCE.fullmatch(wanted):
        return appeals.filter(reference__startswith=wanted.upper())
    runs = list(dict.fromkeys(_RUN.findall(wanted)))
    if not runs:
        return appeals.none()
    holds = Q()
    for run in runs:
        holds &= _holds("title", run) | _holds("text", run)
    tail = wanted if NUMBER.fullmatch(wanted) else ""
    if tail:
        holds |= Q(reference__endswith=tail)
    codes = [_code(window) for window in query_windows(wanted)]
    if not codes:
        newest = appeals.order_by("-filed_at", "-id").values("pk")[:NEWEST]
        return appeals.filter(holds, pk__in=newest)
    named = [] if tail else _named(wanted)
    if named:
        shown = Q() if knows_names else Q(confidential=False)
        holds |= Q(enterprise_id__in=named) & shown
    if _is_rare(codes) or not _is_near(appeals, holds):
        appeals = appeals.filter(_among(codes, tail, named, leads))
    return appeals.filter(holds)


def forget_statistics() -> None:
    """Ask the database anew at the next search; for tests and after loading much at once."""
    _statistics.read_at = float("-inf")


def _code(window: str) -> int:
    """Return a window as a signed number of 32 bits; only rare characters can share one."""
    return _signed(ord(window[0]) << 16 ^ ord(window[1]))


def _tail_code(digits: str) -> int:
    """Return the last digits of a reference as a number that no window has (it begins in private use)."""
    return _signed(0xE0000000 + {4: 0, 5: 10_000, 6: 110_000}[len(digits)] + int(digits))


def _signed(number: int) -> int:
    number &= 0xFFFFFFFF
    return number - 0x100000000 if number >= 0x80000000 else number


def _holds(column: str, run: str) -> Q:
    if _PLAIN.fullmatch(run):
        return Q(**{f"{column}__contains": run})
    plain = Func(
        F(column), template="lower(normalize(%(expressions)s, NFKC))", output_field=TextField()
    )
    return Q(Contains(plain, run))


def _named(wanted: str) -> list[int]:
    """Return the enterprises whose name holds what is wanted, unless too many do."""
    ids = Enterprise.objects.filter(name__icontains=wanted).values_list("pk", flat=True)
    found = list(ids[: MOST_NAMES + 1])
    return found if len(found) <= MOST_NAMES else []


def _among(codes: list[int], tail: str, named: list[int], leads: Collection[int]) -> Func:
    """Return the condition that an appeal is one of those that can hold the words at all.

    As one array that is gathered first, so that the planner cannot take it for something met soon. What
    waits to be indexed belongs to it; `leads` narrows in the index, and only there: it may be behind.
    """
    hits, params = "windows @> %s::int[]", [codes]
    if tail:
        hits, params = f"({hits} OR windows @> %s::int[])", [codes, [_tail_code(tail[-6:])]]
    parts = [f"SELECT appeal_id FROM appeals_searchrow WHERE {hits}"]  # noqa: S608
    if leads:
        parts[0] += " AND lead_id = ANY (%s::bigint[])"
        params.append(list(leads))
    parts.append("SELECT appeal_id FROM appeals_searchqueue")
    if named:
        parts.append("SELECT id FROM appeals_appeal WHERE enterprise_id = ANY (%s::bigint[])")
        params.append(named)
    return Func(
        F("pk"),
        RawSQL(f"ARRAY({' UNION ALL '.join(parts)})", params),  # noqa: S611 (only constants)
        template="%(expressions)s",
        arg_joiner=" = ANY ",
        output_field=BooleanField(),
    )


@dataclass
class _Statistics:
    """How many appeals are indexed and how many of them hold each of the commonest windows."""

    rows: float = -1
    shares: dict[int, float] = field(default_factory=dict)
    rarest: float = 1.0  # the share of a window that is not among them is no greater
    read_at: float = float("-inf")


_statistics = _Statistics()


def _is_rare(codes: list[int]) -> bool:
    """Return whether few appeals can hold all of these windows: no more than hold the rarest of them."""
    known = _fresh_statistics()
    if known.rows < 0:
        return False
    return known.rows * min(known.shares.get(code, known.rarest) for code in codes) <= FEW


def _fresh_statistics() -> _Statistics:
    moment = time.monotonic()
    if moment - _statistics.read_at < STATISTICS_SECONDS:
        return _statistics
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.reltuples, s.most_common_elems::text::int[], s.most_common_elem_freqs"
            " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_stats s"
            " ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = 'windows'"
            " WHERE c.oid = 'appeals_searchrow'::regclass"
        )
        rows, codes, shares = cursor.fetchone()
    codes = codes or []
    _statistics.rows = rows if codes else -1
    _statistics.shares = dict(zip(codes, shares or (), strict=False))
    _statistics.rarest = shares[len(codes)] if codes else 1.0  # after them stand min, max, nulls
    _statistics.read_at = moment
    return _statistics


def _is_near(appeals: QuerySet[Appeal], holds: Q) -> bool:
    """Return whether walking the newest of a list soon finds a page, or the list is short."""
    hit = ExpressionWrapper(holds, output_field=BooleanField())
    walked = appeals.annotate(hit=hit).order_by("-filed_at", "-id").values_list("hit")[:NEWEST]
    sql, params = walked.query.sql_with_params()
    met = f"SELECT 1 FROM ({sql}) AS newest(hit) WHERE hit LIMIT {PAGE}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({met}) AS met", params)  # noqa: S608
        if cursor.fetchone()[0] == PAGE:
            return True
    return not appeals.order_by("-filed_at", "-id").values("pk")[NEWEST : NEWEST + 1].exists()
