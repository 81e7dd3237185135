"""What an enterprise's home asks: what waits for it, what is new, how many there are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from liandong.accounts.models import User
from liandong.appeals.enums import OPEN, Hat, State
from liandong.appeals.models import Appeal, Question
from liandong.appeals.queries.lists import Filters, listed
from liandong.appeals.rules.story import INSIDE, Event, told
from liandong.enterprises.models import Enterprise
from liandong.journal.actions import name_of
from liandong.journal.models import Entry

IN_HAND = Q(state__in=OPEN) | Q(state=State.MERGED, parent__state__in=OPEN)
HEARD = ("appeal.contacted", "appeal.progress_noted", "appeal.asked", "appeal.resolved")
TO_RATE = Q(state=State.RESOLVED)
SIDES = {"open": IN_HAND, "rate": TO_RATE, "ended": ~IN_HAND & ~TO_RATE}


def own_appeals(
    user: User, enterprise: Enterprise, now: datetime, *, side: str = "", q: str = ""
) -> QuerySet[Appeal]:
    """Return one enterprise's appeals, newest first; empty for who is not its member."""
    found = listed(user, "enterprise", Filters(q=q), now=now).filter(enterprise=enterprise)
    if side in SIDES:
        found = found.filter(SIDES[side])
    return found.select_related("parent__lead").order_by("-filed_at", "-pk")


def counts_of(user: User, enterprise: Enterprise, now: datetime, *, q: str = "") -> dict[str, int]:
    """Return how many appeals, of those searched for, stand on each side of an enterprise's list; one query."""
    sides = {side: Count("pk", filter=where) for side, where in SIDES.items()}
    return own_appeals(user, enterprise, now, q=q).order_by().aggregate(all=Count("pk"), **sides)


@dataclass(frozen=True)
class Waiting:
    """Something that goes no further until the enterprise says a word; `question` when one is asked."""

    appeal: Appeal
    since: datetime
    question: str = ""


def waiting_for(user: User, enterprise: Enterprise, now: datetime) -> list[Waiting]:
    """Return what waits for an enterprise, the longest first: questions to answer, answers to rate."""
    mine = own_appeals(user, enterprise, now)
    asked = Question.objects.filter(
        answered_at__isnull=True,
        appeal__in=mine.filter(state__in=(State.SUBMITTED, State.IN_PROGRESS)).values("pk"),
    ).select_related("appeal__lead", "appeal__region")
    waiting = [Waiting(q.appeal, q.asked_at, q.text) for q in asked]
    waiting += [Waiting(a, a.resolved_at or a.filed_at) for a in mine.filter(TO_RATE)]
    return sorted(waiting, key=lambda w: w.since)


def newest_events(appeals: Collection[Appeal], now: datetime) -> dict[int, Event]:
    """Return the newest step of each of an enterprise's own appeals, as it reads it; one query."""
    by_name = {name_of(appeal): appeal for appeal in appeals}
    entries = (
        Entry.objects.filter(subject__in=by_name)
        .exclude(verb__in=[*INSIDE, "appeal.file_added"])  # files came with something that was said
        .order_by("subject", "-number")
        .distinct("subject")
    )
    events = {}
    for entry in entries:
        appeal = by_name[entry.subject]
        event = told(entry, appeal, {Hat.ENTERPRISE}, inside=False, now=now)
        if event:
            events[appeal.pk] = event
    return events


def urged_among(appeals: Collection[Appeal]) -> set[str]:
    """Return the references of those whose enterprise urged and has not heard since; one query."""
    names = {name_of(appeal): appeal.reference for appeal in appeals if appeal.state in OPEN}
    newest = (
        Entry.objects.filter(subject__in=names, verb__in=["appeal.urged", *HEARD])
        .order_by("subject", "-number")
        .distinct("subject")
        .values_list("subject", "verb")
    )
    return {names[subject] for subject, verb in newest if verb == "appeal.urged"}
