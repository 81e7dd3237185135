"""Who acts for an enterprise: its members, for all of them; invitations and consent, for administrators."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from liandong.accounts.http import SignedInRequest
from liandong.enterprises import queries
from liandong.enterprises.actions import (
    change_member,
    decide_join_request,
    invite_member,
    leave,
    remove_member,
    withdraw_invitation,
)
from liandong.enterprises.enums import MemberRole, RequestKind
from liandong.enterprises.forms import DecideForm, InviteForm
from liandong.kit.refusals import Refused


@require_http_methods(["GET", "POST"])
def members(request: SignedInRequest, uscc: str) -> HttpResponse:
    """List the members; an administrator invites by telephone number and consents to requests."""
    enterprise = queries.enterprise_for(request.user, uscc)
    form = InviteForm(request.POST or None)
    if form.is_valid():
        role = MemberRole(form.cleaned_data["role"])
        try:
            invite_member(enterprise, phone=form.cleaned_data["phone"], role=role, by=request.user)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("邀请已发出，对方用这个手机号登录就会看到。"))
            return redirect("enterprises:members", enterprise.uscc)
    context = {
        "enterprise": enterprise,
        "form": form,
        "members": queries.members_for(request.user, enterprise),
        "administers": queries.is_administrator(request.user, enterprise),
        "invitations": queries.invitations_of(request.user, enterprise),
        "requests": queries.join_requests_for(request.user).filter(enterprise=enterprise),
    }
    return render(request, "enterprises/members.html", context, status=422 if form.errors else 200)


@require_POST
def member(request: SignedInRequest, uscc: str, username: str) -> HttpResponse:
    """Change what one member may do, or end the membership; one's own too."""
    enterprise = queries.enterprise_for(request.user, uscc)
    person = queries.member_for(request.user, enterprise, username)
    act = request.POST.get("act", "")
    if act == "remove":
        remove_member(person, by=request.user)
        messages.success(request, _("%(name)s已不再是成员。") % {"name": person.user})
    elif act in MemberRole.values:
        change_member(person, role=MemberRole(act), by=request.user)
        messages.success(request, _("已改好。"))
    else:
        return HttpResponseBadRequest()
    return redirect("enterprises:members", enterprise.uscc)


@require_http_methods(["GET", "POST"])
def part(request: SignedInRequest, uscc: str) -> HttpResponse:
    """Leave an enterprise; the last administrator says to whom it is handed over."""
    enterprise = queries.enterprise_for(request.user, uscc)
    mine = queries.member_for(request.user, enterprise, request.user.username)
    others = queries.members_for(request.user, enterprise).exclude(pk=mine.pk)
    trouble = ""
    if request.method == "POST":
        to = others.filter(user__username=request.POST.get("to", "").replace("\x00", "")).first()
        try:
            leave(mine, handing_to=to, by=request.user)
        except Refused as refused:
            trouble = refused.message
        else:
            messages.success(request, _("您已离开%(name)s。") % {"name": enterprise.name})
            return redirect("enterprises:me")
    context = {
        "enterprise": enterprise,
        "last": queries.is_last_administrator(mine),
        "others": others,
        "trouble": trouble,
    }
    return render(request, "enterprises/leave.html", context, status=422 if trouble else 200)


@require_POST
def uninvite(request: SignedInRequest, uscc: str) -> HttpResponse:
    """Take back an invitation that nobody has accepted."""
    enterprise = queries.enterprise_for(request.user, uscc)
    phone = request.POST.get("phone", "")
    invitation = queries.invitation_of(request.user, enterprise, phone)
    withdraw_invitation(invitation, by=request.user)
    messages.success(request, _("邀请已撤回。"))
    return redirect("enterprises:members", enterprise.uscc)


@require_POST
def decide(request: SignedInRequest, uscc: str, username: str) -> HttpResponse:
    """Consent to a request to join, or not; the administrator's button and the coordinator's."""
    wanted = queries.join_request_for(request.user, uscc, username)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    decide_join_request(wanted, **form.cleaned_data, by=request.user)
    name = wanted.user
    if form.cleaned_data["agreed"] and wanted.kind == RequestKind.CLAIM:
        messages.success(request, _("已同意%(name)s认领。") % {"name": name})
    elif form.cleaned_data["agreed"]:
        messages.success(request, _("已同意%(name)s加入。") % {"name": name})
    else:
        messages.success(request, _("已告诉%(name)s不同意的理由。") % {"name": name})
    if queries.is_administrator(request.user, wanted.enterprise):
        return redirect("enterprises:members", uscc)
    return redirect("enterprises:waiting")
