"""走访安排 at the desk: a week of visits, one of them, and what is done about it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms as django_forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from liandong.accounts.http import SignedInRequest
from liandong.departments.queries import today
from liandong.kit.now import now
from liandong.kit.refusals import Refused
from liandong.kit.text import clean_text
from liandong.kit.workbooks import Cell, workbook
from liandong.visits import actions, queries
from liandong.visits.enums import Kind, State
from liandong.visits.forms import MoveForm, NoteForm
from liandong.visits.models import Visit
from liandong.visits.pages.rows import days_of, line_of, lines_of
from liandong.visits.queries import Bench
from liandong.visits.queries.lists import (
    Filters,
    all_between,
    offices_seen,
    same_week,
    waiting_count,
    week_for,
)
from liandong.visits.rules.budget import quarter_of
from liandong.visits.rules.together import week_of

TYPED: dict[str, type[django_forms.Form]] = {
    "move": MoveForm,
    "cancel": NoteForm,
    "consent": NoteForm,
    "refuse": NoteForm,
}


@require_GET
def index(request: SignedInRequest) -> HttpResponse:
    """The week's list beside an empty page."""
    bench = queries.bench_of(request.user)
    return render(request, "visits/desk/index.html", list_context(request, bench))


@require_GET
def visit(request: SignedInRequest, reference: str) -> HttpResponse:
    """One visit beside the list of its week."""
    bench = queries.bench_of(request.user)
    return _visit(request, bench, _open(bench, reference))


@require_POST
def act(request: SignedInRequest, reference: str, act: str) -> HttpResponse:
    """Do one thing about a visit; what is refused stands over the form with what was typed."""
    bench = queries.bench_of(request.user)
    it = _open(bench, reference)
    form = TYPED.get(act, django_forms.Form)(request.POST)
    if not form.is_valid():
        return _visit(request, bench, it, act, form, status=422)
    try:
        said = _do(request, bench, it, act, form.cleaned_data)
    except Refused as refused:
        form.add_error(None, refused.message)
        fresh = _open(bench, reference)
        return _visit(request, bench, fresh, act, form, refused.message, status=422)
    messages.success(request, said)
    if request.POST.get("next") == reverse("visits:consents"):
        return redirect("visits:consents")
    return redirect("visits:visit", reference)


@require_GET
def export(request: SignedInRequest) -> FileResponse:
    """The quarter that the shown week lies in as a spreadsheet, narrowed as the list is."""
    bench = queries.bench_of(request.user)
    monday, filters = _week(request), filters_of(request)
    first, last = quarter_of(monday + timedelta(days=3))

    def lines() -> Iterator[list[Cell]]:
        for it in all_between(bench, first, last, filters):
            line = line_of(it)
            yield [
                it.reference, it.on.isoformat(), it.at.strftime("%H:%M") if it.at else None,
                it.enterprise.name, it.enterprise.uscc, line.office, it.get_kind_display(),
                it.purpose, str(it.host), line.word, it.get_why_free_display() or None, it.reason,
            ]  # fmt: skip

    columns = [
        _("编号"), _("哪天"), _("几点"), _("企业名称"), _("统一社会信用代码"), _("部门"),
        _("做什么"), _("为什么去"), _("谁去"), _("状态"), _("为什么不计"), _("理由"),
    ]  # fmt: skip
    widths = [20, 12, 8, 36, 22, 20, 8, 40, 16, 16, 20, 40]
    return workbook(_("走访安排"), columns, widths, lines(), now=now())


def _open(bench: Bench, reference: str) -> Visit:
    """Return a visit of the region one works for; a member of an enterprise has a page of their own."""
    it = queries.visit_for(bench.user, reference, bench)
    if not bench.reads(it.enterprise):
        raise Http404
    return it


def _do(request: SignedInRequest, bench: Bench, it: Visit, act: str, typed: dict[str, Any]) -> str:
    """Do it; return what is said afterwards."""
    by = request.user
    told = not it.unannounced and it.state != State.WAITING
    match act:
        case "done":
            actions.finish_visit(it, happened=True, by=by)
            return _("记下了：去过了。")
        case "missed":
            actions.finish_visit(it, happened=False, by=by)
            return _("记下了：没有去成，不计入额度。")
        case "cancel":
            actions.cancel_visit(it, note=typed["note"], by=by)
            return _("取消了，企业会收到消息。") if told else _("取消了。")
        case "move":
            moved = actions.move_visit(it, on=typed["on"], reason=typed["reason"], by=by)
            if moved.state == State.WAITING:
                return _("那个季度的额度满了，等协调员同意。")
            return _("改期了，企业会收到消息。") if told else _("改期了。")
        case "join":
            into = _open(bench, request.POST.get("into", ""))
            actions.join_visit(it, into=into, by=by)
            return _("合并了，两家一起去，企业只接待一次。")
        case "consent":
            actions.consent(it, agreed=True, note=typed["note"], by=by)
            return _("同意了，对方和企业会收到消息。")
        case "refuse":
            actions.consent(it, agreed=False, note=typed["note"], by=by)
            return _("没有同意，对方会收到理由。")
    raise Http404


def _visit(
    request: SignedInRequest,
    bench: Bench,
    it: Visit,
    opened: str = "",
    form: django_forms.Form | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    opened = opened or request.GET.get("act", "")
    day, own = today(), bench.acts_for(it)
    first, last = quarter_of(it.on)
    ahead = own and it.state in (State.PLANNED, State.WAITING) and not it.unannounced
    calendar = queries.calendar_of(request.user, it.enterprise, first, last, bench)
    if form is None and opened in TYPED:
        form = TYPED[opened](initial={"on": it.on} if opened == "move" else None)
    context = list_context(request, bench, it.on) | {
        "it": it,
        "line": line_of(it),
        "own": own,
        "opened": opened if opened in TYPED else "",
        "form": form,
        "refused": refused if opened not in TYPED else "",
        "decides": it.state == State.WAITING and bench.coordinates(it.enterprise),
        "due": it.state == State.PLANNED and it.on <= day,
        "open": own and it.state in (State.PLANNED, State.WAITING),
        "others": lines_of(same_week(it, bench)) if ahead else [],
        "along": lines_of(it.along.filter(state=State.JOINED).select_related(
            "department", "enterprise__region", "host"
        )),
        "into": line_of(it.joined) if it.joined else None,
        "budget": queries.budget_of(it.enterprise, it.on),
        "calendar": lines_of(calendar),
    }  # fmt: skip
    return render(request, "visits/desk/visit.html", context, status=status)


def list_context(request: SignedInRequest, bench: Bench, day: date | None = None) -> dict[str, Any]:
    """Return what the list at the left needs: the week of a day, narrowed as the address says."""
    filters = filters_of(request)
    monday = _week(request, day)
    narrowed = {k: v for k, v in vars(filters).items() if v}
    address = reverse("visits:desk")

    def at(**values: str) -> str:
        given = {"week": monday.isoformat()} | narrowed | values
        return f"{address}?{urlencode({k: v for k, v in given.items() if v})}"

    def menu(name: str, label: str, options: list[tuple[str, str]]) -> dict[str, Any]:
        chosen = narrowed.get(name, "")
        return {
            "label": next((word for code, word in options if code == chosen), label),
            "chosen": bool(chosen),
            "options": [
                {"word": word, "url": at(**{name: code}), "here": code == chosen}
                for code, word in options
            ],
        }

    visits = week_for(bench, monday, filters)
    kept = urlencode({"week": monday.isoformat()} | narrowed)
    return {
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "this_week": monday == week_of(today()),
        "days": days_of(visits),
        "count": len(visits),
        "narrowed": narrowed,
        "kept": kept,
        "previous": at(week=(monday - timedelta(days=7)).isoformat()),
        "following": at(week=(monday + timedelta(days=7)).isoformat()),
        "clear_url": f"{address}?week={monday.isoformat()}",
        "mine_url": at(mine="" if filters.mine else "1"),
        "filters": filters,
        "export_url": f"{reverse('visits:export')}?{kept}",
        "plans": bench.plans,
        "coordinates": bool(bench.coordinated),
        "waiting": waiting_count(bench.coordinated) if bench.coordinated else 0,
        "menus": [
            menu("department", _("部门"), offices_seen(bench)),
            menu("kind", _("做什么"), [(k.value, str(k.label)) for k in Kind]),
            menu("state", _("状态"), [(s.value, str(s.label)) for s in State]),
        ],
    }


def filters_of(request: SignedInRequest) -> Filters:
    """Return what the address narrows the list to; what is no such word narrows nothing."""
    given = {name: clean_text(str(value)) for name, value in request.GET.items()}
    kind, state = given.get("kind", ""), given.get("state", "")
    return Filters(
        department=given.get("department", "")[:40],
        kind=kind if kind in Kind.values else "",
        state=state if state in State.values else "",
        mine="1" if given.get("mine") else "",
    )


def day_in(text: str, otherwise: date) -> date:
    """Return a day as an address gives it; what is none, or far away, is the other."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return otherwise
    return day if 2000 <= day.year <= 2100 else otherwise


def _week(request: SignedInRequest, day: date | None = None) -> date:
    return week_of(day_in(request.GET.get("week", ""), day or today()))
