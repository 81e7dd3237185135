"""While one is away another acts in their place: set it, and end it early."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.departments.models import Appointment, StandIn
from liandong.departments.queries import colleagues_of, heads_of, is_admin, standing_of, today
from liandong.journal.actions import record
from liandong.kit.now import now
from liandong.kit.refusals import Refused


def _may_set(user: User, by: User) -> bool:
    """Return whether `by` may set stand-ins for a person: themselves, their head, an
    administrator.
    """
    if by.pk == user.pk or is_admin(by):
        return True
    heads = standing_of(by).head_ids
    return Appointment.objects.filter(user=user, department__in=heads).exists()


def _require_may_set(user: User, by: User) -> None:
    if not _may_set(user, by):
        raise Refused(
            "stand_in.not_yours",
            _("只能给自己设代办；别人的代办由本人、部门负责人或系统管理员设定。"),
        )


def _require_dates(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Refused("stand_in.wrong_dates", _("止日早于起日，请改一改。"))
    if ends_on < today():
        raise Refused("stand_in.past", _("这段时间已经过去，请选今天或以后的日期。"))


def _said(day: date) -> str:
    return date_format(day, _("n月j日"))


def _require_free(user: User, stand_in: User, starts_on: date, ends_on: date) -> None:
    """Refuse two stand-ins at once, and a chain: nobody can pass on what they stand in for."""
    clashes = StandIn.objects.filter(
        Q(away__in=[user, stand_in]) | Q(stand_in=user),
        ended_at__isnull=True,
        starts_on__lte=ends_on,
        ends_on__gte=starts_on,
    ).select_related("away", "stand_in")
    for clash in clashes:
        days = {"start": _said(clash.starts_on), "end": _said(clash.ends_on)}
        if clash.away_id == user.pk:
            raise Refused(
                "stand_in.overlaps",
                _("%(start)s 至 %(end)s 已由%(name)s代办，请先结束那一段。")
                % {**days, "name": clash.stand_in},
            )
        if clash.away_id == stand_in.pk:
            raise Refused(
                "stand_in.also_away",
                _("%(name)s %(start)s 至 %(end)s 也不在，请换一位。") % {**days, "name": stand_in},
            )
        raise Refused(
            "stand_in.stands_in",
            _(
                "%(start)s 至 %(end)s 正代%(name)s办理，代来的事不能再转给别人。请对方另选代办人后再设。"
            )
            % {**days, "name": clash.away},
        )


@transaction.atomic
def set_stand_in(
    user: User, stand_in: User, *, starts_on: date, ends_on: date, by: User
) -> StandIn:
    """Let a colleague act for a person from a day to a day, both included; the clock does not stop.

    Refused: for oneself, a stranger to the department or region, days gone by, a second stand-in
    for the same days, a stand-in who is away or a person who stands in for another in those days.
    """
    list(User.objects.select_for_update().filter(pk__in=[user.pk, stand_in.pk]).order_by("pk"))
    _require_may_set(user, by)
    _require_dates(starts_on, ends_on)
    if stand_in.pk == user.pk:
        raise Refused("stand_in.self", _("代办人不能是本人，请选一位同事。"))
    if not stand_in.is_active or not colleagues_of(user).filter(pk=stand_in.pk).exists():
        raise Refused(
            "stand_in.not_colleague", _("代办人要与本人同在一个部门或辖区任职，请另选一位。")
        )
    _require_free(user, stand_in, starts_on, ends_on)
    record(
        "stand_in.set",
        on=user,
        by=by,
        stand_in=stand_in.pk,
        name=str(stand_in),
        starts_on=starts_on.isoformat(),
        ends_on=ends_on.isoformat(),
    )
    return StandIn.objects.create(
        away=user, stand_in=stand_in, starts_on=starts_on, ends_on=ends_on, set_by=by
    )


@transaction.atomic
def ask_for_another(stand_in: StandIn, *, by: User) -> None:
    """Ask those away, and their heads, to choose another stand-in: `by` will be away as well.

    Refused to whoever does not stand in, and when it is over.
    """
    if by.pk != stand_in.stand_in_id:
        raise Refused("stand_in.not_yours", _("只有代办人自己可以请对方另选。"))
    if stand_in.ended_at or stand_in.ends_on < today():
        raise Refused("stand_in.over", _("这次代办已经结束。"))
    record(
        "stand_in.another_asked",
        on=stand_in.away,
        by=by,
        name=str(by),
        heads=_heads_of(stand_in.away),
    )


def _heads_of(user: User) -> list[int]:
    """Return the heads of a person's departments, without the person."""
    places = Appointment.objects.filter(user=user, department__isnull=False)
    departments = [a.department for a in places.select_related("department") if a.department]
    return sorted({h.pk for d in departments for h in heads_of(d)} - {user.pk})


@transaction.atomic
def end_stand_in(stand_in: StandIn, *, by: User) -> StandIn:
    """End a stand-in before its last day, or before it begins; who was away acts for themselves
    again.

    Refused when it is over already, or to whoever could not have set it; the stand-in may end it
    too.
    """
    stand_in = (
        StandIn.objects.select_for_update(of=("self",))
        .select_related("away", "stand_in")
        .get(pk=stand_in.pk)
    )
    if by.pk != stand_in.stand_in_id:
        _require_may_set(stand_in.away, by)
    if stand_in.ended_at or stand_in.ends_on < today():
        raise Refused("stand_in.over", _("这次代办已经结束。"))
    record(
        "stand_in.ended",
        on=stand_in.away,
        by=by,
        stand_in=stand_in.stand_in_id,
        name=str(stand_in.stand_in),
        given_up=by.pk == stand_in.stand_in_id,
        heads=_heads_of(stand_in.away),
    )
    stand_in.ended_at = now()
    stand_in.save(update_fields=["ended_at"])
    return stand_in
