"""What an enterprise is told while it types: who would get this, how sure that is, and by when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from liandong.accounts.models import User
from liandong.appeals.enums import State
from liandong.appeals.models import Appeal, Category
from liandong.appeals.queries.directory import directory, place_for
from liandong.appeals.queries.lists import Filters, listed
from liandong.appeals.rules import limits
from liandong.departments.models import Department, Region
from liandong.departments.queries import calendar_of
from liandong.enterprises.models import Enterprise
from liandong.kit.text import is_alike, likeness

LOOKED_AT = 500  # newest appeals of a region among which the same matter is looked for
LOOKED_BACK = 20  # newest appeals of an enterprise among which its own same matter is looked for
LONG_OVER = timedelta(days=7)  # closed so long ago, it is another matter
SHORT = 12  # characters: too few to compare words, the subject must do
FEW = 3  # fewer others are not told: one could guess who they are


@dataclass(frozen=True)
class Outlook:
    """The answer before the question is sent.

    `sure` is from 0 to 1; `direct` whether the department has it at once, else `office` hands it on by
    `handed_by`. `words` stand in the text and spoke for it; `calls` are numbers when life is in
    danger; `repeats` what the same enterprise filed in much the same words lately; `others` how many other
    enterprises did, 0 where so few that one could guess who.
    """

    department: Department | None
    category: Category
    sure: float
    chosen: bool
    direct: bool
    words: list[str]
    other: tuple[str, float] | None
    office: str
    handed_by: datetime
    limits: limits.Limits | None
    calls: tuple[str, ...]
    repeats: Appeal | None
    others: int


def outlook_for(
    user: User,
    enterprise: Enterprise,
    text: str,
    chosen: Category | None,
    now: datetime,
    other_than: Collection[str] = (),
) -> Outlook:
    """Return what would become of a text, by the same rules as filing it; a chosen category counts.

    `other_than` are the references of which the writer has said that this is not the same matter.
    """
    known = directory()
    region = known.served_from(enterprise.region_id)
    terms = known.terms_of(region)
    place = place_for(text, chosen, terms.threshold)
    calls = known.calls(text)
    category, department, found = place.category, place.department, place.suggestions
    direct = department is not None and place.confidence >= terms.threshold
    calendar = calendar_of(department if direct else None, region)
    due = limits.limits_from(now, category.limit_class, terms.limits, calendar) if direct else None
    return Outlook(
        department=department,
        category=category,
        sure=place.confidence,
        chosen=chosen is not None and chosen.code != found[0].category,
        direct=direct,
        words=_longest([text[r.start : r.end] for r in place.reasons]),
        other=_other([(s.department, s.confidence) for s in found], department),
        office=region.office,
        handed_by=limits.handed_over_by(now, bool(calls), calendar),
        limits=due,
        calls=calls,
        repeats=_repeated(
            user, enterprise, text, category if direct else None, now, terms.repeat_days, other_than
        ),
        others=_others(enterprise, region, category, now, terms.repeat_days),
    )


def was_filed(user: User, key: str) -> bool:
    """Return whether what is typed under this key has been filed: then it is no draft any more."""
    return bool(key) and Appeal.objects.filter(filed_by=user, key__startswith=f"{key}:").exists()


def _longest(words: list[str]) -> list[str]:
    """Return words once each, without those that stand inside a longer one."""
    once = list(dict.fromkeys(words))
    return [w for w in once if not any(w != other and w in other for other in once)]


def _other(
    found: list[tuple[str, float]], department: Department | None
) -> tuple[str, float] | None:
    """Return the next best department with its confidence, when it has any worth telling."""
    known = directory().departments
    for code, confidence in found:
        other = known.get(code)
        if other and (department is None or other.pk != department.pk) and confidence >= 0.01:
            return other.label, confidence
    return None


def _repeated(
    user: User,
    enterprise: Enterprise,
    text: str,
    category: Category | None,
    now: datetime,
    days: int,
    other_than: Collection[str],
) -> Appeal | None:
    """Return what the same enterprise says in much the same words and is not long over.

    A text of a few words is the same matter as what is open of its `category`, if that is certain.
    """
    if enterprise.pk is None:
        return None
    own = (
        listed(user, "enterprise", Filters(), now=now)
        .filter(enterprise=enterprise, filed_at__gte=now - timedelta(days=days))
        .exclude(state__in=(State.WITHDRAWN, State.DECLINED))
        .exclude(state=State.CLOSED, closed_at__lt=now - LONG_OVER)
        .exclude(reference__in=other_than)
        .order_by("-filed_at")[:LOOKED_BACK]
    )
    nearest = max(own, key=lambda appeal: likeness(text, appeal.text), default=None)
    if nearest and is_alike(text, nearest.text):
        return nearest
    if category is None or len(text.strip()) > SHORT:
        return None
    still = (a for a in own if a.category_id == category.code and a.state != State.CLOSED)
    return next(still, None)


def _others(
    enterprise: Enterprise, region: Region, category: Category, now: datetime, days: int
) -> int:
    """Count the other enterprises that openly said the same lately; a count shows nobody's appeal."""
    newest = (
        Appeal.objects.filter(region=region, filed_at__gte=now - timedelta(days=days))
        .order_by("-filed_at")
        .values_list("category_id", "enterprise_id", "confidential")[:LOOKED_AT]
    )
    others = {who for what, who, hidden in newest if what == category.code and not hidden}
    others.discard(enterprise.pk)
    return len(others) if len(others) >= FEW else 0
