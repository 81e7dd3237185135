"""Enterprises, keyed by their unified social credit code, and the people who act for them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from liandong.departments.models import Region
from liandong.enterprises.enums import MemberRole, Scale
from liandong.kit.codes import is_uscc


def require_uscc(value: str) -> None:
    if not is_uscc(value):
        raise ValidationError(_("统一社会信用代码应为 18 位，请对照营业执照核对。"), code="uscc")


class Enterprise(models.Model):
    """A market entity of a region."""

    uscc = models.CharField(
        _("统一社会信用代码"), max_length=18, unique=True, validators=[require_uscc]
    )
    name = models.CharField(_("名称"), max_length=200)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="enterprises", verbose_name=_("所在辖区")
    )
    address = models.CharField(_("地址"), max_length=200, blank=True)
    industry = models.CharField(_("行业代码"), max_length=5, blank=True)
    industry_name = models.CharField(_("行业"), max_length=60, blank=True)
    scale = models.CharField(_("规模"), max_length=10, choices=Scale, blank=True)
    employees = models.PositiveIntegerField(_("职工人数"), null=True, blank=True)
    is_key = models.BooleanField(_("重点企业"), default=False)
    contact_name = models.CharField(_("联系人"), max_length=60, blank=True)
    contact_phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    is_verified = models.BooleanField(
        _("已核验"),
        default=False,
        help_text=_("自行登记的企业由协调员对照营业执照核验"),
    )
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("登记人"),
    )
    is_sample = models.BooleanField(_("示例"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("企业")
        indexes = [models.Index(fields=["region", "name"])]

    def __str__(self) -> str:
        return self.name


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
    """Somebody asks to act for an enterprise; its administrator or the coordinator consents."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="join_requests",
        verbose_name=_("申请人"),
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="join_requests", verbose_name=_("企业")
    )
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
