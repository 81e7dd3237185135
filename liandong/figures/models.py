"""Tables of figures: what enterprises are asked to report: monthly indicators and next quarter's needs."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from liandong.departments.models import Department, Region
from liandong.enterprises.enums import FactType
from liandong.enterprises.models import Enterprise
from liandong.enterprises.rules.kinds import Kind
from liandong.figures.enums import Asked, AskState, Set

FIGURE_TYPES = [(t.value, t.label) for t in (FactType.INTEGER, FactType.MONEY, FactType.NUMBER)]


class Item(models.Model):
    """One figure that is asked for; `fact` is its fact in the base, `norm` the kind of department that supplies it."""

    code = models.SlugField(_("代码"), max_length=40, primary_key=True)
    set = models.CharField(_("哪一张表"), max_length=10, choices=Set)
    name = models.CharField(_("名称"), max_length=20)
    type = models.CharField(_("类型"), max_length=10, choices=FIGURE_TYPES)
    unit = models.CharField(
        _("单位"), max_length=20, help_text=_("填写和显示用的单位；金额一律按元保存")
    )
    fact = models.CharField(
        _("对应的企业信息项"),
        max_length=40,
        blank=True,
        help_text=_("部门报过这一项，就不再问企业"),
    )
    norm = models.CharField(
        _("谁供给"), max_length=40, blank=True, help_text=_("部门的同类名称，如供电公司")
    )
    least = models.FloatField(_("最小"), null=True, blank=True)
    most = models.FloatField(_("最大"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("次序"), default=0)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("请企业报的数")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> Kind:
        """The item as the rules of facts know it: how it is read, kept and shown."""
        return Kind(
            code=self.code,
            name=self.name,
            type=self.type,
            unit=self.unit,
            least=self.least,
            most=self.most,
        )


class Ask(models.Model):
    """An enterprise is asked for one set of figures of one period, once.

    `values` are by item: a figure, or for needs one of each month; null is unknown, 0 is nothing. `sources`
    say whose figure stands where it is not the enterprise's own. Place and industry are as they were then.
    """

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="+", db_index=False, verbose_name=_("企业")
    )
    set = models.CharField(max_length=10, choices=Set)
    period = models.DateField(_("哪一期"))  # the first day of the month or quarter
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("辖区"))
    place = models.CharField(_("园区或街道"), max_length=60, blank=True)
    industry = models.CharField(_("行业代码"), max_length=5, blank=True)
    asked_at = models.DateTimeField()
    closes_on = models.DateField(_("报到哪天"))
    values = models.JSONField(default=dict)
    sources = models.JSONField(default=dict)
    note = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=AskState, default=AskState.OPEN)
    answered_at = models.DateTimeField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("企业报数")
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "set", "period"], name="asked_once"),
            models.CheckConstraint(
                name="answered_by_somebody",
                condition=~Q(state="answered") | Q(answered_at__isnull=False, by__isnull=False),
            ),
            models.CheckConstraint(name="period_begins_on_the_first", condition=Q(period__day=1)),
        ]
        indexes = [models.Index(fields=["set", "period", "state"], name="asks_of_period")]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The number under which people speak of it: `BS202610-…`, `YS2027Q1-…`."""
        if self.set == Set.NEED:
            quarter = (self.period.month + 2) // 3
            return f"YS{self.period.year}Q{quarter}-{self.enterprise.uscc}"
        return f"BS{self.period:%Y%m}-{self.enterprise.uscc}"


class Supply(models.Model):
    """How much of an item a department can give in a place and month; null: it cannot say yet."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="+", verbose_name=_("要素"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("辖区"))
    place = models.CharField(_("园区或街道"), max_length=60, blank=True)
    month = models.DateField(_("月份"))
    amount = models.FloatField(_("能供给"), null=True)
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name=_("部门")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("要素供给")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "region", "place", "month", "department"], name="supply_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.place} {self.month:%Y-%m}"


class Terms(models.Model):
    """Who is asked for figures in a region, from which day to which, and how few are never shown together."""

    region = models.OneToOneField(Region, models.CASCADE, related_name="+", verbose_name=_("辖区"))
    asked = models.CharField(_("请谁报"), max_length=10, choices=Asked, default=Asked.KEY)
    fewest = models.PositiveSmallIntegerField(
        _("同行至少几家才显示中间值"), default=5, help_text=_("不得少于 5 家")
    )
    closes_day = models.PositiveSmallIntegerField(_("每月报到几号"), default=15)
    needs_closes_day = models.PositiveSmallIntegerField(_("要素需求报到几号"), default=20)

    class Meta:
        verbose_name = verbose_name_plural = _("报数规则")
        constraints = [
            models.CheckConstraint(
                name="figures_fewest_not_below_five",
                condition=Q(fewest__gte=5),
                violation_error_message=_("同行不得少于 5 家，否则看得出是谁的数。"),
            ),
            models.CheckConstraint(
                name="figures_close_within_a_month",
                condition=Q(closes_day__gte=1, closes_day__lte=28)
                & Q(needs_closes_day__gte=1, needs_closes_day__lte=28),
                violation_error_message=_("请写 1 到 28 号。"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.region)
