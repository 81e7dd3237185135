"""Whose figures somebody may read at a desk, and what their department supplies."""

import time
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from liandong.accounts.models import User
from liandong.departments.enums import OF_DEPARTMENT, Role
from liandong.departments.models import Department
from liandong.departments.queries import Standing, standing_of, within
from liandong.enterprises.models import Member
from liandong.figures.enums import Set
from liandong.figures.models import Item
from liandong.kit.regions import code_prefix

READERS = (Role.COORDINATOR, Role.LEADER)
SECONDS = 30.0  # an administrator's change is known everywhere after that
_kept: tuple[float, dict[str, str]] | None = None


@dataclass(frozen=True)
class Desk:
    """What somebody reads: the regions' prefixes (None: all), whether names too, and what they supply.

    `offices` are the departments that give an item, by its code; who only supplies sees nothing else.
    """

    prefixes: list[str] | None
    coordinates: list[str]
    offices: dict[str, Department]
    only_supplies: bool

    def asks(self) -> Q:
        """Return the condition on asks or supply: of these regions."""
        return Q() if self.prefixes is None else within(self.prefixes)

    @cached_property
    def sees_names(self) -> bool:
        """Whether the enterprises that have not answered are named."""
        return bool(self.coordinates)

    def sees(self, item: Item) -> bool:
        """Return whether an item's needs are for one's eyes."""
        return not self.only_supplies or item.code in self.offices


def reads_figures(standing: Standing) -> bool:
    """Return whether somebody coordinates, leads or audits; no query."""
    return not {*READERS, Role.AUDITOR}.isdisjoint(standing.roles)


def supplies(standing: Standing) -> dict[str, Department]:
    """Return the departments of a person that supply an item, by its code; no query but for a new look now and then.

    The rail of every page asks this of everybody.
    """
    by_norm = {
        a.department.norm: a.department
        for a in standing.appointments
        if a.role in OF_DEPARTMENT and a.department and a.department.norm
    }
    if not by_norm:
        return {}
    return {code: by_norm[norm] for code, norm in _norms().items() if norm in by_norm}


def _norms() -> dict[str, str]:
    """Return which kind of department supplies each item that is asked for."""
    global _kept
    if _kept is None or time.monotonic() - _kept[0] > SECONDS:
        items = Item.objects.filter(set=Set.NEED, is_active=True).exclude(norm="")
        _kept = (time.monotonic(), dict(items.values_list("code", "norm")))
    return _kept[1]


def figures_desk_of(user: User) -> Desk:
    """Return what somebody reads of figures; 404 for whoever neither coordinates, leads nor audits."""
    standing = standing_of(user)
    if not reads_figures(standing):
        raise Http404
    return _desk(standing, {})


def needs_desk_of(user: User) -> Desk:
    """Return what somebody reads of needs: the same people, and departments what they supply; else 404."""
    standing = standing_of(user)
    offices = supplies(standing)
    if not reads_figures(standing) and not offices:
        raise Http404
    return _desk(standing, offices)


def item_for(user: User, code: str) -> Item:
    """Return an item whose needs somebody may read, by its code, or 404."""
    desk = needs_desk_of(user)
    item = get_object_or_404(Item, pk=code, set=Set.NEED, is_active=True)
    if not desk.sees(item):
        raise Http404
    return item


def _desk(standing: Standing, offices: dict[str, Department]) -> Desk:
    reads = reads_figures(standing)
    prefixes = standing.region_codes(*READERS)
    prefixes += [code_prefix(office.region_id) for office in offices.values()]
    return Desk(
        prefixes=None if Role.AUDITOR in standing.roles else sorted(set(prefixes)),
        coordinates=standing.region_codes(Role.COORDINATOR),
        offices=offices,
        only_supplies=not reads,
    )


def regions_coordinated(desk: Desk) -> list[str]:
    """Return the counties that somebody coordinates, as far as enterprises of theirs use the system; one query."""
    if not desk.coordinates:
        return []
    return _counties(within(desk.coordinates, "enterprise__region"))


def all_regions() -> list[str]:
    """Return the counties whose enterprises use the system; for the clock; one query."""
    return _counties(Q())


def _counties(where: Q) -> list[str]:
    codes = Member.objects.filter(where).values_list("enterprise__region_id", flat=True).distinct()
    return sorted({code[:6] for code in codes})
