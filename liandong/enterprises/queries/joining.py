"""Who asks to join, who is invited, who decides, and which enterprises nobody has verified yet."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from liandong.accounts.models import User
from liandong.departments.enums import Role
from liandong.departments.queries import coordinators_of, region_codes_of, within
from liandong.enterprises.enums import MemberRole, RequestKind
from liandong.enterprises.models import Enterprise, Invitation, JoinRequest, Member
from liandong.enterprises.queries.people import administrators_of
from liandong.kit.now import now

REFUSALS_SHOWN_DAYS = 30


def _administered(user: User) -> QuerySet[Member]:
    return Member.objects.filter(user=user, role=MemberRole.ADMIN)


def join_requests_for(user: User) -> QuerySet[JoinRequest]:
    """Return the open requests that a person may decide, oldest first.

    Those to join enterprises they administer, and as coordinator all of their regions.
    """
    codes = region_codes_of(user, Role.COORDINATOR)
    return (
        JoinRequest.objects.filter(agreed__isnull=True)
        .filter(
            Q(
                kind=RequestKind.JOIN,
                enterprise__in=_administered(user).values("enterprise"),
            )
            | within(codes, "enterprise__region")
        )
        .exclude(user=user)
        .select_related("user", "enterprise__region")
        .order_by("asked_at", "pk")
        .distinct()
    )


def join_request_for(user: User, uscc: str, username: str) -> JoinRequest:
    """Return the open request of one person to one enterprise, if `user` may decide it, or 404."""
    return get_object_or_404(
        join_requests_for(user), enterprise__uscc=uscc, user__username=username
    )


def join_requests_of(user: User) -> QuerySet[JoinRequest]:
    """Return what a person has asked for and nobody has decided."""
    return JoinRequest.objects.filter(user=user, agreed__isnull=True).select_related(
        "enterprise__region"
    )


def join_request_of(user: User, uscc: str) -> JoinRequest:
    """Return a person's own open request to an enterprise, or 404."""
    return get_object_or_404(join_requests_of(user), enterprise__uscc=uscc)


def refusals_of(user: User) -> QuerySet[JoinRequest]:
    """Return a person's requests that were refused in the last thirty days, with the reason."""
    return (
        JoinRequest.objects.filter(
            user=user, agreed=False, decided_at__gte=now() - timedelta(days=REFUSALS_SHOWN_DAYS)
        )
        .exclude(decided_by=user)
        .select_related("enterprise")
        .order_by("-decided_at")
    )


def deciders_of(enterprise: Enterprise) -> list[User]:
    """Return who is told of a request to join: the administrators, else the coordinators."""
    return administrators_of(enterprise) or coordinators_of(enterprise.region_id)


def invitations_to(user: User) -> QuerySet[Invitation]:
    """Return the open invitations to a person's verified telephone number."""
    number = user.phone if user.phone and user.phone_verified else None
    if number is None:
        return Invitation.objects.none()
    return Invitation.objects.filter(phone=number, ended_at__isnull=True).select_related(
        "enterprise__region", "invited_by"
    )


def invitation_for(user: User, uscc: str) -> Invitation:
    """Return the open invitation of an enterprise to a person, or 404."""
    return get_object_or_404(invitations_to(user), enterprise__uscc=uscc)


def invitations_of(user: User, enterprise: Enterprise) -> QuerySet[Invitation]:
    """Return the open invitations of an enterprise, for its administrators; else none."""
    return (
        Invitation.objects.filter(enterprise=enterprise, ended_at__isnull=True)
        .filter(enterprise__in=_administered(user).values("enterprise"))
        .select_related("invited_by", "enterprise")
    )


def invitation_of(user: User, enterprise: Enterprise, phone: str) -> Invitation:
    """Return an enterprise's open invitation to a number, for its administrators, or 404."""
    return get_object_or_404(invitations_of(user, enterprise), phone=phone)


def unverified_enterprises_for(user: User) -> QuerySet[Enterprise]:
    """Return the enterprises of a coordinator's regions that registered themselves and wait for a
    look.
    """
    codes = region_codes_of(user, Role.COORDINATOR)
    rows = _unverified().filter(within(codes)).select_related("region", "registered_by")
    return rows.order_by("pk")


def _unverified() -> QuerySet[Enterprise]:
    return Enterprise.objects.filter(
        is_verified=False, registered_by__isnull=False, merged_into__isnull=True
    )


def registry_waiting(user: User, codes: list[str]) -> int:
    """Return how many requests and enterprises of these regions wait for a coordinator; one query."""
    asked = JoinRequest.objects.filter(within(codes, "enterprise__region"), agreed__isnull=True)
    unseen = _unverified().filter(within(codes))
    return asked.exclude(user=user).values("pk").union(unseen.values("pk"), all=True).count()


def unverified_enterprise_for(user: User, uscc: str) -> Enterprise:
    """Return one enterprise that waits for a coordinator's look, or 404."""
    return get_object_or_404(unverified_enterprises_for(user), uscc=uscc)
