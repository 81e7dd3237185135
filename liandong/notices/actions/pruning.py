"""Old notices go; the journal, from which they were told, stays."""

from datetime import datetime, timedelta

from django.db.models import Q

from liandong.notices.models import Notice
from liandong.notices.queries.outlets import retention

BATCH = 2000


def forget_old_notices(moment: datetime) -> int:
    """Delete notices that were read and those that are too old in any case; return how many. Their deliveries go too.

    In small pieces, oldest first, each in a transaction of its own.
    """
    kept = retention()
    old = Q(at__lt=moment - timedelta(days=kept.all_days))
    read = Q(at__lt=moment - timedelta(days=kept.read_days), read_at__isnull=False)
    gone, last = 0, 0
    while numbers := list(
        Notice.objects.filter(old | read, pk__gt=last)
        .order_by("pk")
        .values_list("pk", flat=True)[:BATCH]
    ):
        Notice.objects.filter(pk__in=numbers).delete()
        gone, last = gone + len(numbers), numbers[-1]
    return gone
