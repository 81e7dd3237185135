"""The story of one appeal, read from the journal and worded for whoever reads it."""

from dataclasses import replace
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.appeals.enums import Hat
from liandong.appeals.models import Appeal, Remark
from liandong.appeals.queries.directory import directory
from liandong.appeals.queries.standing import hats_of, standing_of
from liandong.appeals.rules.story import SHARED, STOOD_IN, Event, told
from liandong.journal.actions import name_of
from liandong.journal.models import Entry
from liandong.kit.now import now

PERSON = "accounts.user:"
REMARKED = "appeal.remarked"


def timeline_for(user: User, appeal: Appeal) -> list[Event]:
    """Return what has happened to an appeal that somebody may see, newest first.

    A department reads no rating before the period's day of publication, and no name in a confidential
    appeal; of a department's own remarks an auditor reads all, nobody else here anything.
    """
    hats = hats_of(user, appeal)
    inside = bool(hats & {Hat.COORDINATOR}) or standing_of(user).audits
    moment = now()
    entries = Entry.objects.filter(subject=name_of(appeal)).order_by("-number")
    if appeal.parent and (merged := entries.filter(verb="appeal.merged").first()):
        shared = Q(subject=name_of(appeal.parent), verb__in=SHARED, pk__gt=merged.pk)
        entries = Entry.objects.filter(Q(subject=name_of(appeal)) | shared).order_by("-pk")
    people = _people_known(user, entries, everybody=inside)
    events = (
        told(entry, appeal, hats, inside=inside, now=moment, person=people.get(entry.pk, ""))
        for entry in entries
    )
    told_all = [event for event in events if event is not None]
    if not any(event.verb == REMARKED for event in told_all):
        return told_all
    found = Remark.objects.filter(appeal=appeal) if standing_of(user).audits else ()
    said = {remark.at: remark.text for remark in found}
    return [
        replace(event, text=said.get(event.at, "")) if event.verb == REMARKED else event
        for event in told_all
        if said or event.verb != REMARKED
    ]


def _people_known(user: User, entries: QuerySet[Entry], *, everybody: bool) -> dict[int, str]:
    """Return by entry which official acted, and for whom: of one's own department, or everybody's.

    An enterprise is told the office alone.
    """
    departments = standing_of(user).departments
    if not everybody and not departments:
        return {}
    own = {d.short for d in directory().departments.values() if d.pk in departments}
    known = {
        entry: int(entry.actor.removeprefix(PERSON))
        for entry in entries
        if entry.office
        and entry.actor.startswith(PERSON)
        and (everybody or entry.office.removesuffix(STOOD_IN) in own)
    }
    names = {person.pk: str(person) for person in User.objects.filter(pk__in=set(known.values()))}
    return {
        entry.pk: _("%(name)s，代%(away)s") % {"name": names[number], "away": away}
        if (away := entry.data.get("in_place_of"))
        else names[number]
        for entry, number in known.items()
        if number in names
    }


def last_moment(appeal: Appeal, verb: str) -> datetime | None:
    """Return when something last happened to an appeal."""
    return (
        Entry.objects.filter(subject=name_of(appeal), verb=verb)
        .order_by("-number")
        .values_list("at", flat=True)
        .first()
    )
