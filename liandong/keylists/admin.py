"""Back office of how key enterprises are scored."""

from django.contrib import admin
from django.http import HttpRequest

from liandong.keylists.models import KeyTerms


@admin.register(KeyTerms)
class KeyTermsPage(admin.ModelAdmin):  # type: ignore[type-arg]
    """Weights, size and points by region."""

    list_display = ("region", "tax", "growth", "prospects", "size", "first", "second")
    list_select_related = ("region",)
    autocomplete_fields = ("region",)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """What a list was scored by stays with the region; change it instead."""
        return False
