"""Enterprises that look alike: the names they share, and what coordinators have said of them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from liandong.enterprises.models.enterprise import Enterprise


class Apart(models.Model):
    """Two enterprises that bear one name and are two all the same; `one` came first."""

    one = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    other = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("不是同一家")
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="apart_once"),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")), name="apart_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"


class BorneTwice(models.Model):
    """A name that several enterprises of one county bear or have borne; kept by a trigger (migration 0012).

    `newest` is the number of the latest that came by it.
    """

    name = models.TextField()
    county = models.CharField(max_length=6)
    newest = models.BigIntegerField(db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = _("重名")
        constraints = [models.UniqueConstraint(fields=["name", "county"], name="borne_twice_once")]

    def __str__(self) -> str:
        return f"{self.county} {self.name}"
