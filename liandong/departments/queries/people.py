"""Who holds which role where, and who acts for whom on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from liandong.accounts.models import User
from liandong.departments.enums import PERSONAL, Role
from liandong.departments.models import Appointment, Department, Region, StandIn
from liandong.departments.queries.places import subtree_ids
from liandong.departments.rules import codes_upward
from liandong.kit.now import now
from liandong.kit.regions import code_prefix
from liandong.kit.working_time import SHANGHAI


def today() -> date:
    """Return the day it is in China."""
    return now().astimezone(SHANGHAI).date()


def _in_force(on: date) -> Q:
    return (
        (Q(starts_on__isnull=True) | Q(starts_on__lte=on))
        & (Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        & Q(user__is_active=True)
    )


def _on_duty(on: date) -> QuerySet[StandIn]:
    return StandIn.objects.filter(
        ended_at__isnull=True, starts_on__lte=on, ends_on__gte=on, stand_in__is_active=True
    )


@dataclass(frozen=True)
class Standing:
    """All that a person may act as on a day; ask once a request and hand it on."""

    appointments: list[Appointment]
    officer_ids: frozenset[int]
    head_ids: frozenset[int]

    @property
    def roles(self) -> set[Role]:
        """The roles held, own and stood in for."""
        return {Role(a.role) for a in self.appointments}

    @property
    def department_ids(self) -> set[int]:
        """Departments where the person is an officer, and the whole subtree where they are a
        head.
        """
        return {*self.officer_ids, *self.head_ids}

    def region_codes(self, *roles: Role) -> list[str]:
        """Code prefixes of the regions where one of the roles is held (see `kit.regions`)."""
        codes = {
            code_prefix(a.region_id) for a in self.appointments if a.role in roles and a.region_id
        }
        return sorted(c for c in codes if not any(c != o and c.startswith(o) for o in codes))


def appointments_of(user: User, on: date | None = None) -> list[Appointment]:
    """Return what a person may act as on a day (today): own appointments, then those stood in for.

    One query. An appointment of somebody who is away carries them as `in_place_of`. A stand-in does
    not pass on what they stand in for, and nobody audits or administers for another.
    """
    on = on or today()
    if user.known is None:
        return _appointments(user, on)
    if on not in user.known:
        user.known[on] = _appointments(user, on)
    return list(user.known[on])


def _appointments(user: User, on: date) -> list[Appointment]:
    away = _on_duty(on).filter(stand_in=user).values("away")
    found = list(
        Appointment.objects.filter(_in_force(on))
        .filter(Q(user=user) | (Q(user__in=away) & ~Q(role__in=PERSONAL)))
        .select_related("user", "region", "department__region", "department__calendar")
        .order_by("pk")
    )
    for appointment in found:
        appointment.in_place_of = None if appointment.user_id == user.pk else appointment.user
    return sorted(found, key=lambda a: (a.in_place_of is not None, a.pk))


def standing_of(user: User, on: date | None = None) -> Standing:
    """Return all that a person may act as on a day: one query, two for the head of a department."""
    return standing_as(appointments_of(user, on))


def standing_as(appointments: list[Appointment]) -> Standing:
    """Return what these appointments let one person act as: no query, one for the head of a department."""
    ids: dict[Role, set[int]] = {Role.OFFICER: set(), Role.HEAD: set()}
    for a in appointments:
        if a.department_id:
            ids[Role(a.role)].add(a.department_id)
    return Standing(
        appointments,
        frozenset(ids[Role.OFFICER]),
        frozenset(subtree_ids(ids[Role.HEAD])),
    )


def roles_of(user: User) -> set[Role]:
    """Return the roles a person may act in today, stand-ins included."""
    return {Role(a.role) for a in appointments_of(user)}


def is_admin(user: User) -> bool:
    """Return whether a person administers the system today; a superuser always does."""
    if not user.is_active:
        return False
    return (
        user.is_superuser
        or Appointment.objects.filter(_in_force(today()), user=user, role=Role.ADMIN).exists()
    )


def department_ids_of(user: User) -> set[int]:
    """Return the departments a person acts for: an officer's own, a head's with all below."""
    return standing_of(user).department_ids


def region_codes_of(user: User, role: Role) -> list[str]:
    """Return the code prefixes of the regions where a person holds a role; use with `within`."""
    return standing_of(user).region_codes(role)


def _acting(users: Iterable[User], on: date) -> list[User]:
    """Put in each person's place whoever stands in for them, and name nobody twice; one query."""
    people = list(users)
    if not people:
        return []
    stand_ins = {
        s.away_id: s.stand_in
        for s in _on_duty(on).filter(away__in=people).select_related("stand_in").order_by("-pk")
    }
    return list({u.pk: u for u in (stand_ins.get(p.pk, p) for p in people)}.values())


def standing_for(user: User, on: date | None = None) -> User:
    """Return who acts for a person on a day: their stand-in while they are away, else
    themselves.
    """
    return _acting([user], on or today())[0]


def _holders(on: date, **place: object) -> list[Appointment]:
    return list(
        Appointment.objects.filter(_in_force(on), **place)
        .select_related("user")
        .order_by("-is_contact", "pk")
    )


def officers_of(department: Department, on: date | None = None) -> list[User]:
    """Return who handles a department's tasks on a day, stand-ins in place of those away."""
    on = on or today()
    return _acting((a.user for a in _holders(on, department=department, role=Role.OFFICER)), on)


def heads_of(department: Department, on: date | None = None) -> list[User]:
    """Return a department's heads on a day, or those of the nearest one above that has any."""
    on = on or today()
    above: Department | None = department
    while above:
        if holders := _holders(on, department=above, role=Role.HEAD):
            return _acting((a.user for a in holders), on)
        above = above.parent
    return []


def contact_of(department: Department, on: date | None = None) -> User | None:
    """Return the one person whom urging and reminders go to.

    The named contact, else the first officer, else a head (of the nearest department above).
    """
    on = on or today()
    holders = _holders(on, department=department, role__in=[Role.OFFICER, Role.HEAD])
    holders.sort(key=lambda a: (not a.is_contact, a.role != Role.OFFICER, a.pk))
    if holders:
        return _acting([holders[0].user], on)[0]
    heads = heads_of(department, on)
    return heads[0] if heads else None


def _nearest(region: Region | str, role: Role, on: date) -> list[User]:
    codes = codes_upward(region if isinstance(region, str) else region.code)
    holders = _holders(on, region_id__in=codes, role=role)
    if not holders:
        return []
    nearest = min(codes.index(str(a.region_id)) for a in holders)
    return _acting((a.user for a in holders if a.region_id == codes[nearest]), on)


def coordinators_of(region: Region | str, on: date | None = None) -> list[User]:
    """Return the coordinators of a region (or its code), or of the nearest one above that has
    any.
    """
    return _nearest(region, Role.COORDINATOR, on or today())


def leaders_of(region: Region | str, on: date | None = None) -> list[User]:
    """Return the leaders of a region (or its code), or of the nearest one above that has any."""
    return _nearest(region, Role.LEADER, on or today())


def stand_ins_of(user: User, on: date | None = None) -> QuerySet[StandIn]:
    """Return a person's stand-ins from a day on, and for whom they stand in themselves."""
    return (
        StandIn.objects.filter(
            Q(away=user) | Q(stand_in=user), ended_at__isnull=True, ends_on__gte=on or today()
        )
        .select_related("away", "stand_in")
        .order_by("starts_on", "pk")
    )


def colleagues_of(user: User, on: date | None = None) -> QuerySet[User]:
    """Return who could stand in for a person: those who hold a role in the same department, or
    the same role in the region.
    """
    on = on or today()
    own = Appointment.objects.filter(_in_force(on), user=user).exclude(role__in=PERSONAL)
    beside = Appointment.objects.filter(_in_force(on)).filter(
        Q(department__in=own.filter(department__isnull=False).values("department"))
        | Q(
            region__in=own.filter(region__isnull=False).values("region"),
            role__in=own.filter(region__isnull=False).values("role"),
        )
    )
    return User.objects.filter(pk__in=beside.values("user")).exclude(pk=user.pk).order_by("pk")


def stand_in_of(user: User, away: str, starts_on: date) -> StandIn:
    """Return the stand-in of `away` (a sign-in name) from a day, for either side of it, or 404."""
    return get_object_or_404(stand_ins_of(user), away__username=away, starts_on=starts_on)


def led_people_of(user: User) -> QuerySet[User]:
    """Return those whose stand-in a person may set besides their own: a head's people, else
    nobody.
    """
    heads = standing_of(user).head_ids
    held = Appointment.objects.filter(_in_force(today()), department__in=heads)
    return User.objects.filter(pk__in=held.values("user")).exclude(pk=user.pk).order_by("pk")
