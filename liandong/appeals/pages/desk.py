"""The desk of departments, coordinators, leaders and auditors: lists by what burns, and one open case."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from liandong.accounts.http import SignedInRequest
from liandong.accounts.models import User
from liandong.appeals import queries
from liandong.appeals.enums import Lamp, State
from liandong.appeals.models import Appeal
from liandong.appeals.pages.rail import rail
from liandong.appeals.pages.sheet import sheet_of
from liandong.appeals.queries.case_file import case_file
from liandong.appeals.queries.desk import (
    GROUPS,
    Page,
    View,
    appeals_in,
    group_of,
    page_of,
    views_of,
)
from liandong.appeals.queries.facts import facts_of, lamp_of, own_assist
from liandong.appeals.queries.lists import Filters
from liandong.appeals.queries.news import urged_among
from liandong.appeals.rules import limits
from liandong.appeals.rules.advice import next_word
from liandong.appeals.rules.wording import due_words, state_word, when
from liandong.kit.files import PHOTOS
from liandong.kit.now import now
from liandong.kit.text import clean_text
from liandong.kit.uploads import ACCEPT


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    appeal: Appeal
    url: str
    lamp: str
    word: str
    who: str
    due: str
    late: bool
    following: str
    urged: bool = False


@require_GET
def index(request: SignedInRequest, view: str = "") -> HttpResponse:
    """One of somebody's lists beside an empty case; without a name, the list they work in."""
    moment = now()
    if not view and queries.desk_of(request.user).coordinates:
        return redirect("appeals:today")
    return render(request, "appeals/desk/index.html", list_pane(request, view, moment))


@require_http_methods(["GET", "POST"])
def export(request: SignedInRequest) -> HttpResponseBase:
    """The list that is on the screen, or what was picked of it, as a spreadsheet."""
    user, moment = request.user, now()
    views = views_of(user)
    slug = request.GET.get("view", "")
    view = next((v for v in views if v.slug == slug), views[0] if views else None)
    if view is None:
        raise Http404
    picked = [clean_text(r) for r in request.POST.getlist("reference")[:MOST_PICKED]]
    appeals = (
        queries.appeals_for(user).filter(reference__in=picked)
        if picked
        else appeals_in(user, view, filters_of(request), moment)
    )
    return sheet_of(user, appeals.order_by("-filed_at", "-pk"), name=str(view.label), now=moment)


@require_GET
def case(request: SignedInRequest, reference: str) -> HttpResponse:
    """One appeal beside the list it was opened from; with htmx only the case."""
    appeal = queries.appeal_for(request.user, reference)
    return render_case(request, appeal)


def render_case(
    request: SignedInRequest, appeal: Appeal, *, status: int = 200, **more: Any
) -> HttpResponse:
    """Show a case: the whole desk, or its pane when htmx asks; `more` may hold an act that is being done."""
    moment = now()
    context = {**case_pane(request, appeal, moment), **more}
    if request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request"):
        return render(request, "appeals/desk/pane.html", context, status=status)
    context |= list_pane(request, request.GET.get("view", ""), moment, beside_case=True)
    return render(request, "appeals/desk/case.html", context, status=status)


def case_pane(request: SignedInRequest, appeal: Appeal, moment: datetime) -> dict[str, Any]:
    """Return what the case's templates need."""
    file = case_file(request.user, appeal, moment)
    it = file.appeal
    kept = urlencode({k: v for k, v in request.GET.items() if k in KEPT})
    here = reverse("appeals:case", args=[it.reference])
    view = request.GET.get("view", "")
    back = reverse("appeals:desk_view", args=[view]) if view in _slugs(request.user) else ""
    return {
        "file": file,
        "photos": PHOTOS,
        "accept": ACCEPT,
        "appeal": it,
        "now": moment,
        "lamp": _colour(it, file.lamp),
        "lamp_word": _lamp_word(it, file.lamp),
        "due": _due(it, moment),
        "state_word": state_word(it.state),
        "case_url": f"{here}?{kept}" if kept else here,
        "kept": kept,
        "back": back or reverse("appeals:desk"),
    }


MOST_PICKED = 200
MOST_FOUND = 100  # whoever finds more looks for something narrower
KEPT = ("view", "state", "category", "lamp", "q", "department", "after")


def _slugs(user: User) -> set[str]:
    return {view.slug for view in views_of(user)}


def list_pane(
    request: SignedInRequest, slug: str, moment: datetime, *, beside_case: bool = False
) -> dict[str, Any]:
    """Return what the list's template needs. Beside a case that is opened by its address the rows are
    fetched once it is seen; an unknown view, else 404, is the first one there.
    """
    user = request.user
    views = views_of(user)
    if not views:
        raise Http404
    view = next((v for v in views if v.slug == slug), views[0] if beside_case or not slug else None)
    if view is None:
        raise Http404
    filters = filters_of(request)
    after = request.GET.get("after", "")
    page = Page([]) if beside_case else page_of(user, view, filters, moment, after)
    narrowed = {k: v for k, v in vars(filters).items() if v}
    kept = urlencode({"view": view.slug, **narrowed})
    urged = urged_among(page.appeals)
    rows = [
        replace(row_of(user, view, a, moment, kept), urged=a.reference in urged)
        for a in page.appeals
    ]
    address = reverse("appeals:desk_view", args=[view.slug])
    return {
        "view": view,
        **_heading(
            user, view, filters, moment, None if beside_case or after or page.following else page
        ),
        "groups": _groups(rows, view, searching=bool(filters.q), more=bool(page.following)),
        "later": beside_case,
        "filters": filters,
        "can_merge": view.scope == "region" and bool(queries.desk_of(user).coordinates),
        "narrowed": narrowed,
        "list_url": f"{address}?{urlencode(narrowed)}" if narrowed else address,
        "clear_url": address,
        "following": f"{address}?{urlencode({**narrowed, 'after': page.following})}"
        if page.following
        else "",
        "kept": kept,
        "category_filters": _category_filters(address, narrowed),
        "department_filters": _department_filters(address, narrowed)
        if view.scope in {"region", "all"}
        else [],
        "lamp_filters": _lamp_filters(address, narrowed) if view.burns else [],
        "export_url": f"{reverse('appeals:export')}?{urlencode({'view': view.slug, **narrowed})}",
        **rail(user, view.slug, moment),
    }


# Where a search looks: in all states, whatever the list.
WHERE = {
    "lead": gettext_lazy("在本部门主办过的诉求里"),
    "assist": gettext_lazy("在请本部门协办的诉求里"),
    "region": gettext_lazy("在辖区的全部诉求里"),
    "all": gettext_lazy("在全部诉求里"),
    "clerk": gettext_lazy("在我记的诉求里"),
}


def _heading(
    user: User, view: View, filters: Filters, moment: datetime, whole: Page | None
) -> dict[str, str]:
    """Return how a list is headed: by its name, or by what is looked for, where, and how often it is found.

    `whole` is the page that holds everything found, if one does.
    """
    if not filters.q:
        return {"heading": str(view.label), "found": ""}
    if whole:
        number = len(whole.appeals)
    else:
        number = appeals_in(user, view, filters, moment).values("pk")[:MOST_FOUND].count()
    several = f"{MOST_FOUND - 1}+" if number >= MOST_FOUND else number
    found = _("%(where)s找到 %(n)s 件，办结的也在内") % {"where": WHERE[view.scope], "n": several}
    return {"heading": _("找“%(what)s”") % {"what": filters.q}, "found": found}


def filters_of(request: SignedInRequest) -> Filters:
    """Return what the address narrows the list to; what is unknown is left out."""
    given = {name: clean_text(str(value)) for name, value in request.GET.items()}
    lamp, state = given.get("lamp", ""), given.get("state", "")
    return Filters(
        state=state if state in State.values else "",
        category=given.get("category", "")[:40],
        lamp=lamp if lamp in Lamp.values else "",
        q=given.get("q", "")[:50],
        department=given.get("department", "")[:40],
    )


def row_of(user: User, view: View, appeal: Appeal, moment: datetime, kept: str) -> Row:
    """Return one line: what burns, whose it is, by when, and the next step."""
    hats = queries.hats_of(user, appeal)
    lamp = lamp_of(appeal, moment)
    named = queries.sees_enterprise(hats, appeal)
    due, late = _due(appeal, moment), lamp == Lamp.RED
    colour = _colour(appeal, lamp)
    if view.scope == "assist" and (task := own_assist(user, appeal)):
        colour = "done" if task.reported_at else _task_lamp(task, moment)
        late = colour == Lamp.RED
        due = (
            _("%(when)s 已回报") % {"when": when(task.reported_at, moment)}
            if task.reported_at
            else (_("%(when)s 应回报") if late else _("%(when)s 前回报"))
            % {"when": when(task.due_at, moment) if task.due_at else ""}
        )
    following = next_word(facts_of(user, appeal, moment), hats)
    if view.scope in {"region", "all"}:
        following = appeal.lead.label if appeal.lead else following
    return Row(
        appeal=appeal,
        url=f"{reverse('appeals:case', args=[appeal.reference])}?{kept}",
        lamp=colour,
        word=_lamp_word(appeal, lamp) if view.scope != "assist" else "",
        who=appeal.enterprise.name if named else _("匿名企业"),
        due=due,
        late=late,
        following=following,
    )


def _task_lamp(task: Any, moment: datetime) -> str:
    """Return the lamp of an assist; its last quarter is taken of the days between, not of working time."""
    if task.due_at is None:
        return Lamp.GREEN
    if moment > task.due_at:
        return Lamp.RED
    quarter = (task.due_at - task.assigned_at) / limits.YELLOW_SHARE
    return Lamp.YELLOW if moment > task.due_at - quarter else Lamp.GREEN


def _due(appeal: Appeal, moment: datetime) -> str:
    if appeal.paused_at:
        return _("%(when)s 起停表") % {"when": when(appeal.paused_at, moment)}
    if appeal.burns_at:
        return due_words(appeal.limit, appeal.burns_at, moment)
    if appeal.closed_at:
        return _("%(when)s %(state)s") % {
            "when": when(appeal.closed_at, moment),
            "state": state_word(appeal.state),
        }
    if appeal.resolved_at:
        return _("%(when)s 办结") % {"when": when(appeal.resolved_at, moment)}
    return ""


def _colour(appeal: Appeal, lamp: Lamp | None) -> str:
    """Return the colour of a lamp; while the clock stands it is out, unless it was red before."""
    if appeal.paused_at and lamp != Lamp.RED:
        return "off"
    return str(lamp or "done")


def _lamp_word(appeal: Appeal, lamp: Lamp | None) -> str:
    """Return the word beside the lamp where the usual one does not say it."""
    if appeal.paused_at:
        return _("停表")
    return "" if lamp else state_word(appeal.state)


def _groups(rows: list[Row], view: View, *, searching: bool, more: bool) -> list[dict[str, Any]]:
    """Return the rows under their headings; how many there are, or are on this page where a heading goes on.

    The red ones are all here once another follows: they burnt first.
    """
    if searching or not view.burns:
        return [{"label": "", "rows": rows}] if rows else []
    order = {slug: place for place, (slug, _label) in enumerate(GROUPS)}
    labels = dict(GROUPS)
    if view.scope == "assist":
        key = [(row.lamp, row) for row in rows]
    else:
        key = [
            (group_of(lamp_name(row.lamp), paused=row.appeal.paused_at is not None), row)
            for row in rows
        ]
    key.sort(key=lambda pair: order[pair[0]])
    groups = []
    for slug, members in groupby(key, key=lambda pair: pair[0]):
        inside = [row for _slug, row in members]
        whole = slug == Lamp.RED and {Lamp.YELLOW, Lamp.GREEN} & {s for s, _row in key}
        groups.append({"label": labels[slug], "rows": inside, "goes_on": more and not whole})
    return groups


def lamp_name(colour: str) -> Lamp | None:
    """Return a lamp by its colour."""
    return Lamp(colour) if colour in Lamp.values else None


def _category_filters(address: str, narrowed: dict[str, str]) -> list[dict[str, Any]]:
    rest = {k: v for k, v in narrowed.items() if k != "category"}
    chosen = narrowed.get("category", "")
    return [
        {
            "word": category.name,
            "url": f"{address}?{urlencode({**rest, 'category': category.code})}",
            "here": category.code == chosen,
        }
        for category in queries.directory().categories.values()
    ]


def _department_filters(address: str, narrowed: dict[str, str]) -> list[dict[str, Any]]:
    """Return the departments that lead a category or are chosen: those whose lists are worth a look."""
    rest = {k: v for k, v in narrowed.items() if k != "department"}
    chosen = narrowed.get("department", "")
    known = queries.directory()
    leads = {c.lead_id for c in known.categories.values()}
    return [
        {
            "word": department.label,
            "url": f"{address}?{urlencode({**rest, 'department': code})}",
            "here": code == chosen,
        }
        for code, department in sorted(known.departments.items())
        if department.pk in leads or code == chosen
    ]


def _lamp_filters(address: str, narrowed: dict[str, str]) -> list[dict[str, Any]]:
    rest = {k: v for k, v in narrowed.items() if k != "lamp"}
    chosen = narrowed.get("lamp", "")
    return [
        {
            "word": lamp.label,
            "url": f"{address}?{urlencode({**rest, 'lamp': lamp.value})}",
            "here": lamp.value == chosen,
            "slug": lamp.value,
        }
        for lamp in (Lamp.RED, Lamp.YELLOW, Lamp.GREEN)
    ]
