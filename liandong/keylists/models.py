"""Tables of keylists: the yearly list of key enterprises, each place on it explained."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from liandong.departments.models import Region
from liandong.enterprises.models import Enterprise
from liandong.keylists.enums import ListState, Origin, Tier
from liandong.keylists.rules.terms import USUAL, Terms


def usual_points() -> dict[str, int]:
    return dict(USUAL.points)


def require_points(value: object) -> None:
    """Refuse what is not a list of facts with their points."""
    if not isinstance(value, dict) or not all(
        code in USUAL.points and isinstance(n, int) and 0 <= n <= 100 for code, n in value.items()
    ):
        raise ValidationError(_("请按“信息项代码: 分数”填写，分数为 0 到 100。"), code="points")


class KeyTerms(models.Model):
    """How a region scores its enterprises, and how many it takes; without a row the usual holds."""

    region = models.OneToOneField(
        Region, models.PROTECT, related_name="+", verbose_name=_("辖区"), limit_choices_to={"level": "county"}
    )  # fmt: skip
    size = models.PositiveSmallIntegerField(_("定多少家"), default=USUAL.size)
    first = models.PositiveSmallIntegerField(_("甲类多少家"), default=USUAL.first)
    second = models.PositiveSmallIntegerField(_("乙类多少家"), default=USUAL.second)
    tax = models.PositiveSmallIntegerField(_("税收占多少分"), default=USUAL.tax)
    growth = models.PositiveSmallIntegerField(_("增长占多少分"), default=USUAL.growth)
    prospects = models.PositiveSmallIntegerField(_("前景占多少分"), default=USUAL.prospects)
    points = models.JSONField(
        _("前景各项的分数"), default=usual_points, validators=[require_points],
        help_text=_("加起来超过 100 的按 100 算；研发投入强度按在辖区内的位次给分"),
    )  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = _("重点企业打分办法")
        constraints = [
            models.CheckConstraint(
                name="key_weights_make_100",
                condition=Q(tax=100 - F("growth") - F("prospects")),
                violation_error_message=_("三项加起来要正好 100 分。"),
            ),
            models.CheckConstraint(
                name="key_tiers_fit",
                condition=Q(size__gte=F("first") + F("second")) & Q(size__gte=1),
                violation_error_message=_("甲类、乙类加起来不能超过总数。"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.region_id)

    @property
    def terms(self) -> Terms:
        """What the rules need of it."""
        names = Terms.__dataclass_fields__
        return Terms(**{name: getattr(self, name) for name in names})


class KeyList(models.Model):
    """The key enterprises of a region and year; `terms` are those by which it was scored."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="key_lists")
    year = models.PositiveSmallIntegerField(_("年份"))
    state = models.CharField(_("状态"), max_length=10, choices=ListState)
    terms = models.JSONField()
    candidates = models.PositiveIntegerField(_("参评多少家"), default=0)
    excluded = models.JSONField(default=list)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    note = models.TextField(_("说明"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("重点企业名单")
        constraints = [
            models.UniqueConstraint(fields=["region", "year"], name="key_list_once_a_year"),
            models.UniqueConstraint(
                fields=["region"], condition=Q(state="decided"), name="one_key_list_in_force"
            ),
            models.CheckConstraint(
                name="key_list_decided_by_someone",
                condition=Q(state="proposed") | Q(decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The number under which it is spoken of."""
        return f"ZD{self.region_id}-{self.year}"

    @property
    def scored_by(self) -> Terms:
        """The terms by which it was scored."""
        return Terms(**self.terms)


class KeyEntry(models.Model):
    """An enterprise on a list, or just below it: its score, where that comes from, and its tier."""

    of = models.ForeignKey(KeyList, models.CASCADE, related_name="entries", db_index=False)
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="key_entries", db_index=False
    )
    score = models.DecimalField(_("得分"), max_digits=5, decimal_places=2, null=True)
    upper = models.DecimalField(_("补齐后最高"), max_digits=5, decimal_places=2, null=True)
    parts = models.JSONField(default=list)
    rank = models.PositiveIntegerField(_("名次"), null=True)
    tier = models.CharField(_("类别"), max_length=1, choices=Tier, blank=True)
    origin = models.CharField(_("来由"), max_length=10, choices=Origin, default=Origin.SCORED)
    reason = models.CharField(_("理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("重点企业")
        constraints = [
            models.UniqueConstraint(fields=["of", "enterprise"], name="key_entry_once"),
            models.CheckConstraint(
                name="key_entry_by_hand_has_reason",
                condition=Q(origin="scored") | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="key_entry_dropped_has_no_tier", condition=~Q(origin="dropped") | Q(tier="")
            ),
            models.CheckConstraint(
                name="key_entry_added_has_tier", condition=~Q(origin="added") | ~Q(tier="")
            ),
        ]
        indexes = [models.Index(fields=["enterprise", "of"], name="key_by_enterprise")]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The number of its list with its own number in the base."""
        return f"{self.of.reference}-{self.enterprise_id}"

    def as_dict(self) -> dict[str, Any]:
        """What the export and the API say of it."""
        return {
            "uscc": self.enterprise.uscc,
            "name": self.enterprise.name,
            "tier": self.tier,
            "rank": self.rank,
            "score": None if self.score is None else float(self.score),
            "upper": None if self.upper is None else float(self.upper),
        }
