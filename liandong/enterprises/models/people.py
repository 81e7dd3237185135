"""The people who act for an enterprise, and those who ask to or are invited."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from liandong.enterprises.enums import MemberRole, RequestKind
from liandong.enterprises.models.enterprise import Enterprise


class Member(models.Model):
    """A person acts for an enterprise; one person may act for several."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="memberships",
        verbose_name=_("人员"),
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="members", verbose_name=_("企业")
    )
    role = models.CharField(_("身份"), max_length=10, choices=MemberRole)

    class Meta:
        verbose_name = verbose_name_plural = _("企业成员")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "enterprise"],
                name="member_once",
                violation_error_message=_("这个人已经是该企业的成员。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.enterprise}"


class JoinRequest(models.Model):
    """Somebody asks to act for an enterprise; its administrator or the coordinator consents.

    To manage one that nobody manages, or against those who do, only the coordinator.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="join_requests",
        verbose_name=_("申请人"),
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="join_requests", verbose_name=_("企业")
    )
    kind = models.CharField(
        _("申请什么"), max_length=10, choices=RequestKind, default=RequestKind.JOIN
    )
    is_legal = models.BooleanField(_("自称法定代表人"), default=False)
    message = models.CharField(_("说明"), max_length=200, blank=True)
    asked_at = models.DateTimeField(_("申请时间"))
    agreed = models.BooleanField(_("同意"), null=True)
    reason = models.CharField(_("不同意的理由"), max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("谁决定的"),
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("加入申请")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "enterprise"],
                condition=Q(agreed__isnull=True),
                name="one_open_join_request",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.enterprise}"


class Invitation(models.Model):
    """An enterprise's administrator invites a telephone number; whoever holds it may accept."""

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="invitations", verbose_name=_("企业")
    )
    phone = models.CharField(_("手机号"), max_length=20, db_index=True)
    role = models.CharField(_("身份"), max_length=10, choices=MemberRole)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁邀请的")
    )
    invited_at = models.DateTimeField(_("邀请时间"))
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("谁接受的"),
    )
    ended_at = models.DateTimeField(_("结束时间"), null=True)  # accepted, declined or withdrawn

    class Meta:
        verbose_name = verbose_name_plural = _("邀请")
        ordering = ["invited_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "phone"],
                condition=Q(ended_at__isnull=True),
                name="one_open_invitation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.phone} {self.enterprise}"
