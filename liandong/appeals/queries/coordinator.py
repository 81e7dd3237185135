"""What waits for a coordinator today: not yet handed out, to be decided, red, and repeating."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from liandong.accounts.models import User
from liandong.appeals.enums import Lamp, ProposalKind, State
from liandong.appeals.models import Appeal, CallBack, Category, Proposal
from liandong.appeals.queries.desk import (
    MOST_COUNTED,
    OPEN_STATES,
    burning_first,
    by_place_and_state,
    regions_in_use,
    unsent_of,
    with_relations,
)
from liandong.appeals.queries.directory import directory, suggestions_for
from liandong.appeals.queries.lists import lamp_is
from liandong.appeals.queries.standing import standing_of
from liandong.departments.models import Department
from liandong.kit.working_time import SHANGHAI
from liandong.language.routing import Suggestion

SHOWN = 8  # rows of a card; the rest is one link away
LOOKED_AT = 60  # those that burn first, among which danger to life goes before all
REPEAT_DAYS = 14
FEWEST_ENTERPRISES = 3  # fewer are no pattern
MOST_REPEATS = 5
# Less than a quarter of the longest usual limit (15 working days) lies within these days.
YELLOW_DAYS = 14
WORTH_A_BUTTON = 0.1
ENDED_OTHERWISE = (State.MERGED, State.WITHDRAWN, State.DECLINED)


@dataclass(frozen=True)
class Unsent:
    """An appeal that could not be routed, with the departments its words speak for."""

    appeal: Appeal
    found: list[tuple[Suggestion, Department]]
    asked: bool  # waits for the enterprise to say more
    danger: bool  # speaks of danger to life


@dataclass(frozen=True)
class Decision:
    """Something that only the coordinator can settle."""

    kind: str  # return, extend, promise, silence, withdrawal, look_again, suspended, disputed
    appeal: Appeal
    proposal: Proposal | None = None
    returned_by: tuple[str, ...] = ()
    by: datetime | None = None


@dataclass(frozen=True)
class Repeat:
    """One category that several enterprises raised within two weeks."""

    category: Category
    enterprises: int
    appeals: int
    by_day: list[tuple[date, int]]
    words: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Today:
    """The coordinator's page."""

    unsent: list[Unsent]
    unsent_count: int
    decisions: list[Decision]
    decision_count: int
    red: list[Appeal]
    red_count: int
    yellow_count: int
    repeats: list[Repeat]
    open_count: int
    new_count: int


def regions_of_coordinator(user: User) -> list[str]:
    """Return the regions that somebody coordinates and that have appeals."""
    prefixes = standing_of(user).coordinates
    return [code for code in regions_in_use() if code.startswith(prefixes)] if prefixes else []


def today_for(user: User, now: datetime) -> Today:
    """Return what waits for a coordinator; each part reads one index and stops early."""
    codes = regions_of_coordinator(user)
    here = Appeal.objects.filter(region_id__in=codes)
    everywhere = Appeal.objects.all()
    open_here = here.filter(state__in=OPEN_STATES)
    is_red = lamp_is(Lamp.RED, now) & Q(burns_at__lt=now)  # the second is what the index can walk
    yellow = open_here.filter(
        lamp_is(Lamp.YELLOW, now), burns_at__lt=now + timedelta(days=YELLOW_DAYS)
    )
    unsent = unsent_of(here)
    decisions = _decisions(codes, here)
    return Today(
        unsent=_danger_first(
            _first(by_place_and_state(unsent_of(everywhere), codes, [State.SUBMITTED]), LOOKED_AT)
        ),
        unsent_count=_count(unsent),
        decisions=decisions[:SHOWN],
        decision_count=len(decisions),
        red=_first(
            by_place_and_state(everywhere.filter(is_red), codes, OPEN_STATES),
        ),
        red_count=_count(open_here.filter(is_red)),
        yellow_count=_count(yellow),
        repeats=_repeats(here, now),
        open_count=_count(open_here),
        new_count=_count(here.filter(filed_at__gte=_midnight(now))),
    )


def _first(parts: list[QuerySet[Appeal]], most: int = SHOWN) -> list[Appeal]:
    """Return the first appeals to burn, in order."""
    numbers = burning_first(parts, most)
    found = {a.pk: a for a in with_relations().filter(pk__in=numbers)}
    return [found[n] for n in numbers if n in found]


def _count(appeals: QuerySet[Appeal]) -> int:
    return appeals.values("pk")[:MOST_COUNTED].count()


def _midnight(now: datetime) -> datetime:
    return now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)


def _danger_first(appeals: list[Appeal]) -> list[Unsent]:
    """Return the first of these to be handed out: danger to life, then what burns first."""
    calls = directory().calls
    appeals.sort(key=lambda appeal: not calls(appeal.text))
    return [_as_unsent(appeal) for appeal in appeals[:SHOWN]]


def _as_unsent(appeal: Appeal) -> Unsent:
    known = directory().departments
    found = [
        (s, known[s.department])
        for s in suggestions_for(appeal.text, 2)
        if s.department in known and s.confidence >= WORTH_A_BUTTON and s.reasons
    ]
    danger = bool(directory().calls(appeal.text))
    return Unsent(appeal, found, appeal.paused_at is not None, danger)


def _decisions(codes: list[str], here: QuerySet[Appeal]) -> list[Decision]:
    """Return what is to be settled: requests by the hour they are due, then calls, then the rest."""
    asked = (
        Proposal.objects.filter(agreed__isnull=True, appeal__region_id__in=codes)
        .select_related("appeal__lead", "appeal__region", "department", "to")
        .order_by("decide_by")[:100]
    )
    proposals = list(asked)
    returned = _returned_by(p.appeal_id for p in proposals if p.kind == ProposalKind.RETURN)
    found = [
        Decision(p.kind, p.appeal, p, tuple(returned.get(p.appeal_id, ())), p.decide_by)
        for p in proposals
    ]
    calls = (
        CallBack.objects.filter(done_at__isnull=True, appeal__region_id__in=codes)
        .select_related("appeal__lead", "appeal__enterprise")
        .order_by("opened_at")[:100]
    )
    found += [Decision(c.kind, c.appeal) for c in calls]
    own = here.select_related("lead", "enterprise")
    stopped = own.filter(state=State.SUSPENDED, pause_ends_at__isnull=True)
    found += [Decision("suspended", a) for a in stopped.order_by("burns_at")[:50]]
    twice = own.filter(state=State.IN_PROGRESS, with_coordinator=True)
    found += [Decision("disputed", a) for a in twice.order_by("burns_at")[:50]]
    return found


def _returned_by(numbers: Iterable[int]) -> dict[int, list[str]]:
    """Return for each appeal which departments have returned it, in order."""
    names: dict[int, list[str]] = defaultdict(list)
    rows = Proposal.objects.filter(appeal_id__in=list(numbers), kind=ProposalKind.RETURN)
    for number, short in rows.order_by("asked_at").values_list("appeal_id", "department__short"):
        names[number].append(short)
    return names


def _repeats(here: QuerySet[Appeal], now: datetime) -> list[Repeat]:
    """Return the categories that several enterprises raised in the last two weeks, most first."""
    start = _midnight(now) - timedelta(days=REPEAT_DAYS - 1)
    recent = here.filter(filed_at__gte=start).exclude(state__in=ENDED_OTHERWISE)
    ranked = list(
        recent.values("category_id")
        .annotate(enterprises=Count("enterprise", distinct=True), appeals=Count("pk"))
        .filter(enterprises__gte=FEWEST_ENTERPRISES)
        .order_by("-enterprises", "category_id")[:MOST_REPEATS]
    )
    if not ranked:
        return []
    codes = [row["category_id"] for row in ranked]
    chosen = recent.filter(category_id__in=codes)
    days = {
        (row["category_id"], row["day"]): row["n"]
        for row in chosen.annotate(day=TruncDate("filed_at", tzinfo=SHANGHAI))
        .values("category_id", "day")
        .annotate(n=Count("pk"))
    }
    words: dict[str, Counter[str]] = defaultdict(Counter)
    rows = chosen.order_by("-filed_at").values_list("category_id", "reasons")[:500]
    for code, reasons in rows:
        words[code].update({reason["word"] for reason in reasons})
    categories = Category.objects.in_bulk(codes)
    span = [start.date() + timedelta(days=n) for n in range(REPEAT_DAYS)]
    return [
        Repeat(
            category=categories[row["category_id"]],
            enterprises=row["enterprises"],
            appeals=row["appeals"],
            by_day=[(day, days.get((row["category_id"], day), 0)) for day in span],
            words=[word for word, n in words[row["category_id"]].most_common(2) if n > 1],
        )
        for row in ranked
    ]


def repeated(user: User, category: str, now: datetime) -> list[Appeal]:
    """Return the open appeals of one category of the last two weeks, oldest first, to be merged."""
    start = _midnight(now) - timedelta(days=REPEAT_DAYS - 1)
    return list(
        Appeal.objects.filter(
            region_id__in=regions_of_coordinator(user),
            category_id=category,
            filed_at__gte=start,
            state__in=[State.SUBMITTED, State.ASSIGNED, State.IN_PROGRESS],
        )
        .select_related("enterprise", "lead", "category", "region")
        .annotate(followers=Count("merged", filter=Q(merged__state=State.MERGED)))
        .order_by("filed_at")[:100]
    )
