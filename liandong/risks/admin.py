"""Back office of the rules that raise signals."""

from django.contrib import admin
from django.http import HttpRequest

from liandong.risks.models import RiskRule


@admin.register(RiskRule)
class RiskRulePage(admin.ModelAdmin):  # type: ignore[type-arg]
    """From which numbers on a rule speaks, and whether it does."""

    list_display = ("__str__", "numbers", "is_active")
    readonly_fields = ("code",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A rule is code: it is not made here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """A rule is put out of use, not deleted."""
        return False
