"""Finding Chinese text: two-character windows in an index, then the text itself to be exact.

A word that few appeals hold is looked up in the index; of those appeals the newest are then met by walking
an index of moments and numbers alone. A word that many hold is met soon by walking the newest appeals, which
no index could better. Which of the two it is, the database's own statistics tell; for a word that is
common somewhere, a look at the newest few of the list: it may be rare in this one.
"""

import re
import sys
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    ExpressionWrapper,
    F,
    Func,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import RawSQL

from liandong.appeals.models import Appeal
from liandong.enterprises.models import Enterprise
from liandong.kit.text import folded

FEW = 6000  # appeals that are looked up in less time than walking takes to meet a page of them
LEAST, NEWEST = 2000, 4000  # appeals that are walked to learn whether a word is met soon
PAGE = 25  # of these, so many must hold the word
SINGLE = 2000  # appeals that are looked through for a single character
MOST_CODES = 4  # that are looked up in the index
MOST_NAMES = 20  # enterprises; a part of more names than that names nobody
STATISTICS_SECONDS = 60.0
REFERENCE = re.compile(r"[a-z]{1,8}\d{8}(-\d*)?")  # XG20261123, XG20261123-000042
NUMBER = re.compile(r"\d{4,}")  # its last digits
_RUN = re.compile(r"[^\W_]+")
_POINTS = f"utf-32-{sys.byteorder[0]}e"  # four bytes a character, as the machine counts
_FULL_WIDTH = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}


def codes_of(reference: str, lead: int | None, title: str, text: str) -> list[int]:
    """Return what an appeal is indexed by: its windows as numbers, who leads it, its number's last digits."""
    digits = reference.rpartition("-")[2]
    tails = [digits[-n:] for n in (4, 5, 6) if len(digits) >= n and digits.isdecimal()]
    codes = {code for part in (title, text) for code in _codes(part)}
    codes.update(map(_tail_code, tails))
    return [*codes, _lead_code(lead)] if lead else list(codes)


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
        holds &= _holds(run)
    if wanted != q.strip().lower():  # ㎡ is folded to m2, which a text that holds ㎡ does not hold
        holds |= Q(title__contains=q.strip()) | Q(text__contains=q.strip())
    tail = wanted if NUMBER.fullmatch(wanted) else ""
    if tail:
        holds |= Q(reference__endswith=tail)
    codes = list(dict.fromkeys(_codes(wanted)))
    if not codes:
        newest = appeals.order_by("-filed_at", "-id").values("pk")[:SINGLE]
        return appeals.filter(holds, pk__in=newest)
    named = [] if tail else _named(wanted)
    if named:
        shown = Q() if knows_names else Q(confidential=False)
        holds |= Q(enterprise_id__in=named) & shown
    if _is_rare(codes) or not _is_near(appeals, holds, leads):
        appeals = appeals.filter(_among(_candidates(codes, tail, named, leads)))
    # To the planner a CASE is as likely true as not. It would take a LIKE for rare, and sort what it need not.
    return appeals.filter(Case(When(holds, then=Value(True)), default=Value(False)))


def forget_statistics() -> None:
    """Ask the database anew at the next search; for tests and after loading much at once."""
    _statistics.read_at = float("-inf")


def _codes(text: str) -> Iterator[int]:
    """Return the windows of a text (`kit.text.windows`) as signed numbers of 32 bits.

    Only rare characters can share a number. Whole runs are turned into numbers at once: the indexer
    follows the intake at a thousand appeals a second.
    """
    for run in _RUN.findall(folded(text)):
        points = memoryview(run.encode(_POINTS)).cast("i")
        for a, b in pairwise(points):
            code = (a << 16 ^ b) & 0xFFFFFFFF
            yield code - 0x100000000 if code >= 0x80000000 else code


# No window begins with a character of private use (0xE000 …), so these numbers are nobody else's.


def _tail_code(digits: str) -> int:
    return _signed(0xE0000000 + {4: 0, 5: 10_000, 6: 110_000}[len(digits)] + int(digits))


def _lead_code(department: int) -> int:
    return _signed(0xE0200000 + department)


def _signed(number: int) -> int:
    number &= 0xFFFFFFFF
    return number - 0x100000000 if number >= 0x80000000 else number


def _holds(run: str) -> Q:
    """Return the condition that title or text holds a run, in whatever width and case."""
    pattern = "".join(map(_either, run))
    lookup = "contains" if pattern == run else "regex"
    return Q(**{f"title__{lookup}": pattern}) | Q(**{f"text__{lookup}": pattern})


def _either(character: str) -> str:
    forms = {character, character.upper()}
    forms = {
        form for form in forms | {_FULL_WIDTH.get(form, form) for form in forms} if len(form) == 1
    }
    return character if len(forms) == 1 else f"[{''.join(sorted(forms))}]"


def _named(wanted: str) -> list[int]:
    """Return the enterprises whose name holds what is wanted, unless too many do."""
    ids = Enterprise.objects.filter(name__icontains=wanted).values_list("pk", flat=True)
    found = list(ids[: MOST_NAMES + 1])
    return found if len(found) <= MOST_NAMES else []


def _candidates(codes: list[int], tail: str, named: list[int], leads: Collection[int]) -> str:
    """Return when the appeals were filed that can hold the words at all, as the database writes an array.

    What waits to be indexed belongs to them; `leads` narrows in the index, and only there: it may be behind.
    """
    hits, params = "windows @> %s::int[]", [_rarest(codes)]
    if tail:
        hits, params = f"({hits} OR windows @> %s::int[])", [*params, [_tail_code(tail[-6:])]]
    parts = [f"SELECT filed_at FROM appeals_searchrow WHERE {hits}"]  # noqa: S608
    if leads:
        parts[0] += " AND windows && %s::int[]"
        params.append([_lead_code(lead) for lead in leads])
    parts.append(
        "SELECT a.filed_at FROM appeals_searchqueue q JOIN appeals_appeal a ON a.id = q.appeal_id"
    )
    if named:
        parts.append("SELECT filed_at FROM appeals_appeal WHERE enterprise_id = ANY (%s::bigint[])")
        params.append(named)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ARRAY({' UNION ALL '.join(parts)})::text", params)
        moments: str = cursor.fetchone()[0]
    return moments


def _among(moments: str) -> Func:
    """Return the condition that an appeal was filed at one of these moments.

    Moments, not numbers: an index in the order of the list finds them, and is read only until a page is
    full. They stand in the statement, so that the planner knows how many they are each time, and a plan
    made for few is not kept for many.
    """
    return Func(
        F("filed_at"),
        RawSQL(f"'{moments}'::timestamptz[]", []),  # noqa: S611 (as the database wrote them)
        template="%(expressions)s",
        arg_joiner=" = ANY ",
        output_field=BooleanField(),
    )


def _rarest(codes: list[int]) -> list[int]:
    """Return the few codes that narrow most; comparing more of them costs more than it saves."""
    known = _fresh_statistics()
    return sorted(codes, key=lambda code: known.shares.get(code, 0.0))[:MOST_CODES]


@dataclass
class _Statistics:
    """How many appeals are indexed, and the share of them that hold each of the commonest codes."""

    rows: float = -1
    shares: dict[int, float] = field(default_factory=dict)
    rarest: float = 1.0  # the share of a code that is not among them is no greater
    read_at: float = float("-inf")

    def most(self, codes: Iterable[int]) -> float:
        """How many appeals can hold all of these codes: no more than hold the rarest of them."""
        return self.rows * min(self.shares.get(code, self.rarest) for code in codes)


_statistics = _Statistics()


def _is_rare(codes: list[int]) -> bool:
    """Return whether few appeals can hold all of these windows."""
    known = _fresh_statistics()
    return known.rows >= 0 and known.most(codes) <= FEW


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


def _is_near(appeals: QuerySet[Appeal], holds: Q, leads: Collection[int]) -> bool:
    """Return whether walking the newest of a list soon finds a page, or the list is short.

    So many are walked that, if too few of them hold the word, few of the whole list do.
    """
    known = _fresh_statistics()
    size = sum(known.most([_lead_code(lead)]) for lead in leads) if leads else known.rows
    most = int(min(NEWEST, max(LEAST, PAGE * size / FEW)))
    hit = ExpressionWrapper(holds, output_field=BooleanField())
    newest = appeals.order_by("-filed_at", "-id")
    sql, params = newest.annotate(hit=hit).values_list("hit")[:most].query.sql_with_params()
    met = f"SELECT 1 FROM ({sql}) AS newest(hit) WHERE hit LIMIT {PAGE}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({met}) AS met", params)  # noqa: S608
        if cursor.fetchone()[0] == PAGE:
            return True
    return not newest.values("pk")[most : most + 1].exists()
