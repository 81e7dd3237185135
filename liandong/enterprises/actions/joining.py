"""Ask to act for an enterprise; its administrator or the coordinator consents."""

from django.db import transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import Enterprise, JoinRequest, Member
from liandong.enterprises.queries import (
    administrators_of,
    coordinates,
    is_administrator,
    is_member,
)
from liandong.journal.actions import record
from liandong.kit.now import now
from liandong.kit.refusals import Refused


def _locked(enterprise_id: int) -> Enterprise:
    return Enterprise.objects.select_for_update().get(pk=enterprise_id)


def _open(join_request: JoinRequest) -> JoinRequest:
    """Lock the enterprise, then the request; refuse one that has been decided."""
    _locked(join_request.enterprise_id)
    join_request = (
        JoinRequest.objects.select_for_update(of=("self",))
        .select_related("user", "enterprise")
        .get(pk=join_request.pk)
    )
    if join_request.agreed is not None:
        raise Refused("join_request.decided", _("这份申请已经有了结果。"))
    return join_request


@transaction.atomic
def ask_to_join(enterprise: Enterprise, *, message: str = "", by: User) -> JoinRequest:
    """Ask to act for an enterprise. Refused to its members, and while an earlier request is
    open.
    """
    enterprise = _locked(enterprise.pk)
    if is_member(by, enterprise):
        raise Refused("join_request.member", _("您已经是这家企业的成员。"))
    if JoinRequest.objects.filter(user=by, enterprise=enterprise, agreed__isnull=True).exists():
        raise Refused("join_request.open", _("您已经申请过，正等对方同意。"))
    request = JoinRequest.objects.create(
        user=by, enterprise=enterprise, message=message.strip(), asked_at=now()
    )
    record("join_request.asked", on=enterprise, by=by, request=request.pk, name=str(by))
    return request


@transaction.atomic
def decide_join_request(
    join_request: JoinRequest, *, agreed: bool, reason: str = "", by: User
) -> JoinRequest:
    """Consent to a request, or not, saying why; by the enterprise's administrator or the
    coordinator.

    The first member of an enterprise becomes its administrator: somebody has to be. Refused to
    strangers, to the one who asked, a second time, and a refusal without a reason.
    """
    join_request = _open(join_request)
    enterprise, person = join_request.enterprise, join_request.user
    if by.pk == person.pk or not (is_administrator(by, enterprise) or coordinates(by, enterprise)):
        raise Refused("join_request.not_yours", _("只有企业的管理员或所在辖区的协调员可以决定。"))
    if not agreed and not reason.strip():
        raise Refused("join_request.no_reason", _("请写一句不同意的理由，对方会看到。"))
    verb = "join_request.agreed" if agreed else "join_request.refused"
    record(
        verb, on=enterprise, by=by, request=join_request.pk, user=person.pk, reason=reason.strip()
    )
    if agreed:
        first = not administrators_of(enterprise)
        role = MemberRole.ADMIN if first else MemberRole.MEMBER
        Member.objects.get_or_create(user=person, enterprise=enterprise, defaults={"role": role})
    join_request.agreed, join_request.reason = agreed, reason.strip()
    join_request.decided_by, join_request.decided_at = by, now()
    join_request.save(update_fields=["agreed", "reason", "decided_by", "decided_at"])
    return join_request


@transaction.atomic
def withdraw_join_request(join_request: JoinRequest, *, by: User) -> JoinRequest:
    """Take back one's own request while nobody has decided it."""
    join_request = _open(join_request)
    if by.pk != join_request.user_id:
        raise Refused("join_request.not_yours", _("只能撤回自己的申请。"))
    record("join_request.withdrawn", on=join_request.enterprise, by=by, request=join_request.pk)
    join_request.agreed, join_request.decided_by, join_request.decided_at = False, by, now()
    join_request.save(update_fields=["agreed", "decided_by", "decided_at"])
    return join_request
