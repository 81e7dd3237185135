"""Ask to act for an enterprise; its administrator or the coordinator consents."""

from django.db import transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.enterprises.enums import MemberRole, RequestKind
from liandong.enterprises.models import Enterprise, Invitation, JoinRequest, Member
from liandong.enterprises.queries import (
    administrators_of,
    coordinates,
    is_administrator,
    is_member,
)
from liandong.journal.actions import record
from liandong.kit.now import now
from liandong.kit.refusals import Refused


def locked(enterprise_id: int) -> Enterprise:
    """Lock an enterprise, so that what is decided about its people is decided one after another."""
    return Enterprise.objects.select_for_update().get(pk=enterprise_id)


def require_not_asked(by: User, enterprise: Enterprise) -> None:
    """Refuse a member, and one who asked already; whoever is a member may still dispute."""
    if is_member(by, enterprise):
        raise Refused("join_request.member", _("您已经是这家企业的成员。"))
    require_none_open(by, enterprise)


def require_none_open(by: User, enterprise: Enterprise) -> None:
    """Refuse one whose earlier request nobody has decided."""
    if JoinRequest.objects.filter(user=by, enterprise=enterprise, agreed__isnull=True).exists():
        raise Refused("join_request.open", _("您已经申请过，正等对方同意。"))


def open_request(join_request: JoinRequest) -> JoinRequest:
    """Lock the enterprise, then the request; refuse one that has been decided."""
    locked(join_request.enterprise_id)
    join_request = (
        JoinRequest.objects.select_for_update(of=("self",))
        .select_related("user", "enterprise")
        .get(pk=join_request.pk)
    )
    if join_request.agreed is not None:
        raise Refused("join_request.decided", _("这份申请已经有了结果。"))
    return join_request


def end_invitations(enterprise: Enterprise, person: User) -> None:
    """End the open invitations of somebody who has become a member without them."""
    if person.phone and person.phone_verified:
        Invitation.objects.filter(
            enterprise=enterprise, phone=person.phone, ended_at__isnull=True
        ).update(ended_at=now())


def end_requests(enterprise: Enterprise, person: User) -> None:
    """End the open request of somebody who has become a member without it; a dispute goes on."""
    JoinRequest.objects.filter(user=person, enterprise=enterprise, agreed__isnull=True).exclude(
        kind=RequestKind.DISPUTE
    ).update(agreed=True, decided_by=person, decided_at=now())


@transaction.atomic
def ask_to_join(
    enterprise: Enterprise, *, message: str = "", is_legal: bool = False, by: User
) -> JoinRequest:
    """Ask to act for an enterprise. Refused to its members, and while an earlier request is
    open.
    """
    enterprise = locked(enterprise.pk)
    require_not_asked(by, enterprise)
    request = JoinRequest.objects.create(
        user=by,
        enterprise=enterprise,
        message=message.strip(),
        is_legal=is_legal,
        asked_at=now(),
    )
    record("join_request.asked", on=enterprise, by=by, request=request.pk, name=str(by))
    return request


@transaction.atomic
def decide_join_request(
    join_request: JoinRequest, *, agreed: bool, reason: str = "", by: User
) -> JoinRequest:
    """Consent to a request, or not, saying why; by the enterprise's administrator or the
    coordinator; a claim only by the coordinator, who has looked at the proof.

    The first member of an enterprise becomes its administrator: somebody has to be. Refused to
    strangers, to the one who asked, a second time, a refusal without a reason, and a dispute.
    """
    join_request = open_request(join_request)
    enterprise, person = join_request.enterprise, join_request.user
    if join_request.kind == RequestKind.DISPUTE:
        raise Refused("dispute.coordinator", _("异议由协调员决定，企业管理员不能决定。"))
    is_claim = join_request.kind == RequestKind.CLAIM
    decides = not is_claim and is_administrator(by, enterprise)
    if by.pk == person.pk or not (decides or coordinates(by, enterprise)):
        raise Refused("join_request.not_yours", _("只有企业的管理员或所在辖区的协调员可以决定。"))
    if not agreed and not reason.strip():
        raise Refused("join_request.no_reason", _("请写一句不同意的理由，对方会看到。"))
    noun = "claim" if is_claim else "join_request"
    verb = "agreed" if agreed else "refused"
    record(
        f"{noun}.{verb}",
        on=enterprise,
        by=by,
        request=join_request.pk,
        user=person.pk,
        reason=reason.strip(),
    )
    if agreed:
        first = not administrators_of(enterprise)
        role = MemberRole.ADMIN if first else MemberRole.MEMBER
        Member.objects.get_or_create(user=person, enterprise=enterprise, defaults={"role": role})
        end_invitations(enterprise, person)
    join_request.agreed, join_request.reason = agreed, reason.strip()
    join_request.decided_by, join_request.decided_at = by, now()
    join_request.save(update_fields=["agreed", "reason", "decided_by", "decided_at"])
    return join_request


@transaction.atomic
def withdraw_join_request(join_request: JoinRequest, *, by: User) -> JoinRequest:
    """Take back one's own request while nobody has decided it."""
    join_request = open_request(join_request)
    if by.pk != join_request.user_id:
        raise Refused("join_request.not_yours", _("只能撤回自己的申请。"))
    record("join_request.withdrawn", on=join_request.enterprise, by=by, request=join_request.pk)
    join_request.agreed, join_request.decided_by, join_request.decided_at = False, by, now()
    join_request.save(update_fields=["agreed", "decided_by", "decided_at"])
    return join_request
