"""Who keeps in touch with which enterprise; stand-ins in place of those who are away."""

from collections.abc import Collection

from django.db.models import BigIntegerField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from liandong.accounts.models import User
from liandong.departments.models import StandIn
from liandong.departments.queries import today
from liandong.enterprises.models import Enterprise
from liandong.liaison.models import Liaison


def _on_duty() -> QuerySet[StandIn]:
    day = today()
    return StandIn.objects.filter(
        ended_at__isnull=True, starts_on__lte=day, ends_on__gte=day, stand_in__is_active=True
    )


def in_force() -> QuerySet[Liaison]:
    """Return who keeps in touch now, the first ones first; for code, not eyes."""
    return Liaison.objects.filter(until__isnull=True).order_by("enterprise", "-is_first", "pk")


def kept_by(user: User) -> QuerySet[Liaison]:
    """Return what a person keeps in touch with, for themselves or while they stand in for another."""
    away = _on_duty().filter(stand_in=user).values("away")
    return in_force().filter(user__in=User.objects.filter(pk=user.pk).values("pk").union(away))


def enterprises_kept(user: User) -> QuerySet[Enterprise]:
    """Return the enterprises a person keeps in touch with, or stands in for who does."""
    return Enterprise.objects.filter(pk__in=kept_by(user).order_by().values("enterprise"))


def is_liaison(user: User, enterprise: Enterprise) -> bool:
    """Return whether a person keeps in touch with an enterprise, or stands in for one who does."""
    return kept_by(user).filter(enterprise=enterprise).exists()


def liaisons_of(enterprise: Enterprise) -> list[Liaison]:
    """Return who keeps in touch with an enterprise, the first one first, with who acts for whom is away."""
    stand_in = _on_duty().filter(away=OuterRef("user")).order_by("pk")
    found = in_force().filter(enterprise=enterprise).select_related("user", "department")
    acting = Coalesce(Subquery(stand_in.values("stand_in__name")[:1]), Value(""))
    return list(found.annotate(acting=acting))


def people_for(ids: Collection[int]) -> dict[int, list[int]]:
    """Return who is to be told about enterprises, the first one first: users by enterprise; one query.

    Whoever is away is told through their stand-in; an enterprise without a liaison is not in it.
    """
    stand_in = _on_duty().filter(away=OuterRef("user")).order_by("pk")
    acting = Coalesce(
        Subquery(stand_in.values("stand_in")[:1]), F("user"), output_field=BigIntegerField()
    )
    told: dict[int, list[int]] = {}
    pairs = in_force().filter(enterprise__in=ids).annotate(acting_for=acting)
    for enterprise, user in pairs.values_list("enterprise", "acting_for"):
        people = told.setdefault(enterprise, [])
        if user not in people:
            people.append(user)
    return told
