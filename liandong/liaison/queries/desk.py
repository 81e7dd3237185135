"""How it stands with everybody's enterprises: for whoever coordinates, leads, audits or heads a department."""

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_list_or_404, get_object_or_404

from liandong.accounts.models import User
from liandong.departments.enums import Role
from liandong.departments.models import Appointment
from liandong.departments.queries import Standing, led_people_of, standing_of, today, within
from liandong.enterprises.models import Enterprise
from liandong.kit.codes import normal_uscc
from liandong.liaison.models import Liaison
from liandong.liaison.queries.keeping import Kept, standing_with
from liandong.liaison.queries.people import in_force

MOST = 50
OFFICES = (Role.OFFICER, Role.HEAD, Role.COORDINATOR)


@dataclass
class Load:
    """What one person keeps in touch with."""

    user: User
    department: str
    kept: list[Kept] = field(default_factory=list)

    @property
    def late(self) -> int:
        """How many have gone unheard for too long."""
        return sum(1 for one in self.kept if one.over)

    @property
    def longest(self) -> int:
        """For how many days the one has that has waited longest."""
        return max((one.silent for one in self.kept), default=0)


@dataclass(frozen=True)
class Overview:
    """Everybody's load, who has gone unheard, and which key enterprises nobody keeps in touch with."""

    loads: list[Load]
    late: list[Kept]
    count: int
    without: list[Enterprise]
    missing: int
    sets: bool


def overview(user: User) -> Overview:
    """Return how it stands in one's region, or with a head's own people; 404 for whoever oversees nobody."""
    standing = standing_of(user)
    liaisons = _overseen(user, standing).select_related("enterprise__region", "user", "department")
    rows = list(liaisons)
    kept = standing_with(rows, today())
    by_enterprise = {one.enterprise.pk: one for one in kept}
    loads: dict[int, Load] = {}
    for one in rows:
        office = one.department.label if one.department else ""
        load = loads.setdefault(one.user_id, Load(one.user, office))
        load.kept.append(by_enterprise[one.enterprise_id])
    late = [one for one in kept if one.over]
    prefixes = standing.region_codes(Role.COORDINATOR)
    without = without_a_liaison(prefixes)
    return Overview(
        loads=sorted(loads.values(), key=lambda load: (-load.late, -len(load.kept))),
        late=late[:MOST],
        count=len(late),
        without=list(without[:MOST]) if prefixes else [],
        missing=without.count() if prefixes else 0,
        sets=bool(prefixes) or bool(standing.head_ids),
    )


def kept_under(user: User, person: User) -> list[Liaison]:
    """Return what a person keeps in touch with, for whoever may hand it to another, or 404."""
    standing = standing_of(user)
    if not (standing.region_codes(Role.COORDINATOR) or standing.head_ids):
        raise Http404
    rows = _overseen(user, standing).filter(user=person).select_related("enterprise")
    return list(get_list_or_404(rows))


def _overseen(user: User, standing: Standing) -> QuerySet[Liaison]:
    if Role.AUDITOR in standing.roles:
        return in_force()
    may = Q(pk__in=[])
    if prefixes := standing.region_codes(Role.COORDINATOR, Role.LEADER):
        may |= Q(within(prefixes, "enterprise__region"))
    if standing.head_ids:
        may |= Q(user__in=led_people_of(user).values("pk")) | Q(user=user)
    elif not prefixes:
        raise Http404
    return in_force().filter(may)


def without_a_liaison(prefixes: list[str]) -> QuerySet[Enterprise]:
    """Return the key enterprises that nobody leads the contact with."""
    led = Liaison.objects.filter(until__isnull=True, is_first=True).values("enterprise")
    rows = Enterprise.objects.filter(within(prefixes), is_key=True).exclude(pk__in=led)
    return rows.select_related("region").order_by("name")


def set_for(user: User, uscc: str) -> Enterprise:
    """Return an enterprise for which somebody says who keeps in touch with it, or 404."""
    standing = standing_of(user)
    prefixes = standing.region_codes(Role.COORDINATOR)
    may = Q(within(prefixes))
    if standing.head_ids:
        led = Liaison.objects.filter(user__in=led_people_of(user).values("pk"), until__isnull=True)
        may |= Q(pk__in=led.values("enterprise"))
    rows = Enterprise.objects.filter(may).select_related("region")
    return get_object_or_404(rows, uscc=normal_uscc(uscc))


def candidates(user: User) -> list[tuple[str, str]]:
    """Return whom somebody may let keep in touch: (sign-in name, what they are called and where they work)."""
    standing, day = standing_of(user), today()
    held = Appointment.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=day),
        Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        role__in=OFFICES,
        user__is_active=True,
    )
    prefixes = standing.region_codes(Role.COORDINATOR)
    if not prefixes:
        held = held.filter(department__in=standing.head_ids)
    rows = held.select_related("user", "department").order_by("department__code", "pk")
    found: dict[str, str] = {}
    for one in rows:
        place = one.department.label if one.department else ""
        name = str(one.user)
        found.setdefault(one.user.username, name if place in name else f"{name} · {place}")
    return list(found.items())


def official(user: User, username: str) -> User:
    """Return one whom somebody may let keep in touch, or who does so already, by sign-in name, or 404."""
    if username not in dict(candidates(user)):
        overseen = _overseen(user, standing_of(user))
        return get_object_or_404(User, username=username, pk__in=overseen.order_by().values("user"))
    return get_object_or_404(User, username=username)
