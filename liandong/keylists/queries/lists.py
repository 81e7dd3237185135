"""Lists as people may read them: coordinators and leaders those of their region, auditors all."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from liandong.accounts.models import User
from liandong.departments.enums import RegionLevel, Role
from liandong.departments.models import Region
from liandong.departments.queries import Standing, standing_of, within
from liandong.enterprises.models import Enterprise
from liandong.enterprises.queries import matching, reach_of
from liandong.keylists.enums import ListState
from liandong.keylists.models import KeyEntry, KeyList, KeyTerms
from liandong.keylists.rules.terms import USUAL, Terms
from liandong.kit.regions import code_prefix

MOST_FOUND = 8


def reads(standing: Standing) -> bool:
    """Return whether somebody reads lists at all; no query."""
    return bool(standing.roles & {Role.COORDINATOR, Role.LEADER, Role.AUDITOR})


def lists_for(user: User) -> QuerySet[KeyList]:
    """Return the lists that somebody may read, the newest year first."""
    standing = standing_of(user)
    rows = KeyList.objects.select_related("region", "proposed_by", "decided_by")
    if Role.AUDITOR not in standing.roles:
        rows = rows.filter(within(standing.region_codes(Role.COORDINATOR, Role.LEADER)))
    return rows.order_by("-year", "region_id")


def list_for(user: User, reference: str) -> KeyList:
    """Return a list by its reference, or 404."""
    code, _dash, year = reference.removeprefix("ZD").partition("-")
    if not (code.isdigit() and year.isdigit() and len(code) <= 12 and len(year) == 4):
        raise Http404
    return get_object_or_404(lists_for(user), region_id=code, year=int(year))


def regions_to_list(user: User) -> QuerySet[Region]:
    """Return the counties whose lists somebody decides."""
    codes = standing_of(user).region_codes(Role.COORDINATOR)
    counties = Region.objects.filter(level=RegionLevel.COUNTY)
    mine = Q(pk__in=[])
    for code in codes:
        mine |= Q(code__startswith=code)
    return counties.filter(mine).order_by("code")


def regions_without(year: int) -> QuerySet[Region]:
    """Return the regions that have had a list and have none of a year; for the clock, not eyes."""
    listed = KeyList.objects.filter(year=year).values("region")
    had = KeyList.objects.filter(year__lt=year).values("region")
    return Region.objects.filter(pk__in=had).exclude(pk__in=listed).order_by("code")


def decides(user: User, region: Region) -> bool:
    """Return whether somebody coordinates a region, and so decides its list."""
    codes = standing_of(user).region_codes(Role.COORDINATOR)
    return any(region.code.startswith(code) for code in codes)


def terms_of(region: Region) -> Terms:
    """Return by what a region scores; the usual where it has not said."""
    row = KeyTerms.objects.filter(region=region).first()
    return row.terms if row else USUAL


def entries_of(key_list: KeyList) -> QuerySet[KeyEntry]:
    """Return who is on a list: those added first within each tier, then by place."""
    rows = KeyEntry.objects.filter(of=key_list).select_related("enterprise__region")
    return rows.exclude(tier="").order_by("rank", "enterprise__name")


def others_of(key_list: KeyList) -> QuerySet[KeyEntry]:
    """Return who is not on the list: those taken off by hand, and the next by score."""
    rows = KeyEntry.objects.filter(of=key_list, tier="").select_related("enterprise__region")
    return rows.order_by("rank", "enterprise__name")


def entry_of(key_list: KeyList, enterprise: Enterprise) -> KeyEntry | None:
    """Return an enterprise's place on a list or near it."""
    rows = KeyEntry.objects.filter(of=key_list, enterprise=enterprise)
    return rows.select_related("enterprise__region", "of").first()


def enterprise_near(key_list: KeyList, uscc: str) -> Enterprise:
    """Return an enterprise that could stand on a list by its code, or 404."""
    mine = Enterprise.objects.filter(region__code__startswith=code_prefix(key_list.region_id))
    return get_object_or_404(mine.select_related("region"), uscc=uscc)


def to_add(user: User, key_list: KeyList, q: str) -> list[Enterprise]:
    """Return a few enterprises of a list's region by part of the name, initials or code."""
    if len(q) < 2:
        return []
    rows = matching(reach_of(user), q=q, region=key_list.region_id, industry="")
    numbers = rows.order_by("pk").values_list("pk", flat=True)[:MOST_FOUND]
    return list(Enterprise.objects.filter(pk__in=list(numbers)).order_by("name"))


def in_force_before(key_list: KeyList) -> dict[int, str]:
    """Return the enterprises of a list's region that are key enterprises now, with their names."""
    mine = Enterprise.objects.filter(region__code__startswith=code_prefix(key_list.region_id))
    return dict(mine.filter(is_key=True).order_by("name").values_list("pk", "name"))


def place_of(user: User, enterprise: Enterprise) -> KeyEntry | None:
    """Return an enterprise's place on the list in force, for those who read it; two queries."""
    standing = standing_of(user)
    codes = standing.region_codes(Role.COORDINATOR, Role.LEADER)
    near = any(enterprise.region_id.startswith(code) for code in codes)
    if not near and Role.AUDITOR not in standing.roles:
        return None
    rows = KeyEntry.objects.filter(enterprise=enterprise, of__state=ListState.DECIDED)
    return rows.exclude(tier="").select_related("of", "enterprise").first()
