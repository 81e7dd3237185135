"""The coordinator's side: what goes beyond a budget, what could be one, who often goes beyond."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from liandong.accounts.http import SignedInRequest
from liandong.kit.refusals import Refused
from liandong.visits import actions, queries
from liandong.visits.pages.desk import day_in
from liandong.visits.pages.rows import line_of, lines_of
from liandong.visits.queries import Bench
from liandong.visits.queries.lists import consents_for, proposals_for


def _bench(request: SignedInRequest) -> Bench:
    bench = queries.bench_of(request.user)
    if not bench.coordinated:
        raise Http404
    return bench


@require_GET
def consents(request: SignedInRequest) -> HttpResponse:
    """What waits, what could go together, what went beyond."""
    found = consents_for(_bench(request))
    context = {
        "asked": [(line_of(a.visit), a.budget, lines_of(a.others)) for a in found.asked],
        "proposals": [(p, lines_of(p.visits)) for p in found.proposals],
        "offices": found.offices,
        "free": lines_of(found.free),
        "first": found.first,
        "last": found.last,
    }
    return render(request, "visits/desk/consents.html", context)


@require_POST
def join_week(request: SignedInRequest) -> HttpResponse:
    """Make one of several, as proposed; what has changed meanwhile is not joined."""
    bench = _bench(request)
    named = set(request.POST.getlist("visit"))
    for proposal in proposals_for(bench):
        if {v.reference for v in proposal.visits} == named:
            try:
                actions.join_week(
                    proposal.visits,
                    on=day_in(request.POST.get("on", ""), proposal.on),
                    by=request.user,
                )
            except Refused as refused:
                messages.error(request, refused.message)
            else:
                messages.success(request, _("合成了一次，各部门会收到消息。"))
            return redirect("visits:consents")
    messages.error(request, _("有人改了日子，请看看新的。"))
    return redirect("visits:consents")
