"""What waits for a coordinator: requests to join, and enterprises that registered themselves."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liandong.accounts.http import SignedInRequest
from liandong.enterprises import queries
from liandong.enterprises.actions import verify_enterprise


@require_safe
def waiting(request: SignedInRequest) -> HttpResponse:
    """List both, oldest first; empty for whoever coordinates nothing."""
    context = {
        "requests": queries.join_requests_for(request.user),
        "unverified": queries.unverified_enterprises_for(request.user),
    }
    return render(request, "enterprises/waiting.html", context)


@require_POST
def verify(request: SignedInRequest, uscc: str) -> HttpResponse:
    """Say that an enterprise is what its licence says."""
    enterprise = queries.unverified_enterprise_for(request.user, uscc)
    verify_enterprise(enterprise, by=request.user)
    messages.success(request, _("%(name)s已核验。") % {"name": enterprise.name})
    return redirect("enterprises:waiting")
