"""An appeal, who works on it, and what is being typed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from liandong.appeals.enums import (
    Alarm,
    AssignmentKind,
    Channel,
    Limit,
    LimitClass,
    Outcome,
    State,
    Verdict,
)
from liandong.appeals.models.terms import Category
from liandong.departments.models import Department, Region
from liandong.enterprises.models import Enterprise


class Appeal(models.Model):
    """One enterprise is owed one answer by one day.

    Moments are stored, never counters: `burns_at` is the limit that runs now, `yellow_at` when less than
    a quarter of it is left, `due_at` the limit to resolve, which counts from `reopened_at` where the
    enterprise was not content. While `paused_at` is set the clock stands.
    """

    reference = models.CharField(_("受理编号"), max_length=24, unique=True)
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="appeals", db_index=False
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="appeals", db_index=False)
    title = models.CharField(_("标题"), max_length=60)
    text = models.TextField(_("内容"))
    category = models.ForeignKey(Category, models.PROTECT, related_name="appeals", db_index=False)
    limit_class = models.CharField(_("时限类别"), max_length=20, choices=LimitClass)
    state = models.CharField(_("状态"), max_length=12, choices=State)
    channel = models.CharField(_("来源"), max_length=10, choices=Channel)
    confidential = models.BooleanField(_("匿名交办"), default=False)
    contact_name = models.CharField(_("联系人"), max_length=60, blank=True)
    contact_phone = models.CharField(_("联系电话"), max_length=20, blank=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="filed_appeals", db_index=False
    )
    filed_at = models.DateTimeField(_("提交时间"))
    key = models.CharField(max_length=80, null=True, blank=True)  # noqa: DJ001 (absent key must be null to be unique)

    lead = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="led_appeals", db_index=False
    )
    confidence = models.FloatField(_("把握"), default=0)
    reasons = models.JSONField(default=list)
    suggestions = models.JSONField(default=list)
    terms = models.JSONField(default=dict)

    assigned_at = models.DateTimeField(null=True)
    accept_due_at = models.DateTimeField(null=True)
    contact_due_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    contacted_at = models.DateTimeField(null=True)
    reopened_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    limit = models.CharField(max_length=10, choices=Limit, blank=True)
    limit_from = models.DateTimeField(null=True)
    yellow_at = models.DateTimeField(null=True)
    burns_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    pause_ends_at = models.DateTimeField(null=True)
    alarm = models.SmallIntegerField(choices=Alarm, default=Alarm.QUIET)
    alarm_at = models.DateTimeField(null=True)

    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    answer = models.TextField(_("答复"), blank=True)
    basis = models.TextField(_("依据"), blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    speed = models.PositiveSmallIntegerField(null=True)
    attitude = models.PositiveSmallIntegerField(null=True)
    result = models.PositiveSmallIntegerField(null=True)
    comment = models.TextField(blank=True)
    disputes = models.PositiveSmallIntegerField(default=0)
    with_coordinator = models.BooleanField(default=False)
    for_meeting = models.BooleanField(default=False)
    is_supervised = models.BooleanField(default=False)

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged", db_index=False
    )
    repeats = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="repeated_by", db_index=False
    )
    silent_at = models.DateTimeField(null=True)
    look_again_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("诉求")
        constraints = [
            models.CheckConstraint(name="appeal_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="appeal_led_once_assigned",
                condition=Q(state__in=["submitted", "declined", "withdrawn", "merged"])
                | Q(lead__isnull=False),
            ),
            models.CheckConstraint(
                name="appeal_merged_has_parent",
                condition=~Q(state="merged") | Q(parent__isnull=False),
            ),
            models.CheckConstraint(
                name="appeal_ratings_in_range",
                condition=Q(speed__isnull=True) | Q(speed__range=(1, 5)),
            ),
            models.UniqueConstraint(
                fields=["filed_by", "key"], condition=Q(key__isnull=False), name="appeal_key_once"
            ),
        ]
        indexes = [
            models.Index(fields=["enterprise", "-filed_at"], name="appeal_by_enterprise"),
            models.Index(fields=["lead", "burns_at"], name="appeal_lead_open",
                         condition=Q(state__in=["assigned", "in_progress", "suspended", "promised"])),
            models.Index(fields=["lead", "-filed_at"], name="appeal_by_lead"),
            models.Index(fields=["region", "state", "burns_at"], name="appeal_by_region_state"),
            models.Index(
                fields=["region"], name="appeal_with_coordinator", condition=Q(with_coordinator=True)
            ),
            models.Index(fields=["region", "-filed_at"], name="appeal_by_region"),
            models.Index(fields=["-filed_at", "-id"], name="appeal_newest"),
            models.Index(fields=["parent"], name="appeal_merged", condition=Q(parent__isnull=False)),
            models.Index(fields=["alarm_at"], name="appeal_alarm", condition=Q(alarm_at__isnull=False)),
            models.Index(fields=["pause_ends_at"], name="appeal_pause_ends",
                         condition=Q(pause_ends_at__isnull=False)),
            models.Index(fields=["silent_at"], name="appeal_silent", condition=Q(silent_at__isnull=False)),
            models.Index(fields=["look_again_at"], name="appeal_look_again",
                         condition=Q(look_again_at__isnull=False)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("appeals:detail", args=[self.reference])


class Assignment(models.Model):
    """One department's task on an appeal: exactly one lead, any number of assists."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="assignments")
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="assignments", db_index=False
    )
    kind = models.CharField(max_length=10, choices=AssignmentKind)
    task = models.TextField(_("要做什么"), blank=True)
    assigned_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    reported_at = models.DateTimeField(null=True)
    report = models.TextField(_("回报"), blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("交办")
        constraints = [
            models.UniqueConstraint(
                fields=["appeal"],
                condition=Q(kind="lead", ended_at__isnull=True),
                name="appeal_has_one_lead",
            ),
            models.UniqueConstraint(
                fields=["appeal", "department"],
                condition=Q(ended_at__isnull=True),
                name="department_assigned_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["department", "-assigned_at"],
                name="assists_of_department",
                condition=Q(kind="assist"),
            ),
            models.Index(
                fields=["accepted_by"],
                name="work_of_person",
                condition=Q(accepted_by__isnull=False, ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.department}"


class Draft(models.Model):
    """What somebody is typing, kept as typed until it is filed."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="drafts")
    fields = models.JSONField(default=dict)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("草稿")
        constraints = [
            models.UniqueConstraint(fields=["user", "enterprise"], name="one_draft_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.changed_at}"
