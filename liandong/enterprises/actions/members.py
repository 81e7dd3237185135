"""Change what a member may do, and end a membership; there is always one administrator left."""

from django.db import transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.enterprises.actions.inviting import require_administrator
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import Enterprise, Member
from liandong.journal.actions import record
from liandong.kit.refusals import Refused


def _locked(member: Member) -> Member:
    """Lock the enterprise, so that two administrators cannot remove each other; then the member."""
    Enterprise.objects.select_for_update().get(pk=member.enterprise_id)
    found = Member.objects.select_related("user", "enterprise").filter(pk=member.pk).first()
    if found is None:
        raise Refused("member.gone", _("对方已经不是本企业的成员。"))
    return found


def _require_another_administrator(member: Member) -> None:
    others = Member.objects.filter(enterprise=member.enterprise, role=MemberRole.ADMIN)
    if member.role == MemberRole.ADMIN and not others.exclude(pk=member.pk).exists():
        raise Refused("member.last_administrator", _("企业至少要有一位管理员，请先请另一位来管。"))


@transaction.atomic
def change_member(member: Member, *, role: MemberRole, by: User) -> Member:
    """Make a member an administrator, or an administrator a member; refused for the last one."""
    member = _locked(member)
    require_administrator(by, member.enterprise)
    if role != MemberRole.ADMIN:
        _require_another_administrator(member)
    record(
        "member.changed",
        on=member.enterprise,
        by=by,
        user=member.user_id,
        was=member.role,
        now=role,
    )
    member.role = role
    member.save(update_fields=["role"])
    return member


@transaction.atomic
def remove_member(member: Member, *, by: User) -> None:
    """End a membership: an administrator ends anyone's, a member their own; never the last
    administrator's.

    What the person filed stays; the journal keeps that they were a member.
    """
    member = _locked(member)
    if by.pk != member.user_id:
        require_administrator(by, member.enterprise)
    _require_another_administrator(member)
    record(
        "member.removed",
        on=member.enterprise,
        by=by,
        user=member.user_id,
        name=str(member.user),
        role=member.role,
    )
    member.delete()
