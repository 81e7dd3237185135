"""How somebody shows that an enterprise is theirs: papers, and codes that reach only the enterprise."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from liandong.enterprises.enums import CodeWay
from liandong.enterprises.models.enterprise import Enterprise
from liandong.enterprises.models.people import JoinRequest


class Proof(models.Model):
    """A paper that somebody showed: with a claim, a dispute, or when they registered the enterprise."""

    name = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="proofs", verbose_name=_("企业")
    )
    request = models.ForeignKey(
        JoinRequest, models.CASCADE, null=True, related_name="proofs", verbose_name=_("申请")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁提交的")
    )
    original = models.CharField(_("文件名"), max_length=200)
    kind = models.CharField(_("格式"), max_length=10)
    size = models.PositiveIntegerField(_("大小"))
    sha256 = models.CharField(_("指纹"), max_length=64)
    at = models.DateTimeField(_("提交时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("证明材料")
        ordering = ["at", "name"]

    def __str__(self) -> str:
        return self.original


class ClaimCode(models.Model):
    """A code that reached an enterprise by a way that only it can open; only its digest is kept.

    A text message answers whoever asked for it, so `issued_by` is that person; a letter serves whoever
    holds it.
    """

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="claim_codes", verbose_name=_("企业")
    )
    digest = models.CharField(_("摘要"), max_length=64)
    way = models.CharField(_("怎么送到"), max_length=10, choices=CodeWay)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁要的")
    )
    issued_at = models.DateTimeField(_("发出时间"))
    expires_at = models.DateTimeField(_("有效到"))
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("谁用的"),
    )
    ended_at = models.DateTimeField(_("结束时间"), null=True)  # used, or another was issued

    class Meta:
        verbose_name = verbose_name_plural = _("认领码")
        indexes = [models.Index(fields=["enterprise", "-issued_at"], name="claim_codes_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "way"],
                condition=Q(ended_at__isnull=True),
                name="one_open_claim_code",
            ),
            models.CheckConstraint(
                condition=Q(used_by__isnull=True) | Q(ended_at__isnull=False),
                name="used_claim_code_ended",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")), name="claim_code_lasts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.get_way_display()}"


class ClaimTry(models.Model):
    """Somebody typed a wrong code; counted for each person, so that nobody uses up another's tries."""

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="+", verbose_name=_("企业")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("谁")
    )
    at = models.DateTimeField(_("什么时候"))

    class Meta:
        verbose_name = verbose_name_plural = _("输错的认领码")
        indexes = [models.Index(fields=["user", "at"], name="claim_tries_of")]

    def __str__(self) -> str:
        return f"{self.user} {self.enterprise}"
