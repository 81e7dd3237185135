"""Back office of liaison: how often to keep in touch."""

from django.contrib import admin

from liandong.liaison.models import ContactTerms


@admin.register(ContactTerms)
class ContactTermsPage(admin.ModelAdmin):  # type: ignore[type-arg]
    """Within how many days a region's enterprises are to be heard."""

    list_display = ("region", "first", "second", "third", "others")
    list_select_related = ("region",)
    autocomplete_fields = ("region",)
