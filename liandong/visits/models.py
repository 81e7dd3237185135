"""Tables of visits: what anyone does to an enterprise, its budget of them, and what ends soon."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from liandong.departments.models import Department, Region
from liandong.enterprises.models import Enterprise
from liandong.visits.enums import Free, Kind, State
from liandong.visits.rules.budget import BUDGET, CONSENT_DAYS, KEY_BUDGET, WEIGHTS


def usual_weights() -> dict[str, int]:
    """Return what each kind costs unless a region says otherwise."""
    return dict(WEIGHTS)


class PeaceTerms(models.Model):
    """How often a region's enterprises may be called on; without a row the region above decides."""

    region = models.OneToOneField(Region, models.PROTECT, related_name="+", verbose_name=_("辖区"))
    budget = models.PositiveSmallIntegerField(
        _("每家每季度几次"), default=BUDGET, validators=[MinValueValidator(1)]
    )
    key_budget = models.PositiveSmallIntegerField(
        _("重点企业每季度几次"), default=KEY_BUDGET, validators=[MinValueValidator(1)]
    )
    weights = models.JSONField(
        _("每类算几次"),
        default=usual_weights,
        help_text=_("visit 走访，call 电话，survey 调研，inspection 检查"),
    )
    consent_days = models.PositiveSmallIntegerField(
        _("协调员几个工作日内答复"), default=CONSENT_DAYS
    )

    class Meta:
        verbose_name = verbose_name_plural = _("打扰额度")

    def __str__(self) -> str:
        return str(self.region)


class Visit(models.Model):
    """Somebody goes to an enterprise, rings it up, asks it things or inspects it."""

    reference = models.CharField(_("编号"), max_length=20, unique=True)
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="+", db_index=False, verbose_name=_("企业")
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("部门"),
        help_text=_("不填：企业服务专班"),
    )
    kind = models.CharField(_("做什么"), max_length=10, choices=Kind)
    purpose = models.CharField(_("为什么去"), max_length=100)
    on = models.DateField(_("哪天"))
    at = models.TimeField(_("几点"), null=True, blank=True)
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("谁去"),
    )
    state = models.CharField(_("状态"), max_length=10, choices=State)
    counts = models.BooleanField(_("计入额度"), default=True)
    why_free = models.CharField(_("为什么不计"), max_length=20, choices=Free, blank=True)
    unannounced = models.BooleanField(_("不事先告知"), default=False)
    over = models.BooleanField(_("超出额度"), default=False)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    joined = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="along",
        verbose_name=_("合并到"),
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reminded = models.PositiveSmallIntegerField(
        default=0
    )  # how often somebody was asked how it went

    class Meta:
        verbose_name = verbose_name_plural = _("走访和检查")
        constraints = [
            models.CheckConstraint(
                name="visit_waits_only_over_budget",
                condition=~Q(state__in=[State.WAITING, State.REFUSED]) | Q(over=True),
            ),
            models.CheckConstraint(
                name="visit_joined_to_another",
                condition=Q(state=State.JOINED, joined__isnull=False) | ~Q(state=State.JOINED),
            ),
            models.CheckConstraint(
                name="visit_not_joined_to_itself",
                condition=Q(joined__isnull=True) | ~Q(joined=F("id")),
            ),
            models.CheckConstraint(
                name="visit_unannounced_is_an_inspection",
                condition=Q(unannounced=False) | Q(kind=Kind.INSPECTION),
            ),
            models.CheckConstraint(
                name="visit_free_says_why", condition=Q(counts=True) | ~Q(why_free="")
            ),
        ]
        indexes = [
            models.Index(fields=["enterprise", "on"], name="visits_of_enterprise"),
            models.Index(fields=["on"], name="visits_by_day"),
            models.Index(fields=["department", "on"], name="visits_of_department"),
            models.Index(
                fields=["host", "on"],
                condition=Q(state=State.PLANNED),
                name="visits_ahead_of_host",
            ),
            models.Index(
                fields=["asked_at"], condition=Q(state=State.WAITING), name="visits_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Ending(models.Model):
    """Something of an enterprise that ends on a day has been told, at a stage."""

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="+", db_index=False, verbose_name=_("企业")
    )
    code = models.CharField(_("代码"), max_length=40)
    until = models.DateField(_("到哪天"))
    stage = models.PositiveSmallIntegerField(_("提前几天"))
    told_at = models.DateTimeField(_("告知时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("到期提醒")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "code", "until", "stage"], name="ending_told_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.until}"

    @property
    def reference(self) -> str:
        """The name under which the journal files it."""
        return f"DQ{self.until:%Y%m%d}-{self.pk:06}"
