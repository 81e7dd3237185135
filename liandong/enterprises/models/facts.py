"""What was said of enterprises, by whom and when, and what holds now."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from liandong.enterprises.models.catalogue import Source
from liandong.enterprises.models.enterprise import Enterprise


class Batch(models.Model):
    """Many reports taken in together, such as a file."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    on = models.DateField(_("截至"))
    name = models.CharField(_("文件"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("导入时间"))
    rows = models.PositiveIntegerField(_("行数"), default=0)
    imported = models.PositiveIntegerField(_("已导入"), default=0)
    rejected = models.PositiveIntegerField(_("未导入"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("批量导入")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class Report(models.Model):
    """What one source said of one enterprise as of one day: the history; the database never loses one."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+", db_index=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    facts = models.JSONField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = verbose_name_plural = _("企业信息记录")
        indexes = [models.Index(fields=["enterprise", "-on", "-id"], name="reports_of_enterprise")]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.source_id} {self.on}"


class Sheet(models.Model):
    """What holds of one enterprise now: `{code: [value, source, on, report, others]}` (`rules.winning`)."""

    enterprise = models.OneToOneField(
        Enterprise, models.PROTECT, primary_key=True, related_name="sheet"
    )
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name = verbose_name_plural = _("企业信息表")

    def __str__(self) -> str:
        return str(self.enterprise_id)


class Change(models.Model):
    """Which facts of an enterprise have changed, for whoever follows by number."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+", db_index=False)
    codes = ArrayField(models.CharField(max_length=40))
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("企业信息变动")

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.at}"
