"""What an enterprise on the list in force is told: its tier and what that means, no score, no place."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liandong.accounts.http import SignedInRequest
from liandong.enterprises.queries import current_enterprise
from liandong.keylists.queries.around import list_ahead, own_place


@require_safe
def own(request: SignedInRequest) -> HttpResponse:
    """Tell an enterprise that it is a key enterprise; whoever is none has no such page."""
    enterprise = current_enterprise(request)
    entry = own_place(enterprise) if enterprise else None
    if entry is None:
        raise Http404
    return render(
        request,
        "keylists/own.html",
        {"entry": entry, "enterprise": enterprise, "ahead": list_ahead(entry)},
    )
