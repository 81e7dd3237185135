"""After the two years: notices of the last days only, everything searchable, the journal sealed."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F

from liandong.appeals.actions import index_batch
from liandong.journal.clock import seal_now
from liandong.notices.actions import forget_untold, tell_waiting
from liandong.notices.models import Notice

TOLD = timedelta(days=14)  # of what is older nobody is told any more
READ = timedelta(hours=20)  # what is older than this has been read


def tell_of_late(end: datetime) -> None:
    """Tell everybody of the last two weeks; what is older than yesterday counts as read.

    Nothing leaves the house: nobody in the sample has an outside channel.
    """
    forget_untold(end - TOLD)
    while tell_waiting().entries:
        pass
    Notice.objects.filter(at__lt=end - READ).update(read_at=F("at") + timedelta(hours=2))


def leave_tidy() -> None:
    """Index what was filed, seal the journal, and let the database count what it has."""
    while index_batch():
        pass
    if not connection.in_atomic_block:  # in a test that is rolled back there is nothing to seal
        seal_now()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
