"""What waits for a coordinator: requests to join, and enterprises that registered themselves."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liandong.accounts.http import SignedInRequest
from liandong.departments.enums import Role
from liandong.departments.queries import region_codes_of
from liandong.enterprises import queries
from liandong.enterprises.actions import (
    decide_dispute,
    issue_claim_code,
    show_contact_phone,
    verify_enterprise,
)
from liandong.enterprises.enums import CodeWay, Outcome
from liandong.enterprises.rules.claiming import LASTS
from liandong.kit.codes import is_provisional, mask_phone
from liandong.kit.now import now


@require_safe
def waiting(request: SignedInRequest) -> HttpResponse:
    """List both, oldest first; whoever coordinates nothing has no such page."""
    if not region_codes_of(request.user, Role.COORDINATOR):
        raise Http404
    return _page(request)


def _page(request: SignedInRequest, shown: str = "", phone: str = "") -> HttpResponse:
    context = {
        "requests": queries.with_papers(queries.join_requests_for(request.user)),
        "outcomes": [(o.value, o.label) for o in Outcome],
        "unverified": [
            (
                e,
                phone if e.uscc == shown else mask_phone(e.contact_phone),
                e.uscc == shown,
                is_provisional(e.uscc),
            )
            for e in queries.unverified_enterprises_for(request.user).prefetch_related("proofs")
        ],
    }
    return render(request, "enterprises/waiting.html", context)


@require_POST
def verify(request: SignedInRequest, uscc: str) -> HttpResponse:
    """Say that an enterprise is what its licence says."""
    enterprise = queries.unverified_enterprise_for(request.user, uscc)
    enterprise = verify_enterprise(
        enterprise, uscc=request.POST.get("uscc", "").replace("\x00", ""), by=request.user
    )
    messages.success(request, _("%(name)s已核验。") % {"name": enterprise.name})
    return redirect("enterprises:waiting")


@require_POST
def phone(request: SignedInRequest, uscc: str) -> HttpResponse:
    """Show the number of one that waits, on this answer only; the look is recorded."""
    enterprise = queries.unverified_enterprise_for(request.user, uscc)
    return _page(request, enterprise.uscc, show_contact_phone(enterprise, by=request.user))


@require_POST
def settle(request: SignedInRequest, uscc: str, username: str) -> HttpResponse:
    """Say how a dispute about who manages an enterprise ends."""
    raised = queries.dispute_for(request.user, uscc, username)
    outcome = request.POST.get("outcome", "")
    if outcome not in Outcome.values:
        return HttpResponseBadRequest()
    decide_dispute(
        raised,
        outcome=Outcome(outcome),
        reason=request.POST.get("reason", "").replace("\x00", "")[:200],
        by=request.user,
    )
    messages.success(request, _("已决定，双方都会收到您写的理由。"))
    return redirect("enterprises:waiting")


@require_POST
def letter(request: SignedInRequest, uscc: str) -> HttpResponse:
    """The letter with a code, on this answer only; it is printed and sent to the registered address."""
    reach = queries.desk_reach(request.user)
    enterprise = queries.enterprise_file_for(request.user, uscc, reach)
    code = issue_claim_code(enterprise, by=request.user)
    start = settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")
    context = {
        "enterprise": enterprise,
        "code": code,
        "until": now() + LASTS[CodeWay.LETTER],
        "address": f"{start}{reverse('enterprises:find')}",
        "office": request.user,
    }
    response = render(request, "enterprises/letter.html", context)
    response["Cache-Control"] = "no-store"
    return response
