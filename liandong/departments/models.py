"""Regions, public bodies, the people who speak for them, and their working calendars."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from liandong.accounts.models import User
from liandong.departments.enums import OF_DEPARTMENT, DepartmentKind, RegionLevel, Role
from liandong.departments.rules import windows_from
from liandong.language.choosing import chosen


def require_windows(value: object) -> None:
    """Refuse what is not a list of times like `[["09:00", "12:00"], ["13:00", "17:00"]]`."""
    try:
        windows_from(value)
    except ValueError:
        raise ValidationError(
            _('请按 [["09:00", "12:00"], ["13:00", "17:00"]] 的样子填写，时段不能重叠。'),
            code="windows",
        ) from None


class Calendar(models.Model):
    """An office's usual hours, Monday to Friday; days that differ are `CalendarDay`."""

    name = models.CharField(_("名称"), max_length=60, unique=True)
    windows = models.JSONField(
        _("每天的工作时段"),
        default=list,
        validators=[require_windows],
        help_text=_('如 [["09:00", "12:00"], ["13:00", "17:00"]]，北京时间'),
    )
    changed_at = models.DateTimeField(_("改动时间"), auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("工作日历")

    def __str__(self) -> str:
        return self.name


class CalendarDay(models.Model):
    """A day that differs from the week: a holiday, or an adjusted working day (调休)."""

    calendar = models.ForeignKey(
        Calendar,
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name=_("日历"),
        help_text=_("不选：所有日历都适用"),
        related_name="days",
    )
    date = models.DateField(_("日期"))
    is_working = models.BooleanField(_("上班"))
    name = models.CharField(_("名称"), max_length=60)
    windows = models.JSONField(
        _("当天的工作时段"),
        null=True,
        blank=True,
        validators=[require_windows],
        help_text=_("不填：与平日相同"),
    )
    changed_at = models.DateTimeField(_("改动时间"), auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("节假日与调休")
        ordering = ["-date"]
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "date"],
                name="calendar_day_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"


class Region(models.Model):
    """An administrative division by its GB/T 2260 code; the tree is the code's prefixes."""

    code = models.CharField(_("行政区划代码"), max_length=12, primary_key=True)
    name = models.CharField(_("名称"), max_length=60)
    level = models.CharField(_("级别"), max_length=10, choices=RegionLevel)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级"),
    )
    prefix = models.CharField(_("受理编号前缀"), max_length=4, blank=True)
    calendar = models.ForeignKey(
        Calendar, models.PROTECT, null=True, blank=True, verbose_name=_("工作日历")
    )
    office = models.CharField(_("统筹机构"), max_length=60, blank=True)
    office_phone = models.CharField(_("统筹机构电话"), max_length=30, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("辖区")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["prefix"],
                condition=~Q(prefix=""),
                name="region_prefix_once",
                violation_error_message=_("别的辖区已用这个受理编号前缀。"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A public body that enterprises meet: a bureau, a street, a park, a utility, a court."""

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("全称"), max_length=120)
    short = models.CharField(_("简称"), max_length=40)
    short_en = models.CharField(_("英文简称"), max_length=60, blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="departments", verbose_name=_("辖区")
    )
    town = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("属地"),
        help_text=_("街道办事处管哪个街道"),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级部门"),
    )
    kind = models.CharField(_("类别"), max_length=20, choices=DepartmentKind)
    norm = models.CharField(_("同类名称"), max_length=40, blank=True)
    remit = models.TextField(_("职责"), blank=True)
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    calendar = models.ForeignKey(
        Calendar, models.PROTECT, null=True, blank=True, verbose_name=_("工作日历")
    )
    is_active = models.BooleanField(_("在用"), default=True)
    is_sample = models.BooleanField(_("示例"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("部门")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Its short name in the language that is being spoken."""
        return chosen(self.short, self.short_en)


class Appointment(models.Model):
    """A person holds a role in a department or a region, from a day until a day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="appointments",
        verbose_name=_("人员"),
    )
    role = models.CharField(_("角色"), max_length=20, choices=Role)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("部门"),
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("辖区"),
    )
    is_contact = models.BooleanField(
        _("联系人"), default=False, help_text=_("催办和提醒只发给这一位")
    )
    starts_on = models.DateField(_("起"), null=True, blank=True)
    ends_on = models.DateField(_("止"), null=True, blank=True)

    # Set by the query, not stored: whom the person who asked stands in for.
    in_place_of: User | None = None

    class Meta:
        verbose_name = verbose_name_plural = _("任职")
        constraints = [
            models.CheckConstraint(
                name="appointment_in_one_place",
                condition=Q(department__isnull=True) ^ Q(region__isnull=True),
                violation_error_message=_("部门和辖区只能填一个。"),
            ),
            models.CheckConstraint(
                name="appointment_role_fits_place",
                condition=Q(role__in=OF_DEPARTMENT, department__isnull=False)
                | (~Q(role__in=OF_DEPARTMENT) & Q(region__isnull=False)),
                violation_error_message=_("经办人和负责人属于部门，其他角色属于辖区。"),
            ),
            models.CheckConstraint(
                name="appointment_ends_after_start",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("止日不能早于起日。"),
            ),
            models.UniqueConstraint(
                fields=["department"],
                condition=Q(is_contact=True),
                name="department_has_one_contact",
                violation_error_message=_("这个部门已有联系人，请先取消原来的。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()} {self.department or self.region}"


class StandIn(models.Model):
    """While one is away another acts in their place (代办); the clock does not stop."""

    away = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="stand_ins",
        verbose_name=_("本人"),
    )
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="standing_in",
        verbose_name=_("代办人"),
    )
    starts_on = models.DateField(_("起"))
    ends_on = models.DateField(_("止"))
    ended_at = models.DateTimeField(_("提前结束"), null=True, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("设定人"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("代办")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="stand_in_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("止日不能早于起日。"),
            ),
            models.CheckConstraint(
                name="stand_in_is_another",
                condition=~Q(away=F("stand_in")),
                violation_error_message=_("代办人不能是本人。"),
            ),
        ]

    def __str__(self) -> str:
        return _("%(name)s 代 %(away)s") % {"name": self.stand_in, "away": self.away}
