"""What a liaison has before them: whom they keep in touch with, whose turn it is, what was last said."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from liandong.accounts.models import User
from liandong.appeals.enums import OPEN, State
from liandong.appeals.models import Appeal
from liandong.departments.queries import codes_upward
from liandong.enterprises.models import Enterprise
from liandong.keylists.queries import tiers_of
from liandong.liaison.models import ContactTerms, Liaison, Note
from liandong.liaison.queries.people import kept_by
from liandong.liaison.rules.keeping import DAYS, overdue, silent
from liandong.visits.queries import last_contact

MOST_APPEALS = 200


@dataclass(frozen=True)
class Kept:
    """An enterprise that somebody keeps in touch with, and since when nobody has."""

    liaison: Liaison
    tier: str
    last: date | None
    silent: int
    limit: int
    over: int

    @property
    def enterprise(self) -> Enterprise:
        """The enterprise."""
        return self.liaison.enterprise


def days_by_region(regions: Collection[str]) -> dict[str, dict[str, int]]:
    """Return within how many days enterprises are heard, by region: its own term, else the nearest above."""
    upward = {region: codes_upward(region) for region in regions}
    codes = {code for line in upward.values() for code in line}
    rows = {row.region_id: row.days for row in ContactTerms.objects.filter(region__in=codes)}
    return {
        region: next((rows[code] for code in line if code in rows), dict(DAYS))
        for region, line in upward.items()
    }


def standing_with(liaisons: Iterable[Liaison], today: date) -> list[Kept]:
    """Return how it stands with each enterprise once, the longest overdue first; three queries; not for eyes."""
    rows: dict[int, Liaison] = {}
    for one in liaisons:
        rows.setdefault(one.enterprise_id, one)
    last, tiers = last_contact(rows.keys()), tiers_of(rows.keys())
    terms = days_by_region({one.enterprise.region_id for one in rows.values()})
    found = []
    for pk, one in rows.items():
        tier, days = tiers.get(pk, ""), terms[one.enterprise.region_id]
        heard = last.get(pk)
        found.append(
            Kept(
                one,
                tier,
                heard,
                silent(heard, one.since, today),
                days.get(tier, days[""]),
                overdue(heard, one.since, tier, days, today),
            )
        )
    found.sort(key=lambda kept: (-kept.over, kept.limit - kept.silent, kept.enterprise.name))
    return found


def kept_list(user: User, today: date) -> list[Kept]:
    """Return whom a person keeps in touch with, the longest overdue first; four queries."""
    rows = kept_by(user).select_related("enterprise__region", "user")
    own_first = sorted(rows, key=lambda one: one.user_id != user.pk)
    return standing_with(own_first, today)


def last_notes(ids: Collection[int]) -> dict[int, Note]:
    """Return the newest note of each enterprise; one query; for its liaisons."""
    rows = Note.objects.filter(enterprise__in=ids).exclude(text="").select_related("by")
    newest = rows.order_by("enterprise", "-written_at", "-pk").distinct("enterprise")
    return {note.enterprise_id: note for note in newest}


def open_appeals(ids: Collection[int]) -> dict[int, list[Appeal]]:
    """Return what enterprises have open and under their names; a confidential appeal is not told of."""
    rows = Appeal.objects.filter(
        enterprise__in=ids, state__in=(*OPEN, State.RESOLVED), confidential=False
    ).select_related("lead")
    found: dict[int, list[Appeal]] = {}
    for appeal in rows.order_by("filed_at", "pk")[:MOST_APPEALS]:
        found.setdefault(appeal.enterprise_id, []).append(appeal)
    return found
