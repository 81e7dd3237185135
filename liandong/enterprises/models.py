"""Enterprises, keyed by their unified social credit code, and the people who act for them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
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
    region = models.ForeignKey(Region, models.PROTECT, related_name="enterprises")
    address = models.CharField(_("地址"), max_length=200, blank=True)
    industry = models.CharField(_("行业代码"), max_length=5, blank=True)
    industry_name = models.CharField(_("行业"), max_length=60, blank=True)
    scale = models.CharField(_("规模"), max_length=10, choices=Scale, blank=True)
    employees = models.PositiveIntegerField(_("职工人数"), null=True, blank=True)
    is_key = models.BooleanField(_("重点企业"), default=False)
    is_sample = models.BooleanField(_("示例"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("企业")
        indexes = [models.Index(fields=["region", "name"])]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A person acts for an enterprise; one person may act for several."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("人员")
    )
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="members")
    role = models.CharField(_("身份"), max_length=10, choices=MemberRole)

    class Meta:
        verbose_name = verbose_name_plural = _("企业成员")
        constraints = [
            models.UniqueConstraint(fields=["user", "enterprise"], name="member_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.enterprise}"
