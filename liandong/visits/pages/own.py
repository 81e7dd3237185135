"""谁要来: an enterprise's own calendar on the phone, and what of its own ends soon."""

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liandong.accounts.http import SignedInRequest
from liandong.departments.queries import today
from liandong.enterprises.queries import current_enterprise
from liandong.visits import queries
from liandong.visits.pages.rows import lines_of


@require_safe
def calendar(request: SignedInRequest) -> HttpResponse:
    """Who comes, why, whom to ring up; who came this year; what ends soon."""
    enterprise = current_enterprise(request)
    if enterprise is None:
        raise Http404
    day = today()
    coming, past = queries.own_calendar(request.user, enterprise, day)
    budget, free = queries.own_budget(enterprise, day, coming + past)
    came, rang = queries.own_count(past)
    context = {
        "enterprise": enterprise,
        "today": day,
        "budget": budget,
        "coming": [replace(line, free=free.get(line.visit.pk, "")) for line in lines_of(coming)],
        "past": [replace(line, free=free.get(line.visit.pk, "")) for line in lines_of(past)],
        "count": came,
        "calls": rang,
        "soon": [(one, (one.until - day).days) for one in queries.endings_of(enterprise, day)],
    }
    return render(request, "visits/calendar.html", context)
