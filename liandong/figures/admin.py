"""Back office of figures: what is asked for, and of whom."""

from django.contrib import admin
from django.http import HttpRequest

from liandong.figures.models import Item, Terms


@admin.register(Item)
class ItemPage(admin.ModelAdmin):  # type: ignore[type-arg]
    """What enterprises are asked for, and who supplies it."""

    list_display = ("name", "set", "unit", "fact", "norm", "order", "is_active")
    list_filter = ("set", "is_active")
    search_fields = ("name", "code")

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> tuple[str, ...]:
        """What is kept was said under this code, form and type."""
        return ("code", "set", "type") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """An item is put out of use, not deleted: what was said of it stays."""
        return False


@admin.register(Terms)
class TermsPage(admin.ModelAdmin):  # type: ignore[type-arg]
    """Which enterprises of a region are asked, and until when."""

    list_display = ("region", "asked", "fewest", "closes_day", "needs_closes_day")
    list_select_related = ("region",)
    autocomplete_fields = ("region",)
