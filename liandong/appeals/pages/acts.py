"""Every act with an appeal: what it will do and to whom, its form, and doing it."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liandong.accounts.http import SignedInRequest
from liandong.appeals import actions, queries
from liandong.appeals.enums import Act, Hat, ProposalKind
from liandong.appeals.forms import FORMS, ActForm
from liandong.appeals.models import Appeal
from liandong.appeals.pages import words
from liandong.appeals.pages.desk import render_case
from liandong.appeals.rules import limits, moves
from liandong.departments.queries import calendar_of
from liandong.kit.refusals import Refused

ON_RATE_PAGE = {Act.CONFIRM, Act.DISPUTE}


@require_http_methods(["GET", "POST"])
def act(request: SignedInRequest, reference: str, act: str) -> HttpResponse:
    """Show an act's form, or do it. An act that is refused says why and leads to the appeal."""
    if act not in Act.values:
        raise Http404
    doing = Act(act)
    appeal = queries.appeal_for(request.user, reference)
    hats = queries.hats_of(request.user, appeal)
    try:
        if request.method == "GET" and doing not in {*ON_RATE_PAGE, Act.ANSWER}:
            hat = queries.require_now(request.user, appeal, doing)
        else:
            hat = queries.require_move(request.user, appeal, doing)
        if request.method == "POST":
            return _perform(request, appeal, doing, hat)
    except Refused as no:
        messages.error(request, no.message)
        return _onward(request, appeal, Hat.ENTERPRISE if hats == {Hat.ENTERPRISE} else Hat.READER)
    if doing in ON_RATE_PAGE:
        return redirect("appeals:rate", reference)
    if doing == Act.ANSWER:  # beside the question, when there is one
        return redirect(f"{appeal.get_absolute_url()}#question")
    return _ask(request, appeal, doing, hat, _form(request, appeal, doing))


def _form(request: SignedInRequest, appeal: Appeal, doing: Act) -> ActForm:
    kind = FORMS[doing]
    asked = {name: request.GET[name] for name in kind.base_fields if name in request.GET}
    return kind(appeal=appeal, user=request.user, initial={**_initial(appeal, doing), **asked})


def _ask(
    request: SignedInRequest,
    appeal: Appeal,
    doing: Act,
    hat: Hat,
    form: ActForm,
    status: int = 200,
) -> HttpResponse:
    """Show the form where the person works: on their phone, or inside the open case."""
    context = {
        "act": doing,
        "move": moves.MOVES[doing],
        "form": form,
        "act_url": reverse("appeals:act", args=[appeal.reference, doing.value]),
        "draft": f"act-{appeal.reference}-{doing.value}",
    }
    if hat == Hat.ENTERPRISE:
        return render(
            request, "appeals/phone/act.html", {"appeal": appeal, **context}, status=status
        )
    return render_case(request, appeal, status=status, **context)


def _perform(request: SignedInRequest, appeal: Appeal, doing: Act, hat: Hat) -> HttpResponse:
    form = FORMS[doing](_typed(request), appeal=appeal, user=request.user)
    if not form.is_valid():
        return _ask(request, appeal, doing, hat, form, status=422)
    try:
        done = actions.perform(doing, appeal, **form.cleaned_data, by=request.user)
    except Refused as no:
        if not form.fields:
            raise  # nothing was typed: a message is enough
        form.add_error(None, no.message)
        return _ask(request, appeal, doing, hat, form, status=422)
    if doing == Act.SHOW_PHONE:
        return _at_the_case(request, appeal, render_case(request, appeal, phone=done.contact_phone))
    act = str(doing.label)
    if doing == Act.DECIDE:
        act = _("已同意") if form.cleaned_data["agreed"] else _("没有同意")
    messages.success(
        request,
        words.done_for(doing, done)
        if hat == Hat.ENTERPRISE
        else _("%(act)s：%(title)s") % {"act": act, "title": appeal.title},
        extra_tags=f"draft:act-{appeal.reference}-{doing.value}",
    )
    return _onward(request, appeal, hat)


def _typed(request: SignedInRequest) -> QueryDict:
    """Return what was sent without NUL, which PostgreSQL refuses even to compare with."""
    typed = request.POST.copy()
    for name, values in request.POST.lists():
        typed.setlist(name, [value.replace("\x00", "") for value in values])
    return typed


def _onward(request: SignedInRequest, appeal: Appeal, hat: Hat) -> HttpResponse:
    """Go on after an act: back where it was asked from, to the appeal, or to the list when it has left."""
    onward = request.POST.get("next", "")
    if onward and url_has_allowed_host_and_scheme(onward, {request.get_host()}):
        return redirect(onward)
    if hat == Hat.ENTERPRISE:
        return redirect("appeals:detail", appeal.reference)
    left = not queries.appeals_for(request.user).filter(pk=appeal.pk).exists()
    if request.headers.get("HX-Request"):
        if left:
            return HttpResponse(status=204, headers={"HX-Redirect": reverse("appeals:desk")})
        response = render_case(request, queries.appeal_for(request.user, appeal.reference))
        response.headers["HX-Trigger"] = "desk-changed"
        return _at_the_case(request, appeal, response)
    return redirect("appeals:desk") if left else redirect(_case_address(request, appeal))


def _at_the_case(request: SignedInRequest, appeal: Appeal, response: HttpResponse) -> HttpResponse:
    """Lead the address bar to the case when the act's own address had been opened, by a link."""
    opened = urlsplit(request.headers.get("HX-Current-URL", "")).path
    if opened.startswith(reverse("appeals:detail", args=[appeal.reference])):
        response.headers["HX-Replace-Url"] = _case_address(request, appeal)
    return response


def _case_address(request: SignedInRequest, appeal: Appeal) -> str:
    kept = request.GET.urlencode()
    return reverse("appeals:case", args=[appeal.reference]) + (f"?{kept}" if kept else "")


def _initial(appeal: Appeal, doing: Act) -> dict[str, Any]:
    """Return what the form already knows: the routing's first choice, the department that was proposed."""
    match doing:
        case Act.DISPATCH if appeal.suggestions:
            return {"department": appeal.suggestions[0]["department"]}
        case Act.RULE:
            proposal = (
                appeal.proposals.filter(kind=ProposalKind.RETURN, agreed__isnull=True)
                .select_related("to")
                .first()
            )
            return {"department": proposal.to.code if proposal and proposal.to else ""}
        case Act.MERGE if appeal.repeats:
            return {"into": appeal.repeats.reference}
        case Act.EXTEND if appeal.due_at:
            calendar = calendar_of(appeal.lead, appeal.region)
            return {"until": limits.next_working_day(appeal.due_at, calendar)}
        case Act.FULFIL_STEP:
            step = appeal.steps.filter(done_at__isnull=True).order_by("number").first()
            return {"number": step.number if step else 1}
    return {}
