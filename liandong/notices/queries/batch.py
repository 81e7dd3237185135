"""One batch of journal entries with everything around them: who is told what of each."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.appeals.rules.story import SHARED
from liandong.departments.enums import Role
from liandong.enterprises.models import Enterprise
from liandong.journal.models import Entry
from liandong.notices.enums import OF_DEPARTMENTS, Audience
from liandong.notices.queries.crowd import (
    Crowd,
    Matter,
    crowd_around,
    families_of,
    matters_named,
)
from liandong.notices.rules.lines import Telling
from liandong.notices.rules.telling import tellings_of

APPEAL, ENTERPRISE, PERSON = "appeal:", "enterprises.enterprise:", "accounts.user:"

_ANY = "ANY"
TOGETHER = SHARED | {"appeal.lesson_learned"}  # told to all that are handled together


@dataclass(frozen=True)
class Words:
    """What some people are told of one entry, in which hat, and where it leads; the facts are JSON."""

    users: list[int]
    subject: str
    hat: str
    facts: str
    url: str
    urgent: bool


@dataclass
class Batch:
    """What a batch needs, read in a fixed number of queries."""

    matters: dict[str, Matter]
    enterprises: dict[int, Enterprise]
    people: dict[int, str]
    crowd: Crowd
    families: dict[int, list[Matter]] = field(default_factory=dict)

    def words_of(self, entry: Entry) -> list[Words]:
        """Return what is told of an entry: one sentence to each person, none to who did it.

        Whoever stands in for somebody who is told reads the same.
        """
        words: list[Words] = []
        told = {_number(entry.actor, PERSON) or 0}
        for telling in tellings_of(entry.verb, entry.data):
            hidden = telling.to in OF_DEPARTMENTS
            for matter, users in self._told(telling.to, entry):
                readers = self.crowd.with_stand_ins(users) - told
                if not readers:
                    continue
                told |= readers
                facts = {
                    name: fact
                    for name in telling.names
                    if (fact := self._fact(name, entry, matter, hidden))
                }
                subject, url = self._place(telling, entry, matter)
                words.append(
                    Words(
                        sorted(readers),
                        subject,
                        telling.hat,
                        json.dumps(facts, ensure_ascii=False),
                        url,
                        telling.urgent,
                    )
                )
        return words

    def onlookers_of(self, entry: Entry) -> set[int]:
        """Return whose open pages may show what an entry changed."""
        matter = self.matters.get(entry.subject.removeprefix(APPEAL))
        seen = self.crowd.onlookers_of(matter) if matter else set()
        if enterprise := _owner(entry):
            seen |= set(self.crowd.members_of(enterprise))
        if actor := _number(entry.actor, PERSON):
            seen.add(actor)
        return seen

    def _told(self, to: Audience, entry: Entry) -> Iterable[tuple[Matter | None, list[int]]]:
        """Return people, each group with the appeal that they know."""
        matter = self.matters.get(entry.subject.removeprefix(APPEAL))
        if to == Audience.PERSON:
            person = entry.data.get("user") or entry.data.get("stand_in")
            return [(None, [person] if isinstance(person, int) else [])]
        if to == Audience.PEOPLE:
            return [(None, _numbers(entry.data.get("people")))]
        if to == Audience.SUBJECT:
            about = _number(entry.subject, PERSON)
            return [(None, [about] if about else [])]
        if to == Audience.THEIR_HEADS:
            return [(None, _numbers(entry.data.get("heads")))]
        if to == Audience.ADMINISTRATORS:
            enterprise = self._enterprise(entry)
            own = self.crowd.administrators_of(enterprise.pk) if enterprise else []
            region = enterprise.region_id if enterprise else ""
            return [(None, own or self.crowd.in_region(region, Role.COORDINATOR))]
        if matter is None:
            return [(None, self._around_other(to, entry))]
        if to == Audience.RAISERS or (to == Audience.ENTERPRISE and entry.verb in SHARED):
            return [
                (
                    replace(one, lead=matter.lead, due_at=matter.due_at),
                    self.crowd.members_of(one.enterprise_id),
                )
                for one in self.families.get(matter.id, [matter])
            ]
        return [(matter, self._around(to, entry, matter))]

    def _around(self, to: Audience, entry: Entry, matter: Matter) -> list[int]:
        crowd = self.crowd
        coordinators = crowd.in_region(matter.region, Role.COORDINATOR)
        match to:
            case Audience.ENTERPRISE:
                return crowd.members_of(matter.enterprise_id)
            case Audience.COORDINATORS:
                return coordinators
            case Audience.LEADERS:
                return crowd.in_region(matter.region, Role.LEADER)
            case Audience.LEAD:
                return crowd.officers_of(matter.lead_id) if matter.lead_id else coordinators
            case Audience.HEADS:
                return crowd.heads_of(matter.lead_id) if matter.lead_id else coordinators
            case Audience.CONTACT:
                return crowd.contact_of(matter.lead_id) if matter.lead_id else coordinators
            case Audience.FORMER_LEAD:
                departments, find = crowd.former[matter.id, entry.at], crowd.officers_of
            case Audience.ASSISTS:
                departments, find = crowd.assists[matter.id], crowd.officers_of
            case Audience.NAMED_CONTACTS:
                departments, find = self._named(entry), crowd.contact_of
            case _:
                departments, find = self._named(entry), crowd.officers_of
        return [user for department in departments for user in find(department)]

    def _around_other(self, to: Audience, entry: Entry) -> list[int]:
        """Return people around what is no appeal: by its enterprise, else by the region that it names."""
        crowd, enterprise = self.crowd, self._enterprise(entry)
        region = enterprise.region_id if enterprise else _region(entry)
        match to:
            case Audience.ENTERPRISE if enterprise:
                return crowd.members_of(enterprise.pk)
            case Audience.COORDINATORS:
                return crowd.in_region(region, Role.COORDINATOR)
            case Audience.LEADERS:
                return crowd.in_region(region, Role.LEADER)
            case Audience.NAMED:
                return [user for one in self._named(entry) for user in crowd.officers_of(one)]
        return []

    def _named(self, entry: Entry) -> list[int]:
        known = self.crowd.department_ids
        return [known[code] for code in _codes(entry.data) if code in known]

    def _fact(self, name: str, entry: Entry, matter: Matter | None, hidden: bool) -> str:
        """Return one thing that a sentence speaks of, as the journal has it, or ''.

        `hidden` keeps the name of a confidential enterprise back.
        """
        data: dict[str, Any] = entry.data
        match name:
            case "starts_on" | "ends_on":
                return _day(data.get(name))
            case "on" | "by_day" if matter is None:
                return _day(data.get(name))
            case "office" if matter is None:
                return entry.office or _said(data.get(name))
            case "person":
                return self.people.get(_number(entry.subject, PERSON) or 0, "")
            case "enterprise" if matter is None:
                return str(self._enterprise(entry) or "")
        return _said(data.get(name)) if matter is None else _fact_of(name, entry, matter, hidden)

    def _enterprise(self, entry: Entry) -> Enterprise | None:
        return self.enterprises.get(_owner(entry) or 0)

    def _place(self, telling: Telling, entry: Entry, matter: Matter | None) -> tuple[str, str]:
        """Return what a notice is about, and the address of the page where one goes on."""
        if matter is not None:
            return f"{APPEAL}{matter.reference}", _appeals().replace(_ANY, matter.reference)
        enterprise = self._enterprise(entry)
        if telling.page:
            uscc = enterprise.uscc if enterprise else ""
            args = {"reference": [entry.subject.partition(":")[2]], "uscc": [uscc], "": []}
            return entry.subject, reverse(telling.page, args=args[telling.arg])
        if enterprise is None:
            return entry.subject, reverse("departments:stand_in")
        if telling.to != Audience.ADMINISTRATORS:
            return entry.subject, reverse("enterprises:me")
        if self.crowd.administrators_of(enterprise.pk):
            return entry.subject, reverse("enterprises:members", args=[enterprise.uscc])
        return entry.subject, reverse("enterprises:waiting")


# In these the department that the entry names leads from then on, whatever has happened since.
_HANDING = frozenset(
    f"appeal.{verb}" for verb in ("submitted", "dispatched", "ruled", "reassigned", "referred_up")
)


def _fact_of(name: str, entry: Entry, matter: Matter, hidden: bool) -> str:
    """Return one thing that a sentence about an appeal speaks of, as it is at this hour, or ''."""
    data: dict[str, Any] = entry.data
    veiled = hidden and matter.confidential
    match name:
        case "title":
            return matter.title.replace(matter.enterprise, _("某企业")) if veiled else matter.title
        case "enterprise":
            return "" if veiled else matter.enterprise
        case "office":
            return entry.office or matter.office
        case "lead":
            return _said(data.get("short")) if entry.verb in _HANDING else matter.lead
        case "reason":
            return _said(data.get("title") if entry.verb == "appeal.declined" else data.get(name))
        case "accept_by":
            return _moment(data.get(name) or matter.accept_due_at)
        case "due":
            return _moment(data.get("due_at") or matter.due_at)
        case "until":
            return _moment(data.get(name))
        case "burns":
            return _moment(data.get("burns_at") or matter.burns_at)
        case "limit":
            return str(data.get(name) or matter.limit)
        case "look_on":
            return _day(data.get("look_again_on"))
        case "first_step":
            return _day(min((s["due_on"] for s in data.get("steps") or ()), default=None))
    return _said(data.get(name))


def _moment(value: Any) -> str:
    """Return a moment in ISO 8601, '' for none; what is no moment is told to nobody."""
    if isinstance(value, datetime):
        return value.isoformat()
    return datetime.fromisoformat(value).isoformat() if value else ""


def _day(value: Any) -> str:
    """Return a date in ISO 8601, '' for none; what is no date is told to nobody."""
    return date.fromisoformat(value).isoformat() if value else ""


def _said(value: Any) -> str:
    """Return what somebody wrote, on one line."""
    return " ".join(str(value).split()) if isinstance(value, str | int) else ""


def read_batch(entries: list[Entry]) -> Batch:
    """Read everything around some entries; the number of queries does not grow with them."""
    matters = matters_named(
        entry.subject.removeprefix(APPEAL) for entry in entries if entry.subject.startswith(APPEAL)
    )
    spoken_of = {entry.subject.removeprefix(APPEAL) for entry in entries if entry.verb in TOGETHER}
    families = families_of([matters[known] for known in spoken_of if known in matters])
    owners = {number for entry in entries if (number := _owner(entry))}
    enterprises = Enterprise.objects.in_bulk(owners) if owners else {}
    persons = {number for entry in entries if (number := _number(entry.subject, PERSON))}
    people = {user.pk: str(user) for user in User.objects.filter(pk__in=persons)} if persons else {}
    crowd = crowd_around(
        [*matters.values(), *(one for family in families.values() for one in family)],
        codes=[code for entry in entries for code in _codes(entry.data)],
        enterprises=owners,
        regions=[*(one.region_id for one in enterprises.values()), *map(_region, entries)],
    )
    return Batch(matters, enterprises, people, crowd, families)


def _codes(data: dict[str, Any]) -> list[str]:
    """Return the codes of the departments that an entry names."""
    many = data.get("departments")
    named = many if isinstance(many, list) else [data.get("department")]
    return [code for code in named if isinstance(code, str)]


def _owner(entry: Entry) -> int | None:
    """Return the enterprise that an entry is about or, when it is about another thing, names."""
    named = entry.data.get("enterprise")
    return _number(entry.subject, ENTERPRISE) or (named if isinstance(named, int) else None)


def _region(entry: Entry) -> str:
    """Return the code of the region that an entry names, '' for none."""
    named = entry.data.get("region")
    return named if isinstance(named, str) and named.isdigit() else ""


def _numbers(values: Any) -> list[int]:
    """Return the people that an entry lists."""
    return [n for n in values or () if isinstance(n, int)]


def _number(name: str, prefix: str) -> int | None:
    """Return the number in a journal name, `accounts.user:12` → 12."""
    rest = name.removeprefix(prefix)
    return int(rest) if rest != name and rest.isdigit() else None


@cache
def _appeals() -> str:
    """Return the address of an appeal's page, with `_ANY` in the place of its reference."""
    return reverse("appeals:detail", args=[_ANY])
