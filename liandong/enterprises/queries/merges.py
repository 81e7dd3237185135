"""Which registrations were merged into which, for whoever may take it back."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from liandong.accounts.models import User
from liandong.departments.enums import Role
from liandong.departments.queries import region_codes_of, within
from liandong.enterprises.models import Enterprise
from liandong.journal.actions import name_of
from liandong.journal.models import Entry
from liandong.kit.codes import normal_uscc

MOST_MERGES = 20


def merges_for(user: User) -> QuerySet[Enterprise]:
    """Return what was merged in a coordinator's regions, the latest first; 404 for whoever coordinates nothing."""
    codes = region_codes_of(user, Role.COORDINATOR)
    if not codes:
        raise Http404
    rows = Enterprise.objects.filter(within(codes), within(codes, "merged_into__region"))
    return (
        rows.filter(merged_into__isnull=False).select_related("merged_into").order_by("-merged_at")
    )


def merged_one_for(user: User, uscc: str) -> Enterprise:
    """Return what was merged by its old code, for a coordinator of both regions, or 404."""
    return get_object_or_404(merges_for(user), uscc=normal_uscc(uscc))


def merge_of(wrong: Enterprise) -> Entry | None:
    """Return the trail of an enterprise's last merge; for code, not eyes."""
    stays = Q(pk=wrong.merged_into_id) | Q(merged_into=wrong.merged_into_id)
    subjects = [name_of(one) for one in Enterprise.objects.filter(stays)]
    trail = Entry.objects.filter(
        subject__in=subjects, verb="enterprise.merged", data__wrong=wrong.pk
    )
    return trail.order_by("-pk").first()
