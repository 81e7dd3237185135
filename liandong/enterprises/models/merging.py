"""What coordinators have said of enterprises that look alike."""

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
