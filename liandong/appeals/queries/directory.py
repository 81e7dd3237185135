"""What routing and limits need to know, read once in some seconds: rules, categories, departments, terms."""

import time
from dataclasses import dataclass
from threading import Lock

from django.db import connection

from liandong.appeals.models import Category, DangerWord, RoutingRule, Terms
from liandong.appeals.models.terms import usual_limits
from liandong.departments.models import Department, Region
from liandong.language.danger import Danger, DangerRule
from liandong.language.routing import (
    Reason,
    Router,
    RoutingCategory,
    Suggestion,
    compile_rules,
)
from liandong.language.routing import RoutingRule as Rule

FRESH_SECONDS = 5.0
TABLES = (
    "departments_calendar", "departments_department", "departments_region", "appeals_category",
    "appeals_routingrule", "appeals_terms", "appeals_dangerword",
)  # fmt: skip


@dataclass(frozen=True)
class Directory:
    """A snapshot of the reference data; the tables are small and seldom change."""

    router: Router
    categories: dict[str, Category]
    departments: dict[str, Department]
    departments_by_number: dict[int, Department]
    branches: dict[tuple[int, str], Department]
    regions: dict[str, Region]
    terms: dict[str, Terms]
    danger: Danger

    def terms_of(self, region: Region) -> Terms:
        """Return a region's terms, else those of the nearest region above, else the plan's."""
        place: Region | None = region
        while place is not None:
            if terms := self.terms.get(place.code):
                return terms
            place = self.regions.get(place.parent_id or "")
        return Terms(region=region, limits=usual_limits())

    def served_from(self, code: str) -> Region:
        """Return the region that handles what comes from a place: a street's appeals are its district's."""
        place = self.regions[code]
        while not place.prefix and place.parent_id in self.regions:
            place = self.regions[place.parent_id]
        return place if place.prefix else self.regions[code]

    def nearest(self, department: Department | None, code: str) -> Department | None:
        """Return the branch of a department for a place, such as one of its streets; else itself."""
        if department is None:
            return None
        return self.branches.get((department.pk, code), department)

    def calls(self, text: str) -> tuple[str, ...]:
        """Return the numbers to call, the first one first, when a text speaks of danger to life."""
        return self.danger.numbers(text)

    def call_first(self, text: str) -> str:
        """Return the first number to call, else ''."""
        return next(iter(self.calls(text)), "")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text goes: under which category, to which department, how sure, and which words said so."""

    category: Category
    department: Department | None
    confidence: float
    reasons: tuple[Reason, ...]
    suggestions: list[Suggestion]


@dataclass
class _Known:
    """What this process knows, as of which state of the tables, and when it last looked at that."""

    directory: Directory | None = None
    stamp: tuple[str | None, ...] = ()
    checked: float = float("-inf")


_known = _Known()
_lock = Lock()


def directory() -> Directory:
    """Return the snapshot; at most every five seconds it is asked whether it still holds.

    Asking costs a fortieth of reading all of it.
    """
    if time.monotonic() - _known.checked >= FRESH_SECONDS:
        with _lock:
            if time.monotonic() - _known.checked >= FRESH_SECONDS:
                stamp = _stamp()
                if stamp != _known.stamp:
                    _known.directory, _known.stamp = _read(), stamp
                _known.checked = time.monotonic()
    assert _known.directory is not None
    return _known.directory


def forget_directory() -> None:
    """Look at the tables again at the next question; for tests and after loading reference data."""
    _known.checked = float("-inf")


def _stamp() -> tuple[str | None, ...]:
    marks = (
        f"(SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t)"  # noqa: S608
        for table in TABLES
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(marks)}")
        return tuple(cursor.fetchone())


def _read() -> Directory:
    categories = {c.code: c for c in Category.objects.select_related("lead").filter(is_active=True)}
    departments = {
        d.code: d
        for d in Department.objects.select_related("calendar", "region").filter(is_active=True)
    }
    rules = [
        Rule(
            code=r.code,
            words=tuple(r.words),
            with_words=tuple(r.with_words),
            without_words=tuple(r.without_words),
            category=r.category_id,
            department=r.department.code if r.department else None,
            weight=r.weight,
        )
        for r in RoutingRule.objects.select_related("department").filter(is_active=True)
    ]
    known = [
        RoutingCategory(
            code=c.code,
            department=c.lead.code if c.lead else "",
            alternates=tuple(c.alternates),
            keywords=tuple(c.words),
            by_subject=c.by_subject,
        )
        for c in categories.values()
    ]
    return Directory(
        router=compile_rules(rules, known),
        categories=categories,
        departments=departments,
        departments_by_number={d.pk: d for d in departments.values()},
        branches={
            (d.parent_id, d.town_id): d for d in departments.values() if d.parent_id and d.town_id
        },
        regions={r.code: r for r in Region.objects.select_related("calendar")},
        terms={t.region_id: t for t in Terms.objects.all()},
        danger=Danger(
            DangerRule(
                words=tuple(d.words),
                numbers=tuple(d.numbers),
                with_words=tuple(d.with_words),
                without_words=tuple(d.without_words),
            )
            for d in DangerWord.objects.all()
        ),
    )


def suggestions_for(text: str, top: int = 3, explained: int = 3) -> list[Suggestion]:
    """Return which category and department a text speaks for, best first, with words and confidence."""
    return directory().router.suggest(text, top, explained)


def place_for(text: str, chosen: Category | None, threshold: float) -> Place:
    """Return where a text goes: whoever chooses a category with a lead has said so.

    The words decide instead where they name another department surely enough, or where the category
    leaves it to the matter and its lead is only the last resort.
    """
    known = directory()
    found = suggestions_for(text, explained=3 if chosen else 1)
    best = found[0]
    if chosen is None:
        spoken = known.departments.get(best.department)
        category = known.categories[best.category]
        return Place(category, spoken, best.confidence, best.reasons, found)
    said = next((s for s in found if s.category == chosen.code), None)
    reasons = said.reasons if said else ()
    named = known.departments.get(said.department) if said else None
    other = said if named and named.pk != chosen.lead_id else None
    if other and (other.confidence >= threshold or chosen.by_subject or chosen.lead is None):
        return Place(chosen, named, other.confidence, reasons, found)
    return Place(chosen, chosen.lead, 1.0 if chosen.lead else 0.0, reasons, found)
