"""What waits for a coordinator: requests to join, and enterprises that registered themselves."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liandong.accounts.http import SignedInRequest
from liandong.departments.enums import Role
from liandong.departments.queries import region_codes_of
from liandong.enterprises import queries
from liandong.enterprises.actions import show_contact_phone, verify_enterprise
from liandong.kit.codes import is_provisional, mask_phone


@require_safe
def waiting(request: SignedInRequest) -> HttpResponse:
    """List both, oldest first; whoever coordinates nothing has no such page."""
    if not region_codes_of(request.user, Role.COORDINATOR):
        raise Http404
    return _page(request)


def _page(request: SignedInRequest, shown: str = "", phone: str = "") -> HttpResponse:
    context = {
        "requests": queries.join_requests_for(request.user),
        "unverified": [
            (
                e,
                phone if e.uscc == shown else mask_phone(e.contact_phone),
                e.uscc == shown,
                is_provisional(e.uscc),
            )
            for e in queries.unverified_enterprises_for(request.user)
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
