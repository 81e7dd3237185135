"""Change what a member may do, end a membership, leave; there is always one administrator left."""

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.enterprises.actions.inviting import require_administrator
from liandong.enterprises.enums import MemberRole
from liandong.enterprises.models import Enterprise, Member
from liandong.enterprises.queries import is_last_administrator, people_of, reach_of
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
    if is_last_administrator(member):
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
    """End somebody's membership; only an administrator can, and never the last administrator's.

    What the person filed stays; the journal keeps that they were a member.
    """
    member = _locked(member)
    require_administrator(by, member.enterprise)
    _require_another_administrator(member)
    _end("member.removed", member, by)


@transaction.atomic
def leave(member: Member, *, handing_to: Member | None = None, by: User) -> None:
    """End one's own membership; the last administrator hands the management over first.

    Refused to others, and to the last administrator who names nobody.
    """
    member = _locked(member)
    if by.pk != member.user_id:
        raise Refused("member.not_yours", _("只能自己决定离开。"))
    if handing_to is not None:
        other = _locked(handing_to)
        if other.enterprise_id != member.enterprise_id or other.pk == member.pk:
            raise Refused("member.gone", _("对方已经不是本企业的成员。"))
        if other.role != MemberRole.ADMIN:
            change_member(other, role=MemberRole.ADMIN, by=by)
    elif is_last_administrator(member):
        raise Refused("member.last_administrator", _("请先请另一位来管，或把管理交给他再离开。"))
    _end("member.left", member, by)


def _end(verb: str, member: Member, by: User) -> None:
    record(
        verb,
        on=member.enterprise,
        by=by,
        user=member.user_id,
        name=str(member.user),
        role=member.role,
    )
    member.delete()


@transaction.atomic
def show_member_phone(member: Member, *, by: User) -> str:
    """Return a member's number to whoever sees it covered; the journal says who looked.

    404 for eyes that see no personal data of the enterprise.
    """
    enterprise = Enterprise.objects.select_for_update(no_key=True).get(pk=member.enterprise_id)
    if people_of(by, enterprise, reach_of(by)) is None:
        raise Http404
    record("member.phone_shown", on=enterprise, by=by, user=member.user_id)
    return member.user.phone or ""
