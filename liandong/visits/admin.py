"""Back office of visits: how often a region's enterprises may be called on."""

from django.contrib import admin

from liandong.visits.models import PeaceTerms


@admin.register(PeaceTerms)
class PeaceTermsAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """One row for each region that has its own numbers."""

    list_display = ("region", "budget", "key_budget", "consent_days")
    autocomplete_fields = ("region",)
