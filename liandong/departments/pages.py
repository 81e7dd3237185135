"""Pages about one's absence: who stands in, from when until when."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from liandong.accounts.http import SignedInRequest
from liandong.accounts.models import User
from liandong.departments import queries
from liandong.departments.actions import ask_for_another, end_stand_in, set_stand_in
from liandong.departments.enums import PERSONAL
from liandong.departments.forms import StandInForm
from liandong.departments.models import StandIn
from liandong.kit.refusals import Refused


def _away(request: SignedInRequest) -> User:
    """Return whose absence the page is about: one's own, or that of somebody one may speak for."""
    username = request.GET.get("for", "")
    if not username or username == request.user.username:
        return request.user
    if queries.is_admin(request.user):
        return get_object_or_404(User, username=username, is_active=True)
    return get_object_or_404(queries.led_people_of(request.user), username=username)


@require_http_methods(["GET", "POST"])
def stand_in(request: SignedInRequest) -> HttpResponse:
    """Who stands in for a person, for whom they stand in, and a form to set another."""
    away = _away(request)
    form = StandInForm(request.POST or None, away=away)
    if form.is_valid():
        try:
            set_stand_in(away, **form.cleaned_data, by=request.user)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("设好了，到时自动转给代办人，计时不停。"))
            return redirect(request.get_full_path())
    context = {
        "form": form,
        "away": away,
        "is_own": away == request.user,
        "passed_on": [
            f"{a.department or a.region} {a.get_role_display()}"
            for a in queries.appointments_of(away)
            if a.in_place_of is None and a.role not in PERSONAL
        ],
        "stand_ins": queries.stand_ins_of(away),
        "colleagues": form.fields["stand_in"].queryset,  # type: ignore[attr-defined]
        "led": queries.led_people_of(request.user),
    }
    return render(request, "departments/stand_in.html", context, status=422 if form.errors else 200)


def _named(request: SignedInRequest, user: User) -> StandIn:
    """Return the stand-in that a button names, for either side of it, or 404."""
    try:
        starts_on = date.fromisoformat(request.POST.get("starts_on", ""))
    except ValueError:
        raise Http404 from None
    return queries.stand_in_of(user, request.POST.get("away", ""), starts_on)


@require_POST
def ask(request: SignedInRequest) -> HttpResponse:
    """Ask whom one stands in for to choose somebody else."""
    asked = _named(request, request.user)
    ask_for_another(asked, by=request.user)
    messages.success(
        request,
        _("已请%(name)s和部门负责人另选代办人，选好之前仍由您代办。") % {"name": asked.away},
    )
    return redirect("departments:stand_in")


@require_POST
def end(request: SignedInRequest) -> HttpResponse:
    """End a stand-in early."""
    away = _away(request)
    end_stand_in(_named(request, away), by=request.user)
    messages.success(request, _("代办已结束。"))
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"/me/stand-in/?{query}" if query else "departments:stand_in")
