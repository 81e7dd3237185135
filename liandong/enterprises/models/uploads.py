"""A table that somebody has brought: looked through first, then taken in."""

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from liandong.enterprises.enums import UploadState


class Upload(models.Model):
    """A file on its way into the base, with what became of its rows.

    `units` are what people said of headings without one; `found` is what the look has found (`import_file`).
    `columns` are pairs of heading and fact (empty: not wanted); `meanings` what people said of headings;
    `total` how many rows the first look counted; `reasons` pairs of row and why, the first of them;
    `alike` code and name of rows whose name another enterprise bears, and its code.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    name = models.CharField(_("文件"), max_length=200)
    source = models.CharField(_("来源"), max_length=40)
    on = models.DateField(_("截至"))
    state = models.CharField(max_length=10, choices=UploadState, default=UploadState.LOOKING)
    sure = models.BooleanField(default=False)
    total = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    columns = models.JSONField(default=list)
    meanings = models.JSONField(default=dict)
    units = models.JSONField(default=dict)
    found = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)
    alike = models.JSONField(default=list)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("导入的表格")
        ordering = ["-at"]
        indexes = [models.Index(fields=["by", "-at"], name="uploads_of_person")]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where the file is kept until it is taken in; no address leads there."""
        return Path(settings.MEDIA_ROOT) / "imports" / str(self.pk)

    @property
    def rejects(self) -> Path:
        """Where the rows are that were set aside."""
        return self.path.with_suffix(".csv")

    @property
    def is_busy(self) -> bool:
        """Whether the worker has it in hand."""
        return self.state in {UploadState.LOOKING, UploadState.TAKING}
