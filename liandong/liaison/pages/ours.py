"""The enterprise's phone: who keeps in touch with it, and what it says to a problem heard on a visit."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liandong.accounts.http import SignedInRequest
from liandong.enterprises.queries import current_enterprise, is_member
from liandong.kit.now import now
from liandong.kit.refusals import Refused
from liandong.liaison import actions, queries
from liandong.liaison.enums import ProblemState
from liandong.liaison.forms import AnswerForm, as_typed
from liandong.liaison.models import Problem
from liandong.liaison.pages import words


@require_safe
def ours(request: SignedInRequest) -> HttpResponse:
    """Who keeps in touch with one's enterprise, and what it told them; whoever stands in an office has no such page."""
    enterprise = current_enterprise(request)
    if enterprise is None:
        raise Http404
    problems = queries.problems_for(request.user).filter(enterprise=enterprise)
    context = {
        "enterprise": enterprise,
        "office": enterprise.region.office,
        "office_phone": enterprise.region.office_phone,
        "people": queries.liaisons_of(enterprise),
        "problems": [
            {"problem": one, "when": words.when(one.asked_at, now())}
            for one in problems.order_by("-asked_at")[:20]
        ],
    }
    return render(request, "liaison/phone/ours.html", context)


@require_http_methods(["GET", "POST"])
def problem(request: SignedInRequest, reference: str) -> HttpResponse:
    """A problem as the liaison has put it down: the enterprise rewords it and agrees, or says no."""
    found = queries.problem_for(request.user, reference)
    if not is_member(request.user, found.enterprise):
        raise Http404
    if request.method != "POST" or found.state != ProblemState.ASKED:
        if found.appeal:
            return redirect(found.appeal)
        return _page(request, found)
    form = AnswerForm(as_typed(request.POST))
    agreed = request.POST.get("act") != "no"
    if not agreed or form.is_valid():
        typed = form.cleaned_data if agreed else {}
        try:
            done = actions.consent_problem(
                found,
                agreed=agreed,
                text=typed.get("text"),
                confidential=typed.get("confidential", False),
                by=request.user,
            )
        except Refused as no:
            form.add_error(None, no.message)
        else:
            if done.appeal is None:
                messages.success(request, _("好的，不提。有需要随时说。"))
                return redirect("liaison:ours")
            said = _("已收到，编号 %(reference)s") % {"reference": done.appeal.reference}
            messages.success(request, said)
            return redirect(done.appeal)
    return _page(request, found, form)


def _page(request: SignedInRequest, found: Problem, form: AnswerForm | None = None) -> HttpResponse:
    context = {
        "problem": found,
        "when": words.when(found.asked_at, now()),
        "form": form or AnswerForm(initial={"text": found.text}),
        "asked": found.state == ProblemState.ASKED,
    }
    return render(request, "liaison/phone/problem.html", context, status=422 if form else 200)
