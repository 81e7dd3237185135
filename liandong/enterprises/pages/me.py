"""我的: who I am, where I stand, how it looks, how I sign in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liandong.accounts.http import SignedInRequest
from liandong.departments.enums import Role
from liandong.departments.queries import calendars_without_days, is_admin, standing_of
from liandong.enterprises import queries
from liandong.kit.codes import mask_phone


@require_safe
def me(request: SignedInRequest) -> HttpResponse:
    """Who one is, the places one may act from, and the ways to all settings."""
    user, place = request.user, queries.current_place(request)
    standing = standing_of(user)
    memberships = queries.memberships_of(user)
    places = queries.places_of(user)
    administers = is_admin(user)
    asked = list(queries.join_requests_for(user))
    has_office = any(p.is_office for p in places)
    enterprise = place.enterprise if place else None
    context = {
        "phone": mask_phone(user.phone or ""),
        "place": place,
        "places": places,
        "has_office": has_office,
        "several_offices": sum(p.is_office for p in places) > 1,
        "own_rows": queries.rows_of(user, standing, enterprise) if enterprise else [],
        "office_rows": queries.rows_of(user, standing, None) if has_office else [],
        "memberships": memberships,
        "invitations": queries.invitations_to(user),
        "coordinates": bool(standing.region_codes(Role.COORDINATOR)),
        "waiting": len(asked) + queries.unverified_enterprises_for(user).count(),
        "asked": {r.enterprise_id for r in asked},
        "is_admin": administers,
        "lacking": calendars_without_days() if administers else {},
    }
    return render(request, "enterprises/me.html", context)


@require_POST
def switch(request: SignedInRequest) -> HttpResponse:
    """Stand somewhere else from now on: in another enterprise, or in one's office."""
    key = request.POST.get("place", "")
    chosen = next((p for p in queries.places_of(request.user) if p.key == key), None)
    if chosen is None:
        messages.error(request, _("您不在那里任职了，请另选一处。"))
        return redirect("enterprises:me")
    request.session[queries.SESSION_KEY] = chosen.key
    words = (
        _("工作台现在显示%(name)s的清单。") if chosen.is_office else _("现在以%(name)s的身份办理。")
    )
    messages.success(request, words % {"name": chosen.name})
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/desk/" if chosen.is_office else "/"
    return redirect(back)
