"""What routing and limits need to know, read once in some seconds: rules, categories, departments, terms."""

import time
from dataclasses import dataclass
from threading import Lock

from liandong.appeals.models import Category, DangerWord, RoutingRule, Terms
from liandong.appeals.models.terms import usual_limits
from liandong.departments.models import Department, Region
from liandong.language.routing import (
    Router,
    RoutingCategory,
    Suggestion,
    compile_rules,
)
from liandong.language.routing import RoutingRule as Rule

FRESH_SECONDS = 5.0


@dataclass(frozen=True)
class Directory:
    """A snapshot of the reference data; the tables are small and seldom change."""

    router: Router
    categories: dict[str, Category]
    departments: dict[str, Department]
    departments_by_number: dict[int, Department]
    regions: dict[str, Region]
    terms: dict[str, Terms]
    danger: tuple[tuple[str, str], ...]
    read_at: float

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
        return next(
            (
                branch
                for branch in self.departments.values()
                if branch.parent_id == department.pk and branch.town_id == code
            ),
            department,
        )

    def call_first(self, text: str) -> str:
        """Return the number to call first when a text speaks of danger to life, else ''."""
        return next((number for word, number in self.danger if word in text), "")


_known: Directory | None = None
_lock = Lock()


def directory() -> Directory:
    """Return the snapshot, at most five seconds old."""
    global _known
    known = _known
    if known and time.monotonic() - known.read_at < FRESH_SECONDS:
        return known
    with _lock:
        if _known is known:
            _known = _read(known)
    assert _known is not None
    return _known


def forget_directory() -> None:
    """Read anew at the next question; for tests and after loading reference data."""
    global _known
    _known = None


def _read(before: Directory | None) -> Directory:
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
    source = (rules, known)
    router = _routers.get(repr(source)) if before else None
    if router is None:
        router = compile_rules(rules, known)
        _routers.clear()
        _routers[repr(source)] = router
    return Directory(
        router=router,
        categories=categories,
        departments=departments,
        departments_by_number={d.pk: d for d in departments.values()},
        regions={r.code: r for r in Region.objects.select_related("calendar")},
        terms={t.region_id: t for t in Terms.objects.all()},
        danger=tuple(DangerWord.objects.values_list("word", "number")),
        read_at=time.monotonic(),
    )


_routers: dict[str, Router] = {}


def suggestions_for(text: str, top: int = 3) -> list[Suggestion]:
    """Return which category and department a text speaks for, best first, with words and confidence."""
    return directory().router.suggest(text, top)
