"""Enterprises as the desk lists them, and what its page of one says beside the facts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet
from django.http import Http404

from liandong.accounts.models import User
from liandong.enterprises.models import Enterprise, Member, Report, SearchName, catalogue
from liandong.enterprises.queries.base import Reach, one_and_merged, reach_of
from liandong.enterprises.queries.search import matching
from liandong.enterprises.rules.rights import MASKED, WHOLE, sees

PAGE = 30
MOST_COUNTED = 1000
STEP = 1000
MOST_CHANGES = 8
MOST_MEMBERS = 20
MOST_REGIONS = 40


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to."""

    q: str = ""
    region: str = ""
    industry: str = ""
    scale: str = ""
    key: str = ""


@dataclass(frozen=True)
class Page:
    """One page of the list; `count` stops at a thousand."""

    enterprises: Sequence[Enterprise]
    following: int | None
    count: int


@dataclass(frozen=True)
class Told:
    """One statement about an enterprise: which facts, by whom, as of when."""

    on: date
    recorded_at: datetime
    source: str
    by: str
    names: list[str] = field(default_factory=list)
    merged: str = ""  # of what was merged into the enterprise it was said, if not of itself


def desk_reach(user: User) -> Reach:
    """Return what somebody reads at a desk; 404 for whoever has none."""
    reach = reach_of(user)
    if not reach.reads_all and not any(reach.prefixes.values()):
        raise Http404
    return reach


def listed(reach: Reach, filters: Filters) -> QuerySet[SearchName]:
    """Return the search rows of the enterprises that fit."""
    rows = matching(reach, q=filters.q, region=filters.region, industry=filters.industry)
    if filters.scale:
        rows = rows.filter(enterprise__scale=filters.scale)
    return rows.filter(enterprise__is_key=True) if filters.key else rows


def page_of(reach: Reach, filters: Filters, after: int) -> Page:
    """Return one page, in the order in which enterprises came into the base; three queries."""
    rows = listed(reach, filters)
    ids = list(rows.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[: PAGE + 1])
    enterprises = Enterprise.objects.select_related("region").in_bulk(ids[:PAGE])
    return Page(
        enterprises=[enterprises[pk] for pk in ids[:PAGE]],
        following=ids[PAGE - 1] if len(ids) > PAGE else None,
        count=rows.values("pk")[: MOST_COUNTED + 1].count(),
    )


def all_of(reach: Reach, filters: Filters) -> Iterator[Enterprise]:
    """Return all that fits with their sheets, a thousand at a time; for an export."""
    after, rows = 0, listed(reach, filters).order_by("pk").values_list("pk", flat=True)
    while numbers := list(rows.filter(pk__gt=after)[:STEP]):
        yield from (
            Enterprise.objects.filter(pk__in=numbers)
            .select_related("region", "sheet")
            .order_by("pk")
        )
        after = numbers[-1]


def count_of(reach: Reach, filters: Filters) -> int:
    """Return how many fit, all counted."""
    return listed(reach, filters).count()


def regions_of(reach: Reach) -> list[tuple[str, str]]:
    """Return the regions that a list may be narrowed to: those one reads about, the finer if few."""
    prefixes = {p for given in reach.prefixes.values() for p in given}
    within = sorted(
        (code, name)
        for code, name in catalogue().regions.items()
        if reach.reads_all or any(code.startswith(p) for p in prefixes)
    )
    if len(within) > MOST_REGIONS:
        within = [(code, name) for code, name in within if len(code) == 6]
    return within[:MOST_REGIONS]


def people_of(user: User, enterprise: Enterprise, reach: Reach) -> list[Member] | None:
    """Return who acts for an enterprise; None for eyes that see no personal data."""
    if (WHOLE | MASKED).isdisjoint(reach.seats(enterprise)):
        return None
    members = Member.objects.filter(enterprise=enterprise).select_related("user").order_by("pk")
    return list(members[:MOST_MEMBERS])


def told_of(user: User, enterprise: Enterprise, reach: Reach) -> list[Told]:
    """Return what was said of an enterprise lately, with the facts that one may see."""
    known, seats = catalogue(), reach.seats(enterprise)
    reports = Report.objects.filter(enterprise__in=one_and_merged(enterprise))
    reports = reports.select_related("by", "enterprise")
    told = []
    for report in reports.order_by("-on", "-id")[:MOST_CHANGES]:
        kinds = (known.kinds[code] for code in report.facts if code in known.kinds)
        names = [kind.name for kind in kinds if sees(seats, kind)]
        if names:
            told.append(
                Told(
                    on=report.on,
                    recorded_at=report.recorded_at,
                    source=known.source_names.get(report.source_id, report.source_id),
                    by=str(report.by) if report.by else "",
                    names=names,
                    merged="" if report.enterprise == enterprise else report.enterprise.name,
                )
            )
    return told
