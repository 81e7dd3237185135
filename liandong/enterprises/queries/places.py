"""Where a person stands now: one of their enterprises, or their office; they may switch."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.departments.queries import appointments_of
from liandong.enterprises.models import Enterprise
from liandong.enterprises.queries.people import memberships_of

SESSION_KEY = "place"
EVERY_OFFICE = "office:"


@dataclass(frozen=True)
class Place:
    """One place a person may act from; `key` is what the session remembers.

    `enterprise:<code>` for an enterprise, `office:<code>` for a department or a region, `office:` for all
    the offices of somebody who works in several.
    """

    key: str
    name: str
    roles: tuple[str, ...]
    enterprise: Enterprise | None = None
    instead_of: str = ""

    @property
    def is_office(self) -> bool:
        """Whether the place belongs to the desk rather than the phone."""
        return self.enterprise is None


def key_of(enterprise: Enterprise) -> str:
    """Return what the session remembers of an enterprise."""
    return f"enterprise:{enterprise.uscc}"


def places_of(user: User) -> list[Place]:
    """Return every place a person may act from today: enterprises, then offices; two queries."""
    places = [
        Place(
            key=key_of(member.enterprise),
            name=member.enterprise.name,
            roles=(member.get_role_display(),),
            enterprise=member.enterprise,
        )
        for member in memberships_of(user)
    ]
    offices: dict[str, Place] = {}
    for appointment in appointments_of(user):
        office = appointment.department or appointment.region
        if office is None:  # the database refuses it
            continue
        key = f"office:{office.code}"
        before = offices.get(key)
        roles = (*(before.roles if before else ()), appointment.get_role_display())
        offices[key] = Place(
            key=key,
            name=office.name,
            roles=tuple(dict.fromkeys(roles)),
            instead_of=before.instead_of if before else str(appointment.in_place_of or ""),
        )
    if len(offices) > 1:
        names = tuple(place.name for place in offices.values())
        places.append(Place(key=EVERY_OFFICE, name=_("全部任职单位"), roles=names))
    return [*places, *offices.values()]


def current_place(request: HttpRequest) -> Place | None:
    """Return where the person stands: what they chose last in this session, else their first
    place.
    """
    if not isinstance(request.user, User):
        return None
    places = places_of(request.user)
    chosen = request.session.get(SESSION_KEY)
    return next((p for p in places if p.key == chosen), places[0] if places else None)


def current_enterprise(request: HttpRequest) -> Enterprise | None:
    """Return the enterprise a person acts for on this page, or None: they have none, or stand in
    their office.
    """
    place = current_place(request)
    return place.enterprise if place else None
