"""安排一次 and 补记: find the enterprise, see its quarter, say who goes when and why."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liandong.accounts.http import SignedInRequest
from liandong.accounts.models import User
from liandong.departments.queries import today
from liandong.enterprises.models import Enterprise
from liandong.enterprises.queries import enterprise_file_for, found
from liandong.kit.refusals import Refused
from liandong.kit.text import clean_text
from liandong.visits import actions, queries
from liandong.visits.enums import State
from liandong.visits.forms import DoneForm, PlanForm
from liandong.visits.models import Visit
from liandong.visits.pages.desk import day_in, list_context
from liandong.visits.pages.rows import lines_of, next_working
from liandong.visits.queries import Bench
from liandong.visits.queries.lists import ahead_of
from liandong.visits.rules.budget import quarter_of

HITS = 8
LONGEST_Q = 50


@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Find an enterprise; then plan to go there, or write down that one has been."""
    bench = queries.bench_of(request.user)
    if not bench.plans:
        raise Http404
    enterprise = _enterprise(request, bench)
    if enterprise is None:
        return _find(request, bench)
    done = bool(request.GET.get("done"))
    if request.method != "POST":
        return _page(request, bench, enterprise, done)
    form = _form(request, bench, done)
    if form.is_valid():
        try:
            visit = _save(request, bench, enterprise, done, form.cleaned_data)
        except Refused as refused:
            form.add_error("reason" if refused.code in ON_REASON else None, refused.message)
        else:
            messages.success(request, _said(visit))
            return redirect("visits:visit", visit.reference)
    return _page(request, bench, enterprise, done, form)


ON_REASON = {"visit.over", "visit.free_reason"}


def _enterprise(request: SignedInRequest, bench: Bench) -> Enterprise | None:
    uscc = request.GET.get("enterprise", "")
    if not uscc:
        return None
    enterprise = enterprise_file_for(request.user, uscc)
    if not bench.reads(enterprise):
        raise Http404
    return enterprise


def _find(request: SignedInRequest, bench: Bench) -> HttpResponse:
    q = clean_text(request.GET.get("q", ""))[:LONGEST_Q]
    hits = found(request.user, q=q, limit=HITS)[0] if q else []
    budgets = queries.budgets_of(hits, today())
    context = list_context(request, bench) | {
        "q": q,
        "hits": [(e, budgets[e.pk]) for e in hits if bench.reads(e)],
        "done": bool(request.GET.get("done")),
    }
    return render(request, "visits/desk/find.html", context)


def _people(bench: Bench) -> list[User]:
    """Return who may be sent, oneself first: the people of all departments one speaks for."""
    people = {bench.user.pk: bench.user}
    for department in queries.departments_to_send(bench)[:20]:
        people |= {u.pk: u for u in queries.colleagues_to_send(department, bench.user)}
    return list(people.values())


def _form(
    request: SignedInRequest, bench: Bench, done: bool, initial: dict[str, Any] | None = None
) -> DoneForm:
    kind = DoneForm if done else PlanForm
    given = request.POST if request.method == "POST" else None
    return kind(given, initial=initial, bench=bench, people=_people(bench))


def _page(
    request: SignedInRequest,
    bench: Bench,
    enterprise: Enterprise,
    done: bool,
    form: DoneForm | None = None,
) -> HttpResponse:
    usual = today() if done else next_working(today())
    day: date = day_in(request.POST.get("on", request.GET.get("on", "")), usual)
    if form is None:
        own = queries.departments_to_send(bench).first()
        initial = {"on": day, "host": request.user.username, "department": own, "kind": "visit"}
        form = _form(request, bench, done, initial)
    first, last = quarter_of(day)
    calendar = queries.calendar_of(request.user, enterprise, first, last, bench)
    budget = queries.budget_of(enterprise, day)
    context = list_context(request, bench, day) | {
        "enterprise": enterprise,
        "done": done,
        "form": form,
        "day": day,
        "budget": budget,
        "full": budget.spent >= budget.most,
        "calendar": lines_of(v for v in calendar if v.state != State.CANCELLED),
        "together": [] if done else lines_of(ahead_of(enterprise, day, bench)),
    }
    return render(request, "visits/desk/new.html", context, status=422 if form.errors else 200)


def _save(
    request: SignedInRequest,
    bench: Bench,
    enterprise: Enterprise,
    done: bool,
    typed: dict[str, Any],
) -> Visit:
    into = typed.pop("into", "")
    if done:
        return actions.record_done(enterprise, **typed, by=request.user)
    target = queries.visit_for(request.user, into, bench) if into else None
    return actions.plan_visit(enterprise, **typed, into=target, by=request.user)


def _said(visit: Visit) -> str:
    if visit.state == State.WAITING:
        return _("额度满了，已请协调员决定；同意前企业不会收到消息。")
    if visit.state == State.JOINED:
        return _("和对方一起去，不占额度。")
    if visit.state == State.DONE:
        return _("补记好了。")
    if visit.unannounced:
        return _("安排好了，企业不会事先知道。")
    return _("安排好了，企业会收到消息。")
