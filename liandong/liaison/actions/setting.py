"""Saying who keeps in touch with an enterprise, and handing all of one's own to another."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.departments.enums import Role
from liandong.departments.queries import appointments_of, led_people_of, today
from liandong.enterprises.models import Enterprise
from liandong.enterprises.queries import coordinates
from liandong.journal.actions import record
from liandong.kit.refusals import Refused
from liandong.liaison.models import Liaison

MOST = 3  # people who keep in touch with one enterprise
OFFICES = {Role.OFFICER, Role.HEAD, Role.COORDINATOR}


@transaction.atomic
def set_liaisons(
    enterprise: Enterprise, users: Sequence[User], *, first: User | None, by: User
) -> list[Liaison]:
    """Let exactly these people keep in touch with an enterprise from today on; what was stays written.

    The coordinator sets anybody, a head only their own people; nobody at all is allowed too.
    """
    Enterprise.objects.select_for_update(no_key=True).get(pk=enterprise.pk)
    wanted = {user.pk: user for user in users}
    if len(wanted) > MOST:
        raise Refused("liaison.too_many", _("一家企业最多 %(most)s 位联系人。") % {"most": MOST})
    if wanted and (first is None or first.pk not in wanted):
        raise Refused("liaison.no_first", _("请选一位第一联系人。"))
    held = {one.user_id: one for one in _locked(enterprise)}
    leads = first.pk if first else 0
    changed = set(wanted.keys() ^ held.keys())
    changed |= {pk for pk, one in held.items() if one.is_first != (pk == leads)}
    if not changed:
        return list(held.values())
    _require_right(enterprise, changed, by)
    for pk, one in held.items():
        if pk not in wanted:
            _end(one, by)
    Liaison.objects.filter(enterprise=enterprise, until__isnull=True).update(is_first=False)
    added = [pk for pk in wanted if pk not in held]
    for pk in added:
        begin(enterprise, wanted[pk], first=pk == leads, by=by)
    if leads in held:
        Liaison.objects.filter(pk=held[leads].pk).update(is_first=True)
        if not held[leads].is_first:
            _tell(held[leads], by, first=True)
    return list(_locked(enterprise))


@transaction.atomic
def hand_over(user: User, to: User, *, by: User) -> int:
    """Hand all that a person keeps in touch with to another, when posts change; return how many it was."""
    if user.pk == to.pk:
        raise Refused("liaison.same_person", _("请选另一位同事。"))
    own = Liaison.objects.filter(user=user, until__isnull=True)
    numbers = list(own.values_list("enterprise", flat=True))
    locked = Enterprise.objects.filter(pk__in=numbers).order_by("pk")
    for enterprise in locked.select_for_update(no_key=True):
        _require_right(enterprise, {user.pk, to.pk}, by)
        held = {one.user_id: one for one in _locked(enterprise)}
        if user.pk not in held:
            continue
        _end(held[user.pk], by, to=str(to))
        if to.pk not in held:
            begin(enterprise, to, first=held[user.pk].is_first, by=by, told=False)
        elif held[user.pk].is_first:
            Liaison.objects.filter(pk=held[to.pk].pk).update(is_first=True)
    if numbers:
        record(
            "liaison.handed_over",
            on=user,
            by=by,
            people=[to.pk],
            from_name=str(user),
            count=len(numbers),
        )
    return len(numbers)


def begin(
    enterprise: Enterprise, user: User, *, first: bool, by: User, told: bool = True
) -> Liaison:
    """Add one who keeps in touch; refuses whoever holds no office."""
    offices = [a for a in appointments_of(user) if a.in_place_of is None and a.role in OFFICES]
    if not offices:
        raise Refused(
            "liaison.not_in_office",
            _("%(name)s没有在部门或专班任职，不能做联系人。") % {"name": user},
        )
    begun = Liaison.objects.create(
        enterprise=enterprise,
        user=user,
        department=offices[0].department,
        is_first=first,
        since=today(),
        set_by=by,
    )
    _tell(begun, by, first=first, told=told)
    return begun


def _tell(one: Liaison, by: User, *, first: bool, told: bool = True) -> None:
    record(
        "liaison.set",
        on=one,
        by=by,
        enterprise=one.enterprise_id,
        people=[one.user_id],
        person_name=str(one.user),
        first=first,
        told=told,
    )


def _end(one: Liaison, by: User, to: str = "") -> None:
    Liaison.objects.filter(pk=one.pk).update(until=max(today(), one.since), is_first=False)
    record(
        "liaison.ended",
        on=one,
        by=by,
        enterprise=one.enterprise_id,
        user=one.user_id,
        person_name=str(one.user),
        to=to,
    )


def _locked(enterprise: Enterprise) -> list[Liaison]:
    return list(
        Liaison.objects.filter(enterprise=enterprise, until__isnull=True)
        .select_related("user")
        .order_by("-is_first", "pk")
    )


def _require_right(enterprise: Enterprise, changed: set[int], by: User) -> None:
    """Refuse whoever coordinates not the region, unless all who come or go are a head's own people."""
    if coordinates(by, enterprise):
        return
    own = {by.pk, *led_people_of(by).values_list("pk", flat=True)}
    if not _leads(by) or not changed <= own:
        raise Refused("liaison.not_yours", _("只有协调员可以定；部门负责人只能定自己部门的人。"))


def _leads(user: User) -> bool:
    return any(a.role == Role.HEAD for a in appointments_of(user))
