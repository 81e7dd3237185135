"""Who stands around the things of one batch of entries: read in a handful of queries, however many there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from liandong.appeals.enums import AssignmentKind
from liandong.departments.enums import Role
from liandong.departments.models import Appointment, Department, StandIn
from liandong.departments.queries import today
from liandong.departments.rules import codes_upward
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import Member


@dataclass(frozen=True)
class Matter:
    """What notices need to know of an appeal."""

    id: int
    reference: str
    title: str
    confidential: bool
    enterprise_id: int
    enterprise: str
    enterprise_region: str
    region: str
    region_name: str
    office: str
    lead_id: int | None
    lead: str
    limit: str
    burns_at: datetime | None
    due_at: datetime | None
    accept_due_at: datetime | None
    parent_id: int | None
    filed_by: int


# Written out: with hundreds of references Django takes longer to write it than the database to answer.
_MATTERS = """
    SELECT a.id, a.reference, a.title, a.confidential, a.enterprise_id, e.name, e.region_id, a.region_id,
        r.name, r.office, a.lead_id, coalesce(d.short, ''), a."limit", a.burns_at, a.due_at,
        a.accept_due_at, a.parent_id, a.filed_by_id
    FROM appeals_appeal a JOIN enterprises_enterprise e ON e.id = a.enterprise_id
        JOIN departments_region r ON r.code = a.region_id
        LEFT JOIN departments_department d ON d.id = a.lead_id
    WHERE {condition} ORDER BY a.id
"""


def _matters(condition: str, parameters: list[Any]) -> list[Matter]:
    with connection.cursor() as cursor:
        cursor.execute(_MATTERS.format(condition=condition), parameters)
        return [Matter(*row) for row in cursor.fetchall()]


def matters_named(references: Iterable[str]) -> dict[str, Matter]:
    """Return appeals by their references."""
    wanted = list(set(references))
    found = _matters("a.reference = ANY(%s)", [wanted]) if wanted else []
    return {matter.reference: matter for matter in found}


def families_of(matters: Collection[Matter]) -> dict[int, list[Matter]]:
    """Return each appeal, by its number, with all that were handled together with it."""
    roots = list({matter.parent_id or matter.id for matter in matters})
    found = _matters("a.id = ANY(%s) OR a.parent_id = ANY(%s)", [roots, roots]) if roots else []
    together: dict[int, list[Matter]] = defaultdict(list)
    for matter in found:
        together[matter.parent_id or matter.id].append(matter)
    return {matter.id: together[matter.parent_id or matter.id] for matter in matters}


@dataclass(frozen=True)
class Post:
    """One appointment in force."""

    user: int
    role: str
    is_contact: bool


@dataclass
class Crowd:
    """Members, officers, coordinators and stand-ins around some appeals and departments.

    `department_ids` maps codes to ids, `parents` a department to the one above.
    """

    members: dict[int, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    posts: dict[int, list[Post]] = field(default_factory=lambda: defaultdict(list))
    regional: dict[str, list[Post]] = field(default_factory=lambda: defaultdict(list))
    stand_ins: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    assists: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    former: dict[tuple[int, datetime], list[int]] = field(default_factory=lambda: defaultdict(list))
    department_ids: dict[str, int] = field(default_factory=dict)
    parents: dict[int, int | None] = field(default_factory=dict)

    def members_of(self, enterprise_id: int) -> list[int]:
        """Return an enterprise's members."""
        return [user for user, _role in self.members[enterprise_id]]

    def administrators_of(self, enterprise_id: int) -> list[int]:
        """Return an enterprise's administrators."""
        return [user for user, role in self.members[enterprise_id] if role == MemberRole.ADMIN]

    def officers_of(self, department: int) -> list[int]:
        """Return a department's officers, else whoever heads it."""
        own = [post.user for post in self.posts[department] if post.role == Role.OFFICER]
        return own or self.heads_of(department)

    def heads_of(self, department: int) -> list[int]:
        """Return a department's heads, or those of the nearest one above that has any."""
        above: int | None = department
        while above is not None:
            if heads := [post.user for post in self.posts[above] if post.role == Role.HEAD]:
                return heads
            above = self.parents.get(above)
        return []

    def contact_of(self, department: int) -> list[int]:
        """Return the one whom urging goes to: the named contact, else the first officer, else a head."""
        posts = sorted(
            self.posts[department], key=lambda p: (not p.is_contact, p.role != Role.OFFICER)
        )
        return [posts[0].user] if posts else self.heads_of(department)[:1]

    def in_region(self, code: str, role: Role) -> list[int]:
        """Return who holds a role in a region, or in the nearest one above where anybody does."""
        for above in codes_upward(code):
            if holders := [post.user for post in self.regional[above] if post.role == role]:
                return holders
        return []

    def onlookers_of(self, matter: Matter) -> set[int]:
        """Return whose open pages may show an appeal: all who are told something of it, and who reads along."""
        seen = {matter.filed_by, *self.members_of(matter.enterprise_id)}
        for department in (matter.lead_id, *self.assists[matter.id]):
            while department is not None:
                seen |= {post.user for post in self.posts[department]}
                department = self.parents.get(department)
        for code in {*codes_upward(matter.region), *codes_upward(matter.enterprise_region)}:
            seen |= {post.user for post in self.regional[code]}
        return self.with_stand_ins(seen)

    def with_stand_ins(self, users: Iterable[int]) -> set[int]:
        """Return people and, for those who are away, who acts for them."""
        people = set(users)
        return people | {other for user in people for other in self.stand_ins[user]}


def crowd_around(
    matters: Iterable[Matter],
    *,
    codes: Iterable[str] = (),
    enterprises: Iterable[int] = (),
    regions: Iterable[str] = (),
) -> Crowd:
    """Return everybody around these appeals, departments (by code), enterprises and regions; seven queries."""
    crowd, known = Crowd(), list(matters)
    on = today()
    departments = list(Department.objects.values_list("id", "code", "parent_id"))
    crowd.parents = {id_: parent for id_, _code, parent in departments}
    crowd.department_ids = {code: id_ for id_, code, _parent in departments}
    _add_assignments(crowd, known)
    near = {matter.lead_id for matter in known if matter.lead_id}
    near |= {crowd.department_ids[code] for code in codes if code in crowd.department_ids}
    near |= {id_ for lost in (*crowd.assists.values(), *crowd.former.values()) for id_ in lost}
    for id_ in list(near):
        while parent := crowd.parents.get(id_):
            near.add(parent)
            id_ = parent
    places = {*regions, *(m.region for m in known), *(m.enterprise_region for m in known)}
    upward = {code for place in places for code in codes_upward(place)}
    _add_posts(crowd, near, upward, on)
    owners = {*enterprises, *(matter.enterprise_id for matter in known)}
    for enterprise_id, user, role in Member.objects.filter(
        enterprise_id__in=owners, user__is_active=True
    ).values_list("enterprise_id", "user_id", "role"):
        crowd.members[enterprise_id].append((user, role))
    for away, stand_in in StandIn.objects.filter(
        ended_at__isnull=True, starts_on__lte=on, ends_on__gte=on, stand_in__is_active=True
    ).values_list("away_id", "stand_in_id"):
        crowd.stand_ins[away].append(stand_in)
    return crowd


_ASSIGNMENTS = """
    SELECT appeal_id, department_id, kind, ended_at FROM appeals_assignment WHERE appeal_id = ANY(%s)
        AND (kind = 'assist') = (ended_at IS NULL)
"""


def _add_assignments(crowd: Crowd, matters: list[Matter]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ASSIGNMENTS, [[matter.id for matter in matters]])
        rows = cursor.fetchall()
    for appeal, department, kind, ended_at in rows:
        if kind == AssignmentKind.ASSIST:
            crowd.assists[appeal].append(department)
        else:
            crowd.former[appeal, ended_at].append(department)


def _add_posts(crowd: Crowd, departments: set[int], regions: set[str], on: object) -> None:
    rows = (
        Appointment.objects.filter(Q(department_id__in=departments) | Q(region_id__in=regions))
        .filter(Q(starts_on__isnull=True) | Q(starts_on__lte=on))
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), user__is_active=True)
        .order_by("pk")
        .values_list("department_id", "region_id", "user_id", "role", "is_contact")
    )
    for department, region, user, role, is_contact in rows:
        post = Post(user, role, is_contact)
        if department:
            crowd.posts[department].append(post)
        else:
            crowd.regional[region].append(post)
