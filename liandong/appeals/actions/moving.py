"""Appeals of an enterprise that turns out to be another."""

from django.db.models import Q

from liandong.appeals.models import Appeal, Draft
from liandong.enterprises.models import Enterprise


def move(wrong: Enterprise, into: Enterprise) -> dict[str, list[int]]:
    """Move the appeals of one enterprise to another, and what is being typed; of two drafts the later stays."""
    appeals = Appeal.objects.filter(enterprise=wrong)
    moved = {"appeals_appeal": sorted(appeals.values_list("pk", flat=True))}
    appeals.update(enterprise=into)
    kept: dict[int, int] = {}
    for draft in Draft.objects.filter(Q(enterprise=wrong) | Q(enterprise=into)).order_by(
        "-changed_at", "-pk"
    ):
        if draft.user_id in kept:
            draft.delete()
        else:
            kept[draft.user_id] = draft.pk
    theirs = Draft.objects.filter(enterprise=wrong)
    moved["appeals_draft"] = sorted(theirs.values_list("pk", flat=True))
    theirs.update(enterprise=into)
    return moved
