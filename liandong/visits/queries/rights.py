"""Who sees whose visits, and in whose name somebody may go."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from liandong.accounts.models import User
from liandong.departments.enums import OF_DEPARTMENT, Role
from liandong.departments.models import Appointment, Department
from liandong.departments.queries import Standing, standing_of, today
from liandong.enterprises.models import Enterprise, Member
from liandong.kit.regions import code_prefix
from liandong.visits.enums import State
from liandong.visits.models import Visit

TOLD = (State.PLANNED, State.DONE, State.JOINED, State.CANCELLED)  # what an enterprise knows of


@dataclass(frozen=True)
class Bench:
    """What an official reads and may do here; ask once a request."""

    user: User
    standing: Standing

    @cached_property
    def reads_all(self) -> bool:
        """An auditor reads everything."""
        return Role.AUDITOR in self.standing.roles

    @cached_property
    def prefixes(self) -> list[str]:
        """The regions whose visits one reads."""
        codes = set(self.standing.region_codes(Role.COORDINATOR, Role.LEADER))
        codes |= {
            code_prefix(a.department.region_id)
            for a in self.standing.appointments
            if a.department and a.role in OF_DEPARTMENT
        }
        return sorted(codes)

    @cached_property
    def coordinated(self) -> list[str]:
        """The regions whose coordinator one is."""
        return self.standing.region_codes(Role.COORDINATOR)

    @property
    def opens(self) -> bool:
        """Whether one has a calendar of visits at all."""
        return self.reads_all or bool(self.prefixes)

    @property
    def sends_for_region(self) -> bool:
        """Whether one goes in the name of a region's office."""
        return bool(self.standing.region_codes(Role.COORDINATOR, Role.LEADER))

    @property
    def plans(self) -> bool:
        """Whether one may go to enterprises in somebody's name."""
        return bool(self.standing.department_ids) or self.sends_for_region

    def reads(self, enterprise: Enterprise) -> bool:
        """Return whether one sees who goes to an enterprise."""
        return self.reads_all or any(enterprise.region_id.startswith(p) for p in self.prefixes)

    def coordinates(self, enterprise: Enterprise) -> bool:
        """Return whether one decides about an enterprise's budget."""
        return any(enterprise.region_id.startswith(p) for p in self.coordinated)

    def acts_for(self, visit: Visit) -> bool:
        """Return whether a visit is one's own: by one's department, or as its host, or the coordinator's."""
        if visit.department_id in self.standing.department_ids or visit.host_id == self.user.pk:
            return True
        return self.coordinates(visit.enterprise)

    def condition(self) -> Q:
        """Return the condition on visits that one reads."""
        if self.reads_all:
            return ~Q(pk__in=[])  # an empty condition would vanish beside another
        may = Q(pk__in=[])
        for prefix in self.prefixes:
            may |= Q(enterprise__region__code__startswith=prefix)
        return may


def bench_of(user: User) -> Bench:
    """Return what an official may do here; 404 for whoever has no calendar of visits."""
    bench = Bench(user, standing_of(user))
    if not bench.opens:
        raise Http404
    return bench


def visits_for(user: User, bench: Bench | None = None) -> QuerySet[Visit]:
    """Return what somebody may read: an official their region's, a member what the enterprise knows of.

    An inspection that is not announced is not known to the enterprise before it has happened.
    """
    bench = bench or Bench(user, standing_of(user))
    member_of = Member.objects.filter(user=user).values("enterprise")
    told = Q(enterprise__in=member_of, state__in=TOLD) & (
        Q(unannounced=False) | Q(done_at__isnull=False)
    )
    rows = Visit.objects.filter(bench.condition() | told)
    return rows.select_related("enterprise__region", "department__region", "host", "joined")


def visit_for(user: User, reference: str, bench: Bench | None = None) -> Visit:
    """Return a visit that somebody may read, or 404."""
    return get_object_or_404(visits_for(user, bench), reference=reference)


def reads_calendar(user: User, enterprise: Enterprise) -> bool:
    """Return whether somebody reads an enterprise's calendar: a member, or an official of its region."""
    if Bench(user, standing_of(user)).reads(enterprise):
        return True
    return Member.objects.filter(user=user, enterprise=enterprise).exists()


def acts_for(user: User, enterprise: Enterprise, department: Department | None) -> bool:
    """Return whether somebody may go to an enterprise in a department's name; None: the region's office."""
    standing = standing_of(user)
    if department is None:
        codes = standing.region_codes(Role.COORDINATOR, Role.LEADER)
        return any(enterprise.region_id.startswith(code) for code in codes)
    return department.pk in standing.department_ids and enterprise.region_id.startswith(
        code_prefix(department.region_id)
    )


def departments_to_send(bench: Bench) -> QuerySet[Department]:
    """Return in whose names somebody may go."""
    return Department.objects.filter(pk__in=bench.standing.department_ids, is_active=True)


def colleagues_to_send(department: Department | None, by: User) -> list[User]:
    """Return who may go in a department's name: its people, and whoever plans it."""
    if department is None:
        return [by]
    day = today()
    held = Appointment.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=day),
        Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        department=department,
        user__is_active=True,
    ).select_related("user")
    people = {a.user_id: a.user for a in held.order_by("pk")}
    return list(({by.pk: by} | people).values())
