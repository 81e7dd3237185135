"""What a person was told, thing by thing, and how they want to be told; what could not be delivered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby

from django.conf import settings
from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.appeals.queries.lists import Filters, listed
from liandong.appeals.queries.news import newest_events
from liandong.journal.models import Outbox
from liandong.kit.now import now
from liandong.kit.working_time import SHANGHAI
from liandong.notices.enums import ChannelKind, DeliveryState
from liandong.notices.models import ChannelAddress, Delivery, Notice, Preference
from liandong.notices.rules.telling import MOST_TRIES

MANY = 100  # unread ones are counted up to here: nobody reads a larger number
PER_PAGE = 30
APPEAL = "appeal:"

_UNREAD = """
    SELECT person, (SELECT count(*) FROM (
        SELECT DISTINCT subject FROM notices_notice WHERE user_id = person AND read_at IS NULL LIMIT %s
    ) AS things) FROM unnest(%s::bigint[]) AS person
"""


def unread_of(user: User) -> int:
    """Return of how many things a person has unread notices, `MANY` at most."""
    return unread_counts([user.pk])[user.pk]


def unread_counts(users: Iterable[int]) -> dict[int, int]:
    """Return for each person of how many things they have unread notices, `MANY` at most; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, [MANY, list(users)])
        return dict(cursor.fetchall())


@dataclass(frozen=True)
class Thing:
    """One thing that a person was told of: an appeal, an enterprise; its notices, newest first.

    `since`: what the reader's enterprise did, or what befell its appeal, after the newest notice: an ask
    that is over is then no open ask.
    """

    notices: list[Notice]
    since: str = ""

    @property
    def latest(self) -> Notice:
        """The notice that says how it stands."""
        return self.notices[0]

    @property
    def earlier(self) -> list[Notice]:
        """What was said of it before."""
        return self.notices if self.since else self.notices[1:]

    @property
    def title(self) -> str:
        """The title of an appeal as this reader may know it, '' for what is none."""
        return str(self.latest.facts.get("title", "")) if self.reference else ""

    @property
    def reference(self) -> str:
        """The reference of an appeal, '' for what is none."""
        subject = self.latest.subject
        return subject.removeprefix(APPEAL) if subject.startswith(APPEAL) else ""

    @property
    def is_unread(self) -> bool:
        """Whether something of it is new to the reader."""
        return any(notice.read_at is None for notice in self.notices)

    @property
    def is_urgent(self) -> bool:
        """Whether something unread of it is urgent."""
        return any(notice.urgent for notice in self.notices if notice.read_at is None)


@dataclass(frozen=True)
class Told:
    """One page of what a person was told, by day, newest first; `following` is the next page's cursor."""

    days: list[tuple[date, list[Thing]]]
    following: str


def told_to(user: User, after: str = "") -> Told:
    """Return a page of what a person was told, each thing once, where its newest notice stands.

    Two queries, which count nothing; a broken cursor starts the list anew.
    """
    own = Notice.objects.filter(user=user, entry_id__isnull=False)
    newest = own.filter(subject=OuterRef("subject")).order_by("-entry_id").values("entry_id")[:1]
    heads = own.filter(_below(after), entry_id=Subquery(newest)).order_by("-at", "-pk")
    found = list(heads.values_list("subject", "at", "pk")[: PER_PAGE + 1])
    shown = [subject for subject, _at, _pk in found[:PER_PAGE]]
    things: dict[str, list[Notice]] = {subject: [] for subject in shown}
    for notice in own.filter(subject__in=shown).order_by("-entry_id"):
        things[notice.subject].append(notice)
    since = _since(user, [notices[0] for notices in things.values()])
    told = [Thing(notices, since.get(subject, "")) for subject, notices in things.items()]
    by_day = groupby(told, key=lambda thing: _day(thing.latest.at))
    days = [(day, list(one)) for day, one in by_day]
    _subject, at, pk = found[PER_PAGE - 1] if len(found) > PER_PAGE else ("", None, 0)
    return Told(days, f"{at.timestamp():.6f}_{pk}" if at else "")


def _since(user: User, newest: list[Notice]) -> dict[str, str]:
    """Return by subject what has become of an enterprise's own appeals since it was told of them last."""
    told_at = {n.subject: n.at for n in newest if n.subject.startswith(APPEAL)}
    references = [subject.removeprefix(APPEAL) for subject in told_at]
    moment = now()
    own = listed(user, "enterprise", Filters(), now=moment) if references else None
    appeals = list(own.filter(reference__in=references)) if own is not None else []
    events = newest_events(appeals, moment)
    said = {}
    for appeal in appeals:
        subject, event = f"{APPEAL}{appeal.reference}", events.get(appeal.pk)
        if event and event.at > told_at[subject]:
            said[subject] = f"{'' if event.who == _('系统') else event.who}{event.title}"
    return said


def _below(cursor: str) -> Q:
    moment, _bar, number = cursor.partition("_")
    try:
        at, pk = datetime.fromtimestamp(float(moment), UTC), int(number)
    except (ValueError, OverflowError, OSError):
        return Q()
    return Q(at__lte=at) & (Q(at__lt=at) | Q(pk__lt=pk))


def latest_about(user: User, subject: str) -> Notice:
    """Return the newest notice that a person has about a thing, or 404."""
    own = Notice.objects.filter(user=user, subject=subject, entry_id__isnull=False)
    found = own.order_by("-entry_id").first()
    if found is None:
        raise Http404
    return found


def preference_of(user: User) -> Preference:
    """Return a person's quiet hours, or the usual ones, not yet saved."""
    found = Preference.objects.filter(user=user).first()
    return found or Preference(user=user)


def outside_words(notice: Notice) -> tuple[str, str]:
    """Return title and text of a message, in the language that its reader wants outside the app, or reads in it."""
    people = User.objects.filter(pk=notice.user_id)
    outside, inside = people.values_list("preference__language", "language").get()
    with translation.override(outside or inside or settings.LANGUAGE_CODE):
        return _("企服联动"), notice.text


def channels_of(user: User) -> QuerySet[ChannelAddress]:
    """Return a person's outside channels, each with how its last delivery stands."""
    last = Delivery.objects.filter(channel=OuterRef("pk")).order_by("-pk")
    return (
        ChannelAddress.objects.filter(user=user, removed_at__isnull=True)
        .annotate(
            last_state=Subquery(last.values("state")[:1]),
            last_at=Subquery(last.values("done_at")[:1]),
            last_due=Subquery(last.values("not_before")[:1]),
            last_error=Subquery(last.values("error")[:1]),
        )
        .order_by("pk")
    )


def kinds_offered(user: User) -> list[ChannelKind]:
    """Return the channels that a person may add: all, texts with a verified number only."""
    offered = list(ChannelKind)
    if not (user.phone and user.phone_verified):
        offered.remove(ChannelKind.SMS)
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
