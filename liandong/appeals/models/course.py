"""What happens to an appeal on its way: pauses, proposals, promises, questions, call-backs, files."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from liandong.appeals.enums import CallBackKind, PauseKind, ProposalKind
from liandong.appeals.models.appeal import Appeal
from liandong.departments.models import Department

USER = settings.AUTH_USER_MODEL


class Pause(models.Model):
    """The clock stood still from `since` until `until`, and both sides saw why."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="pauses")
    kind = models.CharField(max_length=10, choices=PauseKind)
    reason = models.TextField(blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    look_again_on = models.DateField(_("再看日期"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("暂停")
        constraints = [
            models.UniqueConstraint(
                fields=["appeal"], condition=Q(until__isnull=True), name="one_pause_at_a_time"
            ),
            models.CheckConstraint(
                name="pause_ends_after_start",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.since}"


class Proposal(models.Model):
    """A department asks (退单, 延期, 承诺); a coordinator decides."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=10, choices=ProposalKind)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    reason = models.TextField(_("理由"))
    to = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    new_due_at = models.DateTimeField(null=True)
    steps = models.JSONField(default=list)
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decide_by = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)
    note = models.TextField(blank=True)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("申请")
        constraints = [
            models.UniqueConstraint(
                fields=["appeal"], condition=Q(agreed__isnull=True), name="one_open_proposal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.appeal}"


class PromiseStep(models.Model):
    """A dated step of a promise; it stands in the public ledger until it is kept."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(_("做什么"), max_length=300)
    due_at = models.DateTimeField(_("何时前"))
    done_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("承诺步骤")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["appeal", "number"], name="step_numbered_once")
        ]

    def __str__(self) -> str:
        return self.text


class Question(models.Model):
    """Something only the enterprise knows; while it is asked by the lead the clock stands."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="questions")
    text = models.TextField()
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("提问")
        constraints = [
            models.UniqueConstraint(
                fields=["appeal"], condition=Q(answered_at__isnull=True), name="one_open_question"
            )
        ]

    def __str__(self) -> str:
        return self.text[:30]


class CallBack(models.Model):
    """Somebody outside the department asks the enterprise how it really was."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="call_backs")
    kind = models.CharField(max_length=12, choices=CallBackKind)
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    reached = models.BooleanField(null=True)
    finding = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("回访")
        indexes = [
            models.Index(
                fields=["opened_at"], name="call_back_open", condition=Q(done_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.appeal}"


class Remark(models.Model):
    """A note that only the department itself reads."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="remarks")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    text = models.TextField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("内部备注")

    def __str__(self) -> str:
        return self.text[:30]


class Lesson(models.Model):
    """举一反三: what an appeal changed in the rules; everyone who raised it is told."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="lessons")
    text = models.TextField(_("改了什么"))
    link = models.URLField(_("依据链接"), blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("举一反三")

    def __str__(self) -> str:
        return self.text[:30]


class Attachment(models.Model):
    """A photo, PDF or Office file; kept under a random name, served only to those who see the appeal."""

    name = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    appeal = models.ForeignKey(Appeal, models.PROTECT, null=True, related_name="attachments")
    draft_of = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    original = models.CharField(_("文件名"), max_length=200)
    kind = models.CharField(_("类型"), max_length=100)
    size = models.PositiveIntegerField(_("字节"))
    sha256 = models.CharField(max_length=64)
    hat = models.CharField(max_length=12)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("附件")

    def __str__(self) -> str:
        return self.original
