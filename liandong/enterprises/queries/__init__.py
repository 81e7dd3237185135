"""Reads of enterprises: whom a person acts for, where they stand now, who asks to join."""

from liandong.enterprises.queries.joining import (
    deciders_of,
    invitation_for,
    invitation_of,
    invitations_of,
    invitations_to,
    join_request_for,
    join_request_of,
    join_requests_for,
    join_requests_of,
    unverified_enterprise_for,
    unverified_enterprises_for,
)
from liandong.enterprises.queries.people import (
    administrators_of,
    enterprise_for,
    enterprise_known_as,
    enterprises_of,
    is_administrator,
    is_member,
    member_for,
    members_for,
    memberships_of,
)
from liandong.enterprises.queries.places import (
    Place,
    current_enterprise,
    current_place,
    places_of,
)

__all__ = [
    "Place",
    "administrators_of",
    "current_enterprise",
    "current_place",
    "deciders_of",
    "enterprise_for",
    "enterprise_known_as",
    "enterprises_of",
    "invitation_for",
    "invitation_of",
    "invitations_of",
    "invitations_to",
    "is_administrator",
    "is_member",
    "join_request_for",
    "join_request_of",
    "join_requests_for",
    "join_requests_of",
    "member_for",
    "members_for",
    "memberships_of",
    "places_of",
    "unverified_enterprise_for",
    "unverified_enterprises_for",
]
