"""What a region decides beforehand: categories, limits, routing rules, reasons to decline."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from liandong.appeals.enums import LimitClass
from liandong.departments.models import Department, Region


class Category(models.Model):
    """What an appeal is about, with the department that usually leads."""

    code = models.SlugField(_("代码"), max_length=40, primary_key=True)
    name = models.CharField(_("名称"), max_length=40, unique=True)
    group = models.CharField(_("大类"), max_length=40, blank=True)
    hint = models.CharField(_("包括"), max_length=200, blank=True)
    lead = models.ForeignKey(
        Department, models.PROTECT, null=True, verbose_name=_("主办部门"), related_name="categories"
    )
    limit_class = models.CharField(
        _("时限类别"), max_length=20, choices=LimitClass, default=LimitClass.GENERAL
    )
    alternates = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        verbose_name=_("也可能是（部门代码）"),
    )
    by_subject = models.BooleanField(
        _("看事情归谁"), default=False, help_text=_("由事情本身所属的部门办，主办部门只是兜底")
    )
    words = ArrayField(
        models.CharField(max_length=30), default=list, blank=True, verbose_name=_("关键词")
    )
    order = models.PositiveSmallIntegerField(_("次序"), default=0)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("诉求类别")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class RoutingRule(models.Model):
    """Words in a text speak for a category and a department."""

    code = models.SlugField(_("代码"), max_length=60, unique=True)
    words = ArrayField(models.CharField(max_length=30), verbose_name=_("出现任一"))
    with_words = ArrayField(
        models.CharField(max_length=30), default=list, blank=True, verbose_name=_("还须出现任一")
    )
    without_words = ArrayField(
        models.CharField(max_length=30), default=list, blank=True, verbose_name=_("不得出现")
    )
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rules",
        verbose_name=_("类别"),
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="routing_rules",
        verbose_name=_("部门"),
    )
    weight = models.FloatField(_("分量"), default=1.0)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    is_active = models.BooleanField(_("在用"), default=True)
    changed_at = models.DateTimeField(_("改动时间"), auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("分派规则")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class DangerWord(models.Model):
    """Words that mean danger to life: whoever writes them is told to call first."""

    name = models.CharField(_("名称"), max_length=40, unique=True)
    words = ArrayField(models.CharField(max_length=30), verbose_name=_("出现任一"))
    with_words = ArrayField(
        models.CharField(max_length=30),
        default=list,
        blank=True,
        verbose_name=_("同一句里还须出现任一"),
    )
    without_words = ArrayField(
        models.CharField(max_length=30), default=list, blank=True, verbose_name=_("不得出现")
    )
    numbers = ArrayField(
        models.CharField(max_length=10), verbose_name=_("电话"), help_text=_("先打的写在前面")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("紧急词")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.name} {' '.join(self.numbers)}"


class DeclineReason(models.Model):
    """A published reason for which an appeal is not taken up, and where to turn instead."""

    code = models.SlugField(_("代码"), max_length=40, primary_key=True)
    title = models.CharField(_("理由"), max_length=100)
    explanation = models.TextField(_("说明"))
    turn_to = models.CharField(_("可以找谁"), max_length=300)
    order = models.PositiveSmallIntegerField(_("次序"), default=0)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("不予受理清单")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.title


def usual_limits() -> dict[str, Any]:
    """Return the limits of the plan: working hours to accept, working days for the rest."""
    return {
        "accept_hours": 2,
        "contact_days": 1,
        "resolve_days": {
            "consultation": 1,
            "simple": 3,
            "general": 5,
            "complex": 15,
            "long_term": 15,
        },
        "ask_days": 3,
        "silence_days": 5,
        "extensions": 2,
        "stretch": 2,
        "return_hours": 3.5,
    }


class Terms(models.Model):
    """A region's own limits and thresholds; an appeal keeps a copy of those it started with."""

    region = models.OneToOneField(
        Region, models.PROTECT, primary_key=True, related_name="terms", verbose_name=_("辖区")
    )
    threshold = models.FloatField(
        _("自动交办的把握"),
        default=0.6,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("把握不低于此数的直接交办，低于此数的由协调员分派"),
    )
    limits = models.JSONField(_("时限"), default=usual_limits)
    look_again_share = models.FloatField(_("回头看抽取比例"), default=0.1)
    look_again_months = models.PositiveSmallIntegerField(_("几个月后回头看"), default=3)
    repeat_days = models.PositiveSmallIntegerField(_("同一企业同类诉求提示天数"), default=21)
    changed_at = models.DateTimeField(_("改动时间"), auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("时限与规则")

    def __str__(self) -> str:
        return str(self.region)
