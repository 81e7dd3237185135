"""Whom a person acts for, and who acts for an enterprise."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from liandong.accounts.models import User
from liandong.departments.enums import Role
from liandong.departments.queries import region_codes_of
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import Enterprise, Member
from liandong.kit.codes import normal_uscc


def memberships_of(user: User) -> list[Member]:
    """Return for which enterprises a person acts and as what, in the order they joined; one
    query.
    """
    return list(
        Member.objects.filter(user=user).select_related("enterprise__region").order_by("pk")
    )


def enterprises_of(user: User) -> list[Enterprise]:
    """Return the enterprises that a person acts for, in the order they joined; one query."""
    return [member.enterprise for member in memberships_of(user)]


def enterprise_for(user: User, uscc: str) -> Enterprise:
    """Return an enterprise that a person acts for by its code, however it is typed, or 404."""
    found = standing_for(uscc, "region")
    if found is None or not is_member(user, found):
        raise Http404
    return found


def enterprise_known_as(uscc: str) -> Enterprise | None:
    """Return the enterprise with this code, however it is typed; for whoever looks for their own.

    Name and code of an enterprise are public; what it raised is not, and isn't reached from here.
    """
    return standing_for(uscc, "region")


def standing_for(uscc: str, *related: str) -> Enterprise | None:
    """Return the enterprise with this code, however typed, or the one it was merged into; for code, not eyes."""
    all_ = Enterprise.objects.select_related(*related)
    found = all_.filter(uscc=normal_uscc(uscc)).first()
    return (
        found
        if found is None or found.merged_into_id is None
        else all_.get(pk=found.merged_into_id)
    )


def is_member(user: User, enterprise: Enterprise) -> bool:
    """Return whether a person acts for an enterprise."""
    return Member.objects.filter(user=user, enterprise=enterprise).exists()


def is_administrator(user: User, enterprise: Enterprise) -> bool:
    """Return whether a person manages who acts for an enterprise."""
    return Member.objects.filter(user=user, enterprise=enterprise, role=MemberRole.ADMIN).exists()


def coordinates(user: User, enterprise: Enterprise) -> bool:
    """Return whether a person coordinates the region that an enterprise lies in."""
    codes = region_codes_of(user, Role.COORDINATOR)
    return any(enterprise.region_id.startswith(code) for code in codes)


def administrators_of(enterprise: Enterprise) -> list[User]:
    """Return who manages an enterprise's members."""
    admins = Member.objects.filter(
        enterprise=enterprise, role=MemberRole.ADMIN, user__is_active=True
    )
    return [member.user for member in admins.select_related("user").order_by("pk")]


def members_for(user: User, enterprise: Enterprise) -> QuerySet[Member]:
    """Return who acts for an enterprise, for one who does so too; to a stranger nobody."""
    return (
        Member.objects.filter(enterprise=enterprise, enterprise__members__user=user)
        .select_related("user", "enterprise")
        .order_by("pk")
    )


def member_for(user: User, enterprise: Enterprise, username: str) -> Member:
    """Return one who acts for an enterprise by sign-in name, for one who does so too, or 404."""
    return get_object_or_404(members_for(user, enterprise), user__username=username)


def is_last_administrator(member: Member) -> bool:
    """Return whether nobody but this member manages the enterprise; for code, not eyes."""
    if member.role != MemberRole.ADMIN:
        return False
    others = Member.objects.filter(enterprise_id=member.enterprise_id, role=MemberRole.ADMIN)
    return not others.exclude(pk=member.pk).exists()
