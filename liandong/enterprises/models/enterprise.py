"""Enterprises, keyed by their unified social credit code."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from liandong.departments.models import Region
from liandong.enterprises.enums import Scale
from liandong.enterprises.models.catalogue import catalogue
from liandong.enterprises.rules import computed
from liandong.enterprises.rules.values import typed
from liandong.kit.codes import is_uscc, uscc_flaw
from liandong.kit.now import now
from liandong.kit.working_time import SHANGHAI
from liandong.language.choosing import in_english


def require_uscc(value: str) -> None:
    if not is_uscc(value):
        raise ValidationError(uscc_flaw(value), code="uscc")


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
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        db_index=False,
        verbose_name=_("已并入"),
    )
    merged_at = models.DateTimeField(_("并入时间"), null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("企业")
        indexes = [
            models.Index(fields=["region", "name"]),
            models.Index(
                fields=["merged_into"],
                condition=models.Q(merged_into__isnull=False),
                name="merged_enterprises",
            ),
            models.Index(
                fields=["region"], condition=models.Q(is_key=True), name="key_enterprises"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True)
                | ~models.Q(merged_into=models.F("id")) & models.Q(merged_at__isnull=False),
                name="merged_into_another",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def industry_label(self) -> str:
        """Its industry in the language that is being spoken; it is kept in Chinese."""
        if not in_english():
            return self.industry_name
        return catalogue().industries.get(self.industry, self.industry_name)

    def fact(self, code: str) -> Any:
        """Return what holds of this enterprise, typed; None when nobody has said it.

        Money comes as Decimal in yuan, dates as dates, choices as codes. LookupError for a fact that the
        catalogue does not have.
        """
        kind = catalogue().kinds[code]
        sheet = getattr(self, "sheet", None)
        facts = sheet.facts if sheet else {}
        if code == "age":
            founded = {"founded": (facts.get("founded") or [None])[0]}
            return computed.age(founded, now().astimezone(SHANGHAI).date())
        return typed(kind, (facts.get(code) or [None])[0])
