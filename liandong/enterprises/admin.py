"""Back office of enterprises and who acts for them."""

from django.contrib import admin
from django.http import HttpRequest

from liandong.enterprises.models import (
    Enterprise,
    FactKind,
    Invitation,
    JoinRequest,
    Member,
    Source,
)


class MemberInline(admin.TabularInline):  # type: ignore[type-arg]
    """Who acts for the enterprise."""

    model = Member
    extra = 0
    autocomplete_fields = ("user",)
    can_delete = False


@admin.register(Enterprise)
class EnterprisePage(admin.ModelAdmin):  # type: ignore[type-arg]
    """Enterprises by their unified social credit code."""

    list_display = ("name", "uscc", "region", "industry_name", "scale", "is_key", "is_verified")
    list_filter = ("is_verified", "is_key", "scale", "is_sample")
    list_select_related = ("region",)
    search_fields = ("name", "uscc")
    autocomplete_fields = ("region", "registered_by")
    inlines = (MemberInline,)
    show_full_result_count = False


@admin.register(Member)
class MemberPage(admin.ModelAdmin):  # type: ignore[type-arg]
    """Who acts for which enterprise."""

    list_display = ("user", "enterprise", "role")
    list_filter = ("role",)
    list_select_related = ("user", "enterprise")
    search_fields = ("user__username", "user__name", "enterprise__name", "enterprise__uscc")
    autocomplete_fields = ("user", "enterprise")


class OnlyLookedAt:
    """Decided on their own pages, where both sides are told; here they can be looked up."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody asks or invites in another's name."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """What was decided stays."""
        return False


@admin.register(JoinRequest)
class JoinRequestPage(OnlyLookedAt, admin.ModelAdmin):  # type: ignore[type-arg]
    """Who asked to join, and what was decided."""

    list_display = ("user", "enterprise", "asked_at", "agreed", "decided_by", "decided_at")
    list_filter = ("agreed",)
    list_select_related = ("user", "enterprise", "decided_by")
    search_fields = ("user__username", "user__name", "enterprise__name", "enterprise__uscc")


@admin.register(Invitation)
class InvitationPage(OnlyLookedAt, admin.ModelAdmin):  # type: ignore[type-arg]
    """Who was invited, by whom, and whether they accepted."""

    list_display = ("enterprise", "role", "invited_by", "invited_at", "accepted_by", "ended_at")
    list_select_related = ("enterprise", "invited_by", "accepted_by")
    search_fields = ("enterprise__name", "enterprise__uscc")
    exclude = ("phone",)


@admin.register(FactKind)
class FactKindPage(admin.ModelAdmin):  # type: ignore[type-arg]
    """Which facts there are, who may see them, and who says them."""

    list_display = ("name", "code", "type", "unit", "group", "sensitivity", "computed", "is_active")
    list_filter = ("group", "type", "sensitivity", "is_active")
    search_fields = ("name", "code")

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> tuple[str, ...]:
        """What is kept was said under this code and type, and worked out by these rules."""
        return ("code", "type", "computed") if obj else ("computed",)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """A fact is put out of use, not deleted: what was said of it stays."""
        return False


@admin.register(Source)
class SourcePage(admin.ModelAdmin):  # type: ignore[type-arg]
    """Who says facts, and how far each is trusted."""

    list_display = ("name", "code", "rank")
    search_fields = ("name", "code")

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> tuple[str, ...]:
        """What was said was said under this code."""
        return ("code",) if obj else ()
