"""What a person was told and how they want to be told; what could not be delivered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.conf import settings
from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404

from liandong.accounts.models import User
from liandong.journal.models import Outbox
from liandong.kit.working_time import SHANGHAI
from liandong.notices.enums import ChannelKind, DeliveryState
from liandong.notices.models import ChannelAddress, Delivery, Notice, Preference
from liandong.notices.rules.quiet import QUIET_FROM, QUIET_TO
from liandong.notices.rules.telling import MOST_TRIES

MANY = 100  # unread ones are counted up to here: nobody reads a larger number
PER_PAGE = 50
PAGES = 20

_UNREAD = """
    SELECT person, count(n.user_id) FROM unnest(%s::bigint[]) AS person LEFT JOIN LATERAL (
        SELECT user_id FROM notices_notice WHERE user_id = person AND read_at IS NULL LIMIT %s
    ) AS n ON true GROUP BY person
"""


def unread_of(user: User) -> int:
    """Return how many notices a person has not read, `MANY` at most."""
    return unread_counts([user.pk])[user.pk]


def unread_counts(users: Iterable[int]) -> dict[int, int]:
    """Return for each person how many notices they have not read, `MANY` at most; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, [list(users), MANY])
        return dict(cursor.fetchall())


@dataclass(frozen=True)
class Told:
    """One page of what a person was told, by day, newest first; pages are numbered from 1."""

    days: list[tuple[date, list[Notice]]]
    number: int
    has_more: bool


def told_to(user: User, number: int = 1) -> Told:
    """Return a page of what a person was told, `PAGES` at most; one query, which counts nothing."""
    number = min(max(number, 1), PAGES)
    start = (number - 1) * PER_PAGE
    newest = Notice.objects.filter(user=user).order_by("-at", "-pk")
    found = list(newest[start : start + PER_PAGE + 1])
    by_day = groupby(found[:PER_PAGE], key=lambda notice: _day(notice.at))
    days = [(day, list(notices)) for day, notices in by_day]
    return Told(days, number, len(found) > PER_PAGE and number < PAGES)


def latest_about(user: User, subject: str) -> Notice:
    """Return the newest notice that a person has about a thing, or 404."""
    found = Notice.objects.filter(user=user, subject=subject).order_by("-at", "-pk").first()
    if found is None:
        raise Http404
    return found


def preference_of(user: User) -> Preference:
    """Return a person's quiet hours, or the usual ones, not yet saved."""
    found = Preference.objects.filter(user=user).first()
    return found or Preference(user=user, quiet_from=QUIET_FROM, quiet_to=QUIET_TO)


def channels_of(user: User) -> QuerySet[ChannelAddress]:
    """Return a person's outside channels, each with how its last delivery stands."""
    last = Delivery.objects.filter(channel=OuterRef("pk")).order_by("-pk")
    return (
        ChannelAddress.objects.filter(user=user, removed_at__isnull=True)
        .annotate(
            last_state=Subquery(last.values("state")[:1]),
            last_at=Subquery(last.values("done_at")[:1]),
            last_error=Subquery(last.values("error")[:1]),
        )
        .order_by("pk")
    )


def kinds_offered(user: User) -> list[ChannelKind]:
    """Return the channels that a person may add: texts with a verified number, mail where it is set up."""
    offered = list(ChannelKind)
    if not (user.phone and user.phone_verified):
        offered.remove(ChannelKind.SMS)
    if not getattr(settings, "MAIL_URL", ""):
        offered.remove(ChannelKind.MAIL)
    return offered


def dead_deliveries() -> QuerySet[Delivery]:
    """Return what could not be delivered, newest first; for administrators."""
    return (
        Delivery.objects.filter(state=DeliveryState.DEAD)
        .select_related("channel", "notice__user")
        .order_by("-pk")
    )


def stuck_entries() -> int:
    """Return of how many entries nobody could be told, after several tries; for administrators."""
    return Outbox.objects.filter(tries__gte=MOST_TRIES).count()


def _day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()
