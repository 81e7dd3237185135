"""Which way to an enterprise is open to a person, and who may see what was shown for it."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from liandong.accounts.models import User
from liandong.departments.enums import Role
from liandong.departments.queries import region_codes_of, roles_of, within
from liandong.enterprises.enums import MemberRole, RequestKind
from liandong.enterprises.models import Enterprise, JoinRequest, Member, Proof
from liandong.enterprises.queries.base import Reach, facts
from liandong.enterprises.queries.people import administrators_of, standing_for
from liandong.enterprises.queries.search import matching
from liandong.enterprises.rules.claiming import mobile_of
from liandong.enterprises.rules.rights import OWN_SOURCE
from liandong.enterprises.rules.winning import claims_in
from liandong.kit.codes import is_provisional, mask_phone

MOST_FOUND = 10
ALL = Reach(reads_all=True, members_of=frozenset(), prefixes={}, norms=frozenset())
SHOWN = ("industry", "status", "founded", "address")  # open facts by which one knows one's own


@dataclass(frozen=True)
class Ways:
    """How one comes to act for an enterprise: it is managed, or may be claimed by code, text or proof."""

    managed: bool
    by_code: bool
    phone: str  # masked; empty when no text can be sent


def names_like(user: User, q: str) -> list[Enterprise]:
    """Return the enterprises whose names hold what a person typed who looks for their own.

    Names and codes of enterprises are public, what they raised is not; who asks too often is stopped.
    """
    wanted = matching(ALL, q=q).exclude(enterprise__uscc__startswith="LS")
    numbers = wanted.order_by("pk").values_list("pk", flat=True)[:MOST_FOUND]
    return list(
        Enterprise.objects.filter(pk__in=list(numbers)).select_related("region").order_by("name")
    )


def claimable(user: User, uscc: str) -> Enterprise:
    """Return an enterprise that a person may ask to act for, or 404; its name and code are public."""
    found = standing_for(uscc, "region", "sheet")
    if found is None:
        raise Http404
    return found


def ways_to(user: User, enterprise: Enterprise) -> Ways:
    """Return how a person may come to act for an enterprise."""
    managed = bool(administrators_of(enterprise))
    by_code = not managed and not is_provisional(enterprise.uscc)
    return Ways(managed, by_code, mask_phone(claim_phone(enterprise)) if by_code else "")


def claim_phone(enterprise: Enterprise) -> str:
    """Return the number to which a code may be sent, or nothing; for code, not eyes."""
    told = claims_in(facts(enterprise).get("contact_phone"))
    numbers = (mobile_of(str(claim.value), claim.source, OWN_SOURCE) for claim in told)
    return next((number for number in numbers if number), "")


def with_papers(requests: QuerySet[JoinRequest]) -> QuerySet[JoinRequest]:
    """Return requests with what was shown and who manages the enterprise now; two queries for all."""
    admins = Member.objects.filter(role=MemberRole.ADMIN).select_related("user").order_by("pk")
    return requests.prefetch_related(
        "proofs", Prefetch("enterprise__members", admins, to_attr="managers")
    )


def dispute_for(user: User, uscc: str, username: str) -> JoinRequest:
    """Return a person's open dispute about an enterprise of a coordinator's regions, or 404."""
    return get_object_or_404(
        JoinRequest.objects.filter(
            within(region_codes_of(user, Role.COORDINATOR), "enterprise__region")
        )
        .exclude(user=user)
        .select_related("user", "enterprise__region"),
        kind=RequestKind.DISPUTE,
        agreed__isnull=True,
        enterprise__uscc=uscc,
        user__username=username,
    )


def proof_for(user: User, name: UUID) -> Proof:
    """Return a paper for whoever showed it, the coordinator of the region, or an auditor; else 404."""
    codes = region_codes_of(user, Role.COORDINATOR)
    may = (
        Q() if Role.AUDITOR in roles_of(user) else Q(by=user) | within(codes, "enterprise__region")
    )
    return get_object_or_404(Proof.objects.filter(may), name=name)
