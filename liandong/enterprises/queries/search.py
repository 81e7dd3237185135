"""Finding enterprises by part of a name, pinyin initials or social credit code."""

import re
from collections.abc import Sequence
from itertools import pairwise

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from liandong.accounts.models import User
from liandong.enterprises.models import Enterprise, SearchName
from liandong.enterprises.queries.base import Reach, reach_of
from liandong.kit.codes import is_provisional, is_uscc
from liandong.kit.regions import code_prefix
from liandong.kit.text import folded

CODE_START = re.compile(r"[1-9any][1-9][0-9]{6}[0-9a-z]{0,10}", re.ASCII)
MOST_WINDOWS = 6  # that are looked up in the index; the text itself makes it exact


def windows_of(run: str) -> list[int]:
    """Return the pairs of neighbouring characters as the database numbers them (migration 0003)."""
    if len(run) == 1:
        return [ord(run)] if run >= "\u4e00" else []
    pairs = list(dict.fromkeys(_signed(ord(a) << 16 ^ ord(b)) for a, b in pairwise(run)))
    # codes of a region begin alike and differ at their ends
    return pairs[-MOST_WINDOWS:] if run.isascii() else pairs[:MOST_WINDOWS]


def found(
    user: User,
    *,
    q: str = "",
    region: str = "",
    industry: str = "",
    after: int = 0,
    limit: int = 20,
    reach: Reach | None = None,
) -> tuple[Sequence[Enterprise], int | None]:
    """Return the enterprises that somebody may open and that fit, and after which one the next begin.

    Each word of `q` must be held by the name, by the initials of its characters or by the code: those that
    hold, those the enterprise had, or those of a registration that was merged into it.
    """
    rows = matching(reach or reach_of(user), q=q, region=region, industry=industry)
    ids = list(rows.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[: limit + 1])
    enterprises = Enterprise.objects.select_related("region").in_bulk(ids[:limit])
    following = ids[limit - 1] if len(ids) > limit else None
    return [enterprises[pk] for pk in ids[:limit]], following


def matching(
    reach: Reach, *, q: str = "", region: str = "", industry: str = ""
) -> QuerySet[SearchName]:
    """Return the search rows of the enterprises that fit, for lists and exports."""
    rows = SearchName.objects.filter(reach.condition("region", "enterprise_id"))
    for run in folded(q).split():
        code = run.upper()
        if is_uscc(code) or is_provisional(code) or CODE_START.fullmatch(run):
            named = Enterprise.objects.filter(uscc__startswith=code)
            rows = rows.filter(enterprise__in=named.values(stands=Coalesce("merged_into", "pk")))
            continue
        windows = windows_of(run)
        if windows:
            rows = rows.filter(windows__contains=windows)
        if len(run) > 1 or not windows:
            rows = rows.filter(text__contains=run)
    if region:
        rows = rows.filter(region__startswith=code_prefix(region))
    if industry:
        rows = rows.filter(enterprise__industry__startswith=industry.upper())
    return rows


def _signed(number: int) -> int:
    number &= 0xFFFFFFFF
    return number - 0x100000000 if number >= 0x80000000 else number
