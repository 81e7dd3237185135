"""Who the token belongs to, and for whom they act."""

from ninja import Router, Schema

from liandong.accounts.http import Problem, TokenRequest
from liandong.departments.enums import Role
from liandong.departments.models import Appointment
from liandong.departments.queries import appointments_of
from liandong.enterprises.queries import memberships_of
from liandong.kit.codes import mask_phone

router = Router(tags=["me"])


class MembershipOut(Schema):
    uscc: str
    name: str
    region: str
    region_name: str
    role: str
    role_name: str
    verified: bool


class AppointmentOut(Schema):
    """A role in a department or a region; `in_place_of` names whom the person stands in for."""

    role: Role
    role_name: str
    department: str | None
    department_name: str | None
    region: str | None
    region_name: str | None
    in_place_of: str | None


class MeOut(Schema):
    username: str
    name: str
    phone: str
    phone_verified: bool
    roles: list[Role]
    enterprises: list[MembershipOut]
    appointments: list[AppointmentOut]


@router.get("/me", response={200: MeOut, 400: Problem, 401: Problem, 429: Problem})
def me(request: TokenRequest) -> object:
    """Return who asks, the enterprises they act for and the roles they hold or stand in for."""
    user = request.auth
    appointments = appointments_of(user)
    return {
        "username": user.username,
        "name": str(user),
        "phone": mask_phone(user.phone or ""),
        "phone_verified": user.phone_verified,
        "roles": sorted({Role(a.role) for a in appointments}),
        "enterprises": [
            {
                "uscc": m.enterprise.uscc,
                "name": m.enterprise.name,
                "region": m.enterprise.region_id,
                "region_name": m.enterprise.region.name,
                "role": m.role,
                "role_name": m.get_role_display(),
                "verified": m.enterprise.is_verified,
            }
            for m in memberships_of(user)
        ],
        "appointments": [_shown(a) for a in appointments],
    }


def _shown(appointment: Appointment) -> dict[str, object]:
    department = appointment.department
    region = department.region if department else appointment.region
    return {
        "role": appointment.role,
        "role_name": appointment.get_role_display(),
        "department": department.code if department else None,
        "department_name": department.name if department else None,
        "region": region.code if region else None,
        "region_name": region.name if region else None,
        "in_place_of": str(appointment.in_place_of) if appointment.in_place_of else None,
    }
