"""Back office of notices: how long they are kept."""

from django.contrib import admin
from django.http import HttpRequest

from liandong.notices.models import Retention


@admin.register(Retention)
class RetentionPage(admin.ModelAdmin):  # type: ignore[type-arg]
    """One row, which is there from the beginning."""

    list_display = ("__str__", "read_days", "all_days")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """One is enough."""
        return False
