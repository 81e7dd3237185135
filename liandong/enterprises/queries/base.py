"""The enterprise base as people may read it: whose file is open to whom, which facts, their history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from liandong.accounts.models import User
from liandong.departments.enums import OF_DEPARTMENT, Role
from liandong.departments.queries import standing_of, today
from liandong.enterprises.enums import Seat
from liandong.enterprises.models import (
    Change,
    Enterprise,
    Member,
    Report,
    Sheet,
    Source,
    catalogue,
)
from liandong.enterprises.queries.people import standing_for
from liandong.enterprises.rules import computed
from liandong.enterprises.rules.kinds import Kind
from liandong.enterprises.rules.rights import is_masked, mask, sees
from liandong.enterprises.rules.winning import Claim, claims_in, conflicts
from liandong.kit.regions import code_prefix

MOST_HISTORY = 500
MERGED = "merged"  # told of a change in place of facts: the enterprise is another
REGIONAL = {
    Seat.COORDINATOR: Role.COORDINATOR,
    Seat.LEADER: Role.LEADER,
    Seat.CLERK: Role.CLERK,
}


@dataclass(frozen=True)
class Reach:
    """Which enterprises' files somebody may open, and in what capacity; ask once a request."""

    reads_all: bool
    members_of: frozenset[int]
    prefixes: dict[Seat, list[str]]
    norms: frozenset[str]

    def seats(self, enterprise: Enterprise) -> set[Seat]:
        """Return in what capacities somebody may open one enterprise's file."""
        seats = {
            seat
            for seat, prefixes in self.prefixes.items()
            if any(enterprise.region_id.startswith(p) for p in prefixes)
        }
        if self.reads_all:
            seats.add(Seat.AUDITOR)
        if enterprise.pk in self.members_of:
            seats.add(Seat.MEMBER)
        return seats

    def condition(self, region: str, number: str) -> Q:
        """Return the condition on a table's fields for region and enterprise."""
        if self.reads_all:
            return Q()
        may = Q(**{f"{number}__in": self.members_of})
        for prefix in {p for prefixes in self.prefixes.values() for p in prefixes}:
            may |= Q(**{f"{region}__startswith": prefix})
        return may


@dataclass(frozen=True)
class Fact:
    """One fact as its reader may see it; `conflicts` say otherwise and are not simply older and worse."""

    kind: Kind
    value: Any
    source: str
    source_name: str
    on: str
    masked: bool
    conflicts: list[Claim]


@dataclass(frozen=True)
class Said:
    """One line of a fact's history."""

    value: Any
    source: str
    source_name: str
    on: date
    recorded_at: datetime
    by: str


def reach_of(user: User) -> Reach:
    """Return which enterprises somebody may read about: own, region's, or all; three queries."""
    standing = standing_of(user)
    prefixes = {seat: standing.region_codes(role) for seat, role in REGIONAL.items()}
    departments = [
        a.department for a in standing.appointments if a.role in OF_DEPARTMENT and a.department
    ]
    prefixes[Seat.OFFICER] = sorted({code_prefix(d.region_id) for d in departments})
    return Reach(
        reads_all=Role.AUDITOR in standing.roles,
        members_of=frozenset(
            Member.objects.filter(user=user).values_list("enterprise_id", flat=True)
        ),
        prefixes=prefixes,
        norms=frozenset(d.norm for d in departments if d.norm),
    )


def own_sources(reach: Reach) -> set[str]:
    """Return the sources that an officer's departments are."""
    if not reach.norms:
        return set()
    own = Source.objects.filter(norms__overlap=list(reach.norms))
    return set(own.values_list("code", flat=True))


def enterprise_file_for(user: User, uscc: str, reach: Reach | None = None) -> Enterprise:
    """Return an enterprise whose file somebody may open, by its code, or 404; the two look the same."""
    found = standing_for(uscc, "region", "sheet")
    if found is None or not (reach or reach_of(user)).seats(found):
        raise Http404
    return found


def merged_from(user: User, enterprise: Enterprise) -> list[Enterprise]:
    """Return what was merged into an enterprise whose file somebody has open, the latest first."""
    return list(Enterprise.objects.filter(merged_into=enterprise).order_by("-merged_at", "-pk"))


def one_and_merged(enterprise: Enterprise) -> QuerySet[Enterprise]:
    """Return an enterprise with all that were merged into it; for reading their reports together."""
    return Enterprise.objects.filter(Q(pk=enterprise.pk) | Q(merged_into=enterprise))


def facts_of(user: User, enterprise: Enterprise, reach: Reach | None = None) -> list[Fact]:
    """Return what is known of an enterprise as its reader may see it, in the catalogue's order.

    What is not known is not in the list. A stranger gets nothing.
    """
    seats = (reach or reach_of(user)).seats(enterprise)
    known, entries = catalogue(), facts(enterprise)
    return [
        _seen(kind, claims_in(entries[code]), seats)
        for code, kind in known.kinds.items()
        if code in entries and sees(seats, kind)
    ]


def facts(enterprise: Enterprise) -> dict[str, list[Any]]:
    """Return what holds of an enterprise, `{code: [value, source, on, report, others]}`; for code, not eyes."""
    sheet: Sheet | None = getattr(enterprise, "sheet", None)
    entries: dict[str, list[Any]] = dict(sheet.facts) if sheet else {}
    if founded := entries.get("founded"):
        years = computed.age({"founded": founded[0]}, today())
        entries["age"] = [years, "computed", today().isoformat(), None]
    return entries


def history_of(
    user: User, enterprise: Enterprise, code: str, reach: Reach | None = None
) -> list[Said]:
    """Return all that was ever said of one fact, newest day first, or 404 when it is not for one's eyes."""
    seats = (reach or reach_of(user)).seats(enterprise)
    kind = catalogue().kinds.get(code)
    if kind is None or not sees(seats, kind):
        raise Http404
    reports = (
        Report.objects.filter(enterprise__in=one_and_merged(enterprise), facts__has_key=code)
        .select_related("by")
        .order_by("-on", "-id")[:MOST_HISTORY]
    )
    masked, names = is_masked(seats, kind), catalogue().source_names
    return [
        Said(
            value=mask(kind, r.facts[code]) if masked else r.facts[code],
            source=r.source_id,
            source_name=names.get(r.source_id, r.source_id),
            on=r.on,
            recorded_at=r.recorded_at,
            by=str(r.by) if r.by else "",
        )
        for r in reports
    ]


def changes_for(user: User, after: int, limit: int) -> list[tuple[Change, list[str]]]:
    """Return the changes with a number above `after`, each with the facts of it that one may see."""
    reach, kinds = reach_of(user), catalogue().kinds
    rows = Change.objects.filter(reach.condition("enterprise__region__code", "enterprise_id"))
    rows = rows.filter(pk__gt=after).select_related("enterprise").order_by("pk")[:limit]
    told = []
    for change in rows:
        seats = reach.seats(change.enterprise)
        codes = [c for c in change.codes if c == MERGED or (c in kinds and sees(seats, kinds[c]))]
        told.append((change, codes))
    return told


def kinds_seen(seats: Iterable[str]) -> list[Kind]:
    """Return the kinds of facts that somebody with these seats sees, in the catalogue's order."""
    held = set(seats)
    return [kind for kind in catalogue().kinds.values() if sees(held, kind)]


def _seen(kind: Kind, claims: list[Claim], seats: set[Seat]) -> Fact:
    known = catalogue()
    masked = is_masked(seats, kind)
    first, against = claims[0], conflicts(claims, lambda source: known.rank(kind, source))
    return Fact(
        kind=kind,
        value=mask(kind, first.value) if masked else first.value,
        source=first.source,
        source_name=known.source_names.get(first.source, first.source),
        on=first.on,
        masked=masked,
        conflicts=[c._replace(value=mask(kind, c.value)) for c in against] if masked else against,
    )
