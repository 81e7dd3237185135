"""The desk's lists: which views somebody has, how many lie in each, and the rows of one, what burns first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from liandong.accounts.models import User
from liandong.appeals.enums import AssignmentKind, Lamp, ProposalKind, State
from liandong.appeals.models import Appeal, Assignment, Proposal
from liandong.appeals.queries.appeals import after_cursor, cursor_of
from liandong.appeals.queries.facts import with_open_ends
from liandong.appeals.queries.lists import TO_DO, Filters, lamp_is, listed, narrowed, scopes_of
from liandong.appeals.queries.standing import desk_of

PAGE = 20  # rows of one page of a list
MOST_PARTS = 60  # pieces of one walk
MOST_COUNTED = 1000  # a count beyond this says 999+: nobody works through more, and counting costs
OPEN_STATES = (State.SUBMITTED, *TO_DO)
ENDED_STATES = (State.CLOSED, State.MERGED, State.DECLINED, State.WITHDRAWN)


@dataclass(frozen=True)
class View:
    """One list of the desk: its address, its name, whose appeals, in which states."""

    slug: str
    label: str | Promise
    icon: str
    scope: str
    states: tuple[str, ...]
    empty: str | Promise
    burns: bool = True  # what burns first; else newest first
    counted: bool = False
    most: int = MOST_COUNTED


_DEPARTMENT = (
    View("mine", _("待我处理"), "inbox", "lead", TO_DO, _("没有等您处理的诉求"), counted=True, most=100),
    View("department", _("本部门"), "building-2", "lead", TO_DO, _("本部门没有在办的诉求"), counted=True),
    View("assist", _("协办"), "users-round", "assist", TO_DO, _("没有请本部门协办的诉求"), counted=True),
    View("resolved", _("等评价"), "message-square", "lead", (State.RESOLVED,), _("没有等企业评价的诉求"), burns=False),
    View("closed", _("已办结"), "archive", "lead", ENDED_STATES, _("还没有办结的诉求"), burns=False),
)  # fmt: skip
_REGION = (
    View("all", _("全部诉求"), "inbox", "region", OPEN_STATES, _("没有在办的诉求"), counted=True),
    View("submitted", _("没分出去"), "circle-help", "region", (State.SUBMITTED,), _("全部分出去了"), counted=True),
    View("red", _("红灯"), "lamp-red", "region", OPEN_STATES, _("没有超期的诉求"), counted=True),
    View("rating", _("等评价"), "message-square", "region", (State.RESOLVED,), _("没有等企业评价的诉求"), burns=False),
    View("ended", _("已办结"), "archive", "region", ENDED_STATES, _("还没有办结的诉求"), burns=False),
)  # fmt: skip
_CLERK = (
    View(
        "taken", _("我记的"), "phone", "clerk", tuple(State), _("还没有记过电话诉求"), burns=False
    ),
)


def views_of(user: User) -> list[View]:
    """Return the lists that somebody has on the desk, the one they work in first; none for an enterprise."""
    scopes = scopes_of(user)
    views: list[View] = []
    if "lead" in scopes:
        views += _DEPARTMENT
    if "region" in scopes:
        views += _REGION
    elif "all" in scopes:
        views += [replace(view, scope="all") for view in _REGION]
    if "clerk" in scopes:
        views += _CLERK
    return views


def appeals_in(user: User, view: View, filters: Filters, now: datetime) -> QuerySet[Appeal]:
    """Return the appeals of one view, unordered; a search looks at all that its reader's scope holds."""
    appeals = listed(user, view.scope, filters, now=now)
    if filters.lamp == Lamp.RED or (view.slug == "red" and not filters.q):
        appeals = appeals.filter(burns_at__lt=now)  # what the index can walk
    if filters.q:
        return appeals
    appeals = appeals.filter(state__in=view.states)
    if view.slug == "red":
        appeals = appeals.filter(lamp_is(Lamp.RED, now))
    if view.slug == "submitted":
        appeals = unsent_of(appeals)
    if view.slug == "mine":
        own = Assignment.objects.filter(
            appeal=OuterRef("pk"),
            kind=AssignmentKind.LEAD,
            ended_at__isnull=True,
            accepted_by__in={user.pk, *desk_of(user).stands_in_for},
        )
        # Not EXISTS: the database would read all that somebody has in hand before it walks the list.
        appeals = appeals.alias(own=Subquery(own.values("pk")[:1])).filter(
            Q(state=State.ASSIGNED) | Q(own__isnull=False)
        )
    return appeals


def unsent_of(appeals: QuerySet[Appeal]) -> QuerySet[Appeal]:
    """Return those that wait to be handed out; what a department wants to return waits for a decision."""
    returned = Proposal.objects.filter(
        appeal=OuterRef("pk"), kind=ProposalKind.RETURN, agreed__isnull=True
    )
    return appeals.filter(~Exists(returned), state=State.SUBMITTED)


def count_in(user: User, view: View, now: datetime) -> int:
    """Return how many lie in a view, counting no further than its `most`."""
    if view.scope == "assist":
        return _tasks(user, Filters(), now).filter(reported_at__isnull=True)[: view.most].count()
    return appeals_in(user, view, Filters(), now).values("pk")[: view.most].count()


@dataclass(frozen=True)
class Page:
    """The rows of one page, with the cursor of the next one."""

    appeals: list[Appeal]
    following: str = ""


def page_of(user: User, view: View, filters: Filters, now: datetime, after: str = "") -> Page:
    """Return one page of a view, each appeal fetched `with_open_ends`; a constant number of queries."""
    if view.scope == "assist" and not filters.q:
        return _assist_page(user, filters, now)
    appeals = appeals_in(user, view, filters, now)
    if filters.q or not view.burns:
        if after:
            appeals = after_cursor(appeals, after)
        rows = list(with_open_ends(appeals).order_by("-filed_at", "-pk")[: PAGE + 1])
        return Page(rows[:PAGE], cursor_of(rows[PAGE - 1]) if len(rows) > PAGE else "")
    if after:
        appeals = _after_burning(appeals, after)
    numbers = _burning(user, view, appeals)
    found = {a.pk: a for a in with_open_ends(with_relations().filter(pk__in=numbers[:PAGE]))}
    rows = [found[number] for number in numbers[:PAGE] if number in found]
    return Page(rows, _burning_cursor(rows[-1]) if len(numbers) > PAGE and rows else "")


def with_relations() -> QuerySet[Appeal]:
    """Return all appeals with what every line of a list shows."""
    return Appeal.objects.select_related("enterprise", "category", "lead", "region")


def _burning(user: User, view: View, appeals: QuerySet[Appeal]) -> list[int]:
    """Return the numbers of the appeals of a view that burn first, one more than a page."""
    if view.scope == "lead":
        parts = [appeals.filter(lead_id=key) for key in sorted(desk_of(user).departments)]
        return burning_first(parts, PAGE + 1)
    codes = _regions_of(user, view.scope)
    return burning_first(by_place_and_state(appeals, codes, view.states), PAGE + 1)


def by_place_and_state(
    appeals: QuerySet[Appeal], codes: Sequence[str], states: Sequence[str]
) -> list[QuerySet[Appeal]]:
    """Return appeals cut into the pieces that one index holds in the order of burning."""
    if len(codes) * len(states) > MOST_PARTS:
        return [appeals.filter(region_id__in=codes, state__in=states)]
    return [appeals.filter(region_id=code, state=state) for code in codes for state in states]


def burning_first(parts: Sequence[QuerySet[Appeal]], most: int) -> list[int]:
    """Return the numbers of the appeals that burn first, reading no more than `most` of each part.

    A plain sort would read every open appeal of a region; its index gives each part in order.
    """
    if not parts:
        return []
    heads = [p.order_by("burns_at", "pk").values_list("pk", "burns_at")[:most] for p in parts]
    whole = heads[0]
    if len(heads) > 1:
        whole = whole.union(*heads[1:], all=True).order_by("burns_at", "pk")[:most]
    return [number for number, _moment in whole]


_IN_USE = """
WITH RECURSIVE known AS (
    (SELECT region_id FROM appeals_appeal ORDER BY region_id LIMIT 1)
    UNION ALL
    SELECT (SELECT region_id FROM appeals_appeal WHERE region_id > known.region_id
            ORDER BY region_id LIMIT 1)
    FROM known WHERE known.region_id IS NOT NULL
)
SELECT region_id FROM known WHERE region_id IS NOT NULL
"""


def regions_in_use() -> list[str]:
    """Return the regions that have any appeal, hopping from one to the next in the index."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_USE)
        return [str(row[0]) for row in cursor.fetchall()]


def _regions_of(user: User, scope: str) -> list[str]:
    standing = desk_of(user)
    mine = (*standing.coordinates, *standing.leads)
    return [code for code in regions_in_use() if scope == "all" or code.startswith(mine)]


def _burning_cursor(appeal: Appeal) -> str:
    return f"{appeal.burns_at.timestamp():.6f}_{appeal.pk}" if appeal.burns_at else ""


def _after_burning(appeals: QuerySet[Appeal], cursor: str) -> QuerySet[Appeal]:
    moment, _sign, number = cursor.partition("_")
    try:
        burns_at = datetime.fromtimestamp(float(moment), UTC)
        return appeals.filter(burns_at__gte=burns_at).exclude(
            Q(burns_at=burns_at, pk__lte=int(number))
        )
    except (ValueError, OverflowError, OSError):
        return appeals


def _tasks(user: User, filters: Filters, now: datetime) -> QuerySet[Assignment]:
    """Return the assists of somebody's departments on appeals that are still open."""
    tasks = Assignment.objects.filter(
        department_id__in=desk_of(user).departments,
        kind=AssignmentKind.ASSIST,
        ended_at__isnull=True,
        appeal__state__in=TO_DO,
    )
    if filters != Filters():
        tasks = tasks.filter(appeal__in=narrowed(Appeal.objects.all(), filters, now))
    return tasks


def _assist_page(user: User, filters: Filters, now: datetime) -> Page:
    """Return the assists: those that owe a report first, by their own limits."""
    tasks = _tasks(user, filters, now).order_by("-reported_at", "due_at").values_list("appeal_id")
    numbers = [number for (number,) in tasks[:PAGE]]
    found = {a.pk: a for a in with_open_ends(with_relations().filter(pk__in=numbers))}
    return Page([found[n] for n in dict.fromkeys(numbers) if n in found])


def group_of(lamp: Lamp | None, *, paused: bool) -> str:
    """Return under which heading a burning appeal stands; one that stopped too late is red all the same."""
    if paused and lamp != Lamp.RED:
        return "off"
    return lamp or Lamp.GREEN


GROUPS: Sequence[tuple[str, str | Promise]] = (
    (Lamp.RED, _("已超期")),
    (Lamp.YELLOW, _("临近期限")),
    (Lamp.GREEN, _("正常")),
    ("off", _("停表")),
    ("done", _("已回报")),
)
