"""What makes reading fast: names by their windows, and one fact of all enterprises packed in blocks."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from liandong.enterprises.models.enterprise import Enterprise


class SearchName(models.Model):
    """Name, initials and code of an enterprise as they are looked for; kept by a trigger (migration 0003)."""

    enterprise = models.OneToOneField(
        Enterprise, models.CASCADE, primary_key=True, related_name="search_name"
    )
    region = models.CharField(max_length=12)
    text = models.TextField()
    windows = ArrayField(models.IntegerField())

    class Meta:
        verbose_name = verbose_name_plural = _("企业检索")
        indexes = [GinIndex(fields=["windows"], name="enterprise_windows")]

    def __str__(self) -> str:
        return str(self.enterprise_id)


class Block(models.Model):
    """One fact of 8,192 neighbouring enterprises: which of them have it, and its values side by side.

    `values` are little-endian float64; for words, int32 places in `words`.
    """

    kind = models.CharField(max_length=40)
    number = models.IntegerField()
    present = models.BinaryField()
    values = models.BinaryField()
    words = ArrayField(models.TextField(), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("数据块")
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="block_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class StaleBlock(models.Model):
    """A block whose sheets have changed since it was made; filled by a trigger, one may wait twice."""

    number = models.IntegerField()

    class Meta:
        verbose_name = verbose_name_plural = _("待更新的数据块")

    def __str__(self) -> str:
        return str(self.number)
