"""What finds words inside the texts of appeals: an index kept in a table of its own, behind the intake."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from liandong.appeals.models.appeal import Appeal


class SearchRow(models.Model):
    """The windows of an appeal's title and text and who leads it, as numbers (`queries.search.codes_of`).

    Numbers, not a tsvector: a third of the room, and compared in one step. The index gathers new
    entries in a list that `actions.index_batch` merges a batch at a time.
    """

    appeal = models.OneToOneField(
        Appeal, models.CASCADE, primary_key=True, related_name="search_row", db_constraint=False
    )
    filed_at = models.DateTimeField()
    windows = ArrayField(models.IntegerField())

    class Meta:
        verbose_name = verbose_name_plural = _("检索")
        indexes = [
            GinIndex(
                fields=["windows"],
                name="search_windows",
                fastupdate=True,
                gin_pending_list_limit=512 * 1024,  # KB: never merged while rows are inserted
            ),
        ]

    def __str__(self) -> str:
        return str(self.appeal_id)


class SearchQueue(models.Model):
    """An appeal that is new, or whose text or lead has changed since it was indexed.

    Filled by a trigger (migration 0003), so that no way of writing an appeal can forget it, and emptied
    by the indexer. One appeal may wait twice: nobody waits for anybody to put one in.
    """

    appeal_id = models.BigIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = _("待检索")

    def __str__(self) -> str:
        return str(self.appeal_id)
