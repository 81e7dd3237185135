"""Invite a telephone number to act for an enterprise; whoever holds it accepts or declines."""

from django.db import transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.enterprises.actions.joining import end_requests
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import Enterprise, Invitation, Member
from liandong.enterprises.queries import is_administrator
from liandong.journal.actions import record
from liandong.kit.codes import is_phone, mask_phone, normal_phone
from liandong.kit.now import now
from liandong.kit.refusals import Refused


def _locked(enterprise_id: int) -> Enterprise:
    return Enterprise.objects.select_for_update().get(pk=enterprise_id)


def require_administrator(user: User, enterprise: Enterprise) -> None:
    """Refuse whoever does not manage an enterprise's members."""
    if not is_administrator(user, enterprise):
        raise Refused("member.not_administrator", _("只有本企业的管理员可以管成员。"))


def _open(invitation: Invitation) -> Invitation:
    """Lock the enterprise, then the invitation; refuse one that is over."""
    _locked(invitation.enterprise_id)
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("enterprise")
        .get(pk=invitation.pk)
    )
    if invitation.ended_at:
        raise Refused("invitation.over", _("这份邀请已经用过或撤回，请对方再邀请一次。"))
    return invitation


def _end(invitation: Invitation, accepted_by: User | None = None) -> Invitation:
    invitation.ended_at, invitation.accepted_by = now(), accepted_by
    invitation.save(update_fields=["ended_at", "accepted_by"])
    return invitation


@transaction.atomic
def invite_member(enterprise: Enterprise, *, phone: str, role: MemberRole, by: User) -> Invitation:
    """Invite whoever holds a telephone number, signed up or not, to act for one's enterprise.

    Refused to all but its administrators, for a number that is none, one that belongs to a member,
    and a second time while the first is open.
    """
    enterprise = _locked(enterprise.pk)
    require_administrator(by, enterprise)
    if not is_phone(phone):
        raise Refused("invitation.phone_wrong", _("请输入 11 位手机号，例如 13800000000。"))
    number = normal_phone(phone)
    if Member.objects.filter(enterprise=enterprise, user__phone=number).exists():
        raise Refused("invitation.member", _("这个号码的主人已经是本企业的成员。"))
    if Invitation.objects.filter(
        enterprise=enterprise, phone=number, ended_at__isnull=True
    ).exists():
        raise Refused("invitation.open", _("已经邀请过这个号码，正等对方接受。"))
    invitation = Invitation.objects.create(
        enterprise=enterprise, phone=number, role=role, invited_by=by, invited_at=now()
    )
    record(
        "invitation.sent",
        on=enterprise,
        by=by,
        invitation=invitation.pk,
        phone=mask_phone(number),
        role=role,
    )
    return invitation


def _require_addressee(user: User, invitation: Invitation) -> None:
    if not (user.phone_verified and user.phone == invitation.phone):
        raise Refused("invitation.not_yours", _("这份邀请发给了别的手机号。"))


@transaction.atomic
def accept_invitation(invitation: Invitation, *, by: User) -> Member:
    """Become a member by an invitation to one's own, verified number."""
    invitation = _open(invitation)
    _require_addressee(by, invitation)
    record("invitation.accepted", on=invitation.enterprise, by=by, invitation=invitation.pk)
    _end(invitation, by)
    member, _new = Member.objects.get_or_create(
        user=by, enterprise=invitation.enterprise, defaults={"role": invitation.role}
    )
    end_requests(invitation.enterprise, by)
    return member


@transaction.atomic
def decline_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Say no to an invitation to one's own number."""
    invitation = _open(invitation)
    _require_addressee(by, invitation)
    record("invitation.declined", on=invitation.enterprise, by=by, invitation=invitation.pk)
    return _end(invitation)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Take back an invitation that nobody has accepted; for the enterprise's administrators."""
    invitation = _open(invitation)
    require_administrator(by, invitation.enterprise)
    record("invitation.withdrawn", on=invitation.enterprise, by=by, invitation=invitation.pk)
    return _end(invitation)
