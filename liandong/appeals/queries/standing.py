"""Who somebody is before appeals: their enterprises, departments and regions, and their hats before one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from liandong.accounts.models import User
from liandong.appeals.enums import AssignmentKind, Hat, State
from liandong.appeals.models import Appeal
from liandong.departments.enums import Role
from liandong.departments.models import Appointment
from liandong.departments.queries import Standing as Office
from liandong.departments.queries import standing_as, subtree_ids
from liandong.departments.queries import standing_of as office_of
from liandong.enterprises.models import Member
from liandong.kit.regions import code_prefix


@dataclass(frozen=True)
class Standing:
    """Everything about a person that decides which appeals they see and what they may do."""

    office: Office
    enterprises: frozenset[int] = frozenset()
    departments: frozenset[int] = frozenset()
    coordinates: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    answers_calls: tuple[str, ...] = ()
    audits: bool = False
    roles: frozenset[Role] = frozenset()
    in_place_of: dict[int, str] = field(default_factory=dict)

    @property
    def appointments(self) -> list[Appointment]:
        return self.office.appointments

    @property
    def stands_in_for(self) -> set[int]:
        """Those whom the person stands in for."""
        return {a.in_place_of.pk for a in self.appointments if a.in_place_of}

    @property
    def reads_all(self) -> bool:
        return self.audits

    def coordinates_region(self, code: str) -> bool:
        return code.startswith(self.coordinates) if self.coordinates else False


def standing_of(user: User) -> Standing:
    """Return a person's standing today; kept on the person for as long as one request lives."""
    known: Standing | None = getattr(user, "_standing", None)
    if known is not None:
        return known
    standing = _standing(user, office_of(user))
    user._standing = standing  # type: ignore[attr-defined]
    return standing


def desk_of(user: User) -> Standing:
    """Return the standing that the rail and the lists show: of the office chosen, else of all together.

    What a person may open and do is never narrowed: see `standing_of`.
    """
    standing = standing_of(user)
    chosen = [a for a in standing.appointments if user.seat in {_place(a), ""}]
    has_lists = any(a.role != Role.ADMIN for a in chosen)
    if not has_lists or len(chosen) == len(standing.appointments):
        return standing
    known: Standing | None = getattr(user, "_desk", None)
    if known is None:
        known = user._desk = _standing(user, standing_as(chosen))  # type: ignore[attr-defined]
    return known


def _place(appointment: Appointment) -> str:
    if appointment.department:
        return appointment.department.code
    return appointment.region_id or ""


def _standing(user: User, office: Office) -> Standing:
    appointments = office.appointments
    own_roles = frozenset(Role(a.role) for a in appointments)
    regions = {
        role: tuple(
            code_prefix(a.region_id) for a in appointments if a.role == role and a.region_id
        )
        for role in (Role.COORDINATOR, Role.LEADER, Role.CLERK)
    }
    return Standing(
        office=office,
        enterprises=frozenset(
            Member.objects.filter(user=user).values_list("enterprise_id", flat=True)
        ),
        departments=frozenset(office.department_ids),
        coordinates=regions[Role.COORDINATOR],
        leads=regions[Role.LEADER],
        answers_calls=regions[Role.CLERK],
        audits=Role.AUDITOR in own_roles,
        roles=own_roles,
        in_place_of=_in_place_of(appointments),
    )


def _in_place_of(appointments: Sequence[Appointment]) -> dict[int, str]:
    """Return for whom somebody acts in each department where they act by no appointment of their own."""
    if not any(a.in_place_of and a.department_id for a in appointments):
        return {}
    own = {d for a in appointments if not a.in_place_of for d in _departments_of(a)}
    return {
        d: str(a.in_place_of)
        for a in appointments
        if a.in_place_of
        for d in _departments_of(a)
        if d not in own
    }


def _departments_of(appointment: Appointment) -> set[int]:
    """Return where an appointment lets somebody act: an officer in one department, a head in all below."""
    if not appointment.department_id:
        return set()
    if appointment.role == Role.HEAD:
        return set(subtree_ids({appointment.department_id}))
    return {appointment.department_id}


def hats_of(user: User, appeal: Appeal) -> set[Hat]:
    """Return the hats somebody wears before one appeal that they may see."""
    standing = standing_of(user)
    hats = set()
    if appeal.enterprise_id in standing.enterprises:
        hats.add(Hat.ENTERPRISE)
    if appeal.lead_id in standing.departments and appeal.state != State.MERGED:
        hats.add(Hat.LEAD)
    others = len(standing.departments) > (Hat.LEAD in hats)  # no department assists itself
    if others and any(
        a.department_id in standing.departments
        and a.kind == AssignmentKind.ASSIST
        and a.ended_at is None
        for a in appeal.assignments.all()
    ):
        hats.add(Hat.ASSIST)
    if standing.coordinates_region(appeal.region_id):
        hats.add(Hat.COORDINATOR)
    return hats or {Hat.READER}
