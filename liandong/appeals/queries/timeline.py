"""The story of one appeal, read from the journal and worded for whoever reads it."""

from datetime import datetime

from liandong.accounts.models import User
from liandong.appeals.enums import Hat
from liandong.appeals.models import Appeal
from liandong.appeals.queries.standing import hats_of, standing_of
from liandong.appeals.rules.story import Event, told
from liandong.journal.actions import name_of
from liandong.journal.models import Entry
from liandong.kit.now import now


def timeline_for(user: User, appeal: Appeal) -> list[Event]:
    """Return what has happened to an appeal that somebody may see, newest first.

    A department reads no rating before the period's day of publication, and no name in a confidential
    appeal; an enterprise reads nothing of a department's own remarks.
    """
    hats = hats_of(user, appeal)
    inside = bool(hats & {Hat.COORDINATOR}) or standing_of(user).audits
    moment = now()
    entries = Entry.objects.filter(subject=name_of(appeal)).order_by("-number")
    events = (told(entry, appeal, hats, inside=inside, now=moment) for entry in entries)
    return [event for event in events if event is not None]


def last_moment(appeal: Appeal, verb: str) -> datetime | None:
    """Return when something last happened to an appeal."""
    return (
        Entry.objects.filter(subject=name_of(appeal), verb=verb)
        .order_by("-number")
        .values_list("at", flat=True)
        .first()
    )
