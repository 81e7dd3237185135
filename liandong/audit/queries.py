"""Entries of the journal for an auditor: narrowed by thing, act and person, newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.apps import apps
from django.db.models import Max
from django.urls import reverse

from liandong.accounts.models import User
from liandong.audit.rules import LOOKS, words_of
from liandong.departments.enums import Role
from liandong.departments.queries import roles_of
from liandong.enterprises.models import Enterprise, catalogue
from liandong.journal.actions import SYSTEM, name_of
from liandong.journal.models import Entry
from liandong.kit.codes import is_provisional, is_uscc, normal_uscc

PAGE = 30
SCANNED = 100_000  # entries looked through for one page where no index leads to them


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to, as it was typed."""

    about: str = ""
    actor: str = ""
    verb: str = ""
    looks: str = ""


@dataclass(frozen=True)
class Row:
    """One entry in words."""

    at: datetime
    who: str
    office: str
    what: str
    about: str
    url: str
    number: int
    hash: str


@dataclass(frozen=True)
class Page:
    """Some entries, before which the next come (0: there are none), and what was typed that names nothing."""

    rows: list[Row]
    following: int
    unknown: str = ""


def entries_for(user: User, filters: Filters, before: int) -> Page:
    """Return one page of entries older than `before` (0: the newest); to all but auditors nothing."""
    if Role.AUDITOR not in roles_of(user):
        return Page([], 0)
    rows, floor = Entry.objects.order_by("-id"), 0
    if before:
        rows = rows.filter(id__lt=before)
    if filters.about:
        subject = _subject(filters.about)
        if not subject:
            return Page([], 0, filters.about)
        rows = rows.filter(subject=subject).order_by("-number")
    if filters.actor:
        actor = _person(filters.actor) or (SYSTEM if filters.actor == SYSTEM else "")
        if not actor:
            return Page([], 0, filters.actor)
        rows = rows.filter(actor=actor)
    if filters.looks:
        rows = rows.filter(verb__endswith=LOOKS)
    if filters.verb:
        rows = rows.filter(verb=filters.verb)
    if (filters.actor or filters.verb) and not (filters.about or filters.looks):
        top = before or (Entry.objects.aggregate(last=Max("id"))["last"] or 0) + 1
        floor = max(top - SCANNED, 0)
        rows = rows.filter(id__gte=floor)
    found = list(rows[: PAGE + 1])
    following = found[PAGE - 1].id if len(found) > PAGE else floor
    return Page(_worded(found[:PAGE]), following)


def _subject(typed: str) -> str:
    """Return under what name the journal files what was typed; '' when that is nothing."""
    code = normal_uscc(typed)
    if is_uscc(code) or is_provisional(code):
        enterprise = Enterprise.objects.filter(uscc=code).only("pk").first()
        return name_of(enterprise) if enterprise else ""
    if person := _person(typed):
        return person
    names = [typed, *(f"{kind}:{typed.upper()}" for kind in _kinds())]
    return Entry.objects.filter(subject__in=names).values_list("subject", flat=True).first() or ""


@cache
def _kinds() -> tuple[str, ...]:
    """Return the kinds of things that the journal files by a reference."""
    models = (model for model in apps.get_models() if hasattr(model, "reference"))
    return tuple(str(model._meta.model_name) for model in models)


def _person(username: str) -> str:
    found = User.objects.filter(username=username).only("pk").first()
    return name_of(found) if found else ""


def _worded(entries: Sequence[Entry]) -> list[Row]:
    people = User.objects.in_bulk(
        {
            *_numbers("accounts.user", [name for e in entries for name in (e.actor, e.subject)]),
            *(n for e in entries if isinstance(n := e.data.get("user"), int)),
        }
    )
    enterprises = Enterprise.objects.in_bulk(
        _numbers("enterprises.enterprise", [e.subject for e in entries])
    )
    names = {name_of(person): f"{person} · {person.username}" for person in people.values()}
    links = {
        name_of(it): (it.name, reverse("enterprises:file", args=[it.uscc]))
        for it in enterprises.values()
    }
    return [_row(entry, people, names, links) for entry in entries]


def _row(
    entry: Entry,
    people: Mapping[int, User],
    names: Mapping[str, str],
    links: Mapping[str, tuple[str, str]],
) -> Row:
    what = words_of(entry.verb)
    if kind := catalogue().kinds.get(str(entry.data.get("fact", ""))):
        what = f"{what} · {kind.name}"
    elif person := people.get(entry.data.get("user", 0)):
        what = f"{what} · {person}"
    about, url = links.get(entry.subject, (names.get(entry.subject, entry.subject), ""))
    kind_of, _colon, reference = entry.subject.partition(":")
    if kind_of in _kinds():
        about = reference
    if kind_of == "appeal":
        url = reverse("appeals:case", args=[reference])
    return Row(
        at=entry.at,
        who="" if entry.actor == SYSTEM else names.get(entry.actor, entry.actor),
        office=entry.office,
        what=what,
        about=about,
        url=url,
        number=entry.number,
        hash=bytes(entry.hash).hex(),
    )


def _numbers(label: str, names: Sequence[str]) -> set[int]:
    """Return the numbers of the things of one kind among names of the journal."""
    parts = (name.rpartition(":") for name in names)
    return {int(number) for kind, _colon, number in parts if kind == label and number.isdigit()}
