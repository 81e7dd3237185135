"""Back office of regions, departments, appointments, stand-ins and working calendars."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from liandong.departments.forms import WindowsField
from liandong.departments.models import (
    Appointment,
    Calendar,
    CalendarDay,
    Department,
    Region,
    StandIn,
)


class ReadableHours:
    """Lets office hours be typed as people write them."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Give hours their own field, all others Django's."""
        if db_field.name != "windows":
            return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        help_text = _("如 09:00-12:00 13:00-17:00，北京时间。")
        if db_field.null:
            help_text = _("不填：上班就与平日相同。")
        return WindowsField(
            label=db_field.verbose_name, required=not db_field.null, help_text=help_text
        )


class DayInline(ReadableHours, admin.TabularInline):  # type: ignore[type-arg]
    """Days of one calendar only, such as an office that opens on Saturdays."""

    model = CalendarDay
    extra = 1


class DepartmentAppointments(admin.TabularInline):  # type: ignore[type-arg]
    """Who speaks for the department."""

    model = Appointment
    extra = 0
    fields = ("user", "role", "is_contact", "starts_on", "ends_on")
    autocomplete_fields = ("user",)
    can_delete = False


class RegionAppointments(admin.TabularInline):  # type: ignore[type-arg]
    """Who coordinates, leads, audits and administers the region."""

    model = Appointment
    extra = 0
    fields = ("user", "role", "starts_on", "ends_on")
    autocomplete_fields = ("user",)
    can_delete = False


@admin.register(Region)
class RegionPage(admin.ModelAdmin):  # type: ignore[type-arg]
    """Administrative divisions."""

    list_display = ("code", "name", "level", "parent", "prefix", "office")
    list_filter = ("level",)
    list_select_related = ("parent",)
    search_fields = ("code", "name")
    autocomplete_fields = ("parent", "calendar")
    inlines = (RegionAppointments,)


@admin.register(Department)
class DepartmentPage(admin.ModelAdmin):  # type: ignore[type-arg]
    """Public bodies, with their remits and the people who speak for them."""

    list_display = ("short", "name", "region", "kind", "parent", "phone", "is_active")
    list_filter = ("kind", "is_active", "is_sample")
    list_select_related = ("region", "parent")
    search_fields = ("code", "name", "short", "remit")
    autocomplete_fields = ("region", "town", "parent", "calendar")
    inlines = (DepartmentAppointments,)


class AppointmentForm(forms.ModelForm):  # type: ignore[type-arg]
    """One place, and one only."""

    def clean(self) -> dict[str, Any]:
        """Say what is missing where neither place is filled in."""
        given = super().clean() or {}
        if not self.errors and not (given.get("department") or given.get("region")):
            words = _("请选在哪里任职：经办人、负责人选部门，其他角色选辖区。")
            self.add_error("department", forms.ValidationError(words, code="nowhere"))
        return given


@admin.register(Appointment)
class AppointmentPage(admin.ModelAdmin):  # type: ignore[type-arg]
    """Who holds which role where, from when until when; ended by a date, never deleted."""

    form = AppointmentForm
    list_display = (
        "user",
        "role",
        "department",
        "region",
        "is_contact",
        "starts_on",
        "ends_on",
    )
    list_filter = ("role", "is_contact")
    list_select_related = ("user", "department", "region")
    search_fields = ("user__username", "user__name", "department__name", "region__name")
    autocomplete_fields = ("user", "department", "region")
    date_hierarchy = "starts_on"


@admin.register(StandIn)
class StandInPage(admin.ModelAdmin):  # type: ignore[type-arg]
    """Who stands in for whom: looked up here, set and ended on /me/stand-in/ where its rules
    are.
    """

    list_display = ("away", "stand_in", "starts_on", "ends_on", "ended_at", "set_by")
    list_select_related = ("away", "stand_in", "set_by")
    search_fields = ("away__username", "away__name", "stand_in__username", "stand_in__name")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Not here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Not here."""
        return False


@admin.register(Calendar)
class CalendarPage(ReadableHours, admin.ModelAdmin):  # type: ignore[type-arg]
    """Office hours, and days that differ for one office only."""

    list_display = ("name", "hours", "changed_at")
    search_fields = ("name",)
    inlines = (DayInline,)

    @admin.display(description=_("每天的工作时段"))
    def hours(self, calendar: Calendar) -> str:
        """Show the hours as people write them."""
        return str(WindowsField().prepare_value(calendar.windows))


@admin.register(CalendarDay)
class DayPage(ReadableHours, admin.ModelAdmin):  # type: ignore[type-arg]
    """National holidays and adjusted working days, year by year."""

    list_display = ("date", "name", "is_working", "calendar")
    list_filter = ("is_working", "calendar")
    list_select_related = ("calendar",)
    search_fields = ("name",)
    date_hierarchy = "date"
    may_delete = True
