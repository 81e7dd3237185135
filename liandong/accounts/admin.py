"""Back office of people and their tokens."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import BaseUserCreationForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from liandong.accounts.actions import reset_second_factor, revoke_token, show_phone
from liandong.accounts.models import Token, User
from liandong.kit.codes import mask_phone
from liandong.kit.refusals import Refused

admin.site.unregister(Group)  # roles are appointments; groups would be a second truth


class NewUserForm(BaseUserCreationForm):  # type: ignore[type-arg]
    """Sign-in name, what they are called, telephone and a first password."""

    class Meta:
        model = User
        fields = ("username", "name", "phone")


@admin.register(User)
class UserPage(UserAdmin):  # type: ignore[type-arg]
    """People who sign in; what they may do is decided by their appointments and memberships."""

    list_display = ("username", "name", "masked_phone", "is_active", "last_login")
    list_filter = ("is_active", "is_sample")
    search_fields = ("username", "name", "phone")
    ordering = ("username",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined", "is_sample")
    actions = ("reset_second_factor",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("本人"), {"fields": ("name", "phone", "phone_verified", "email")}),
        (_("状态"), {"fields": ("is_active", "is_sample", "last_login", "date_joined")}),
    )
    add_form = NewUserForm
    add_form_template = None  # Django's has a sentence in English only
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("username", "name", "phone", "password1", "password2"),
            },
        ),
    )

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Vouch for the number of somebody who is entered here: they sign in by phone code at
        once.
        """
        if not change and obj.phone:
            obj.phone_verified = True
        super().save_model(request, obj, form, change)

    def response_add(
        self, request: HttpRequest, obj: User, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Say what a new person still lacks: somewhere to act."""
        words = format_html(
            '<a href="{}?user={}">{}</a>',
            reverse("admin:departments_appointment_add"),
            obj.pk,
            _("要在部门或辖区办事，还要给这位加一个任职。"),
        )
        messages.info(request, words)
        return super().response_add(request, obj, post_url_continue)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Open the form, which shows the number: a look that is recorded."""
        person = self.get_object(request, object_id)
        if isinstance(person, User) and person.phone and self.has_view_permission(request, person):
            show_phone(person, by=cast(User, request.user))
        return super().change_view(request, object_id, form_url, extra_context)

    @admin.display(description=_("手机号"))
    def masked_phone(self, user: User) -> str:
        """Show the number without its middle; the form shows it whole."""
        return mask_phone(user.phone or "")

    @admin.action(description=_("取消所选用户的两步验证"), permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """For whoever has lost their phone and asked in person."""
        for user in users:
            try:
                reset_second_factor(user, by=cast(User, request.user))
            except Refused as refused:
                self.message_user(request, refused.message, messages.WARNING)


@admin.register(Token)
class TokenPage(admin.ModelAdmin):  # type: ignore[type-arg]
    """Tokens of the API: seen and revoked here, issued by their owner or `liandong token`."""

    list_display = ("user", "label", "created_at", "revoked_at")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter),)
    search_fields = ("user__username", "user__name", "label")
    list_select_related = ("user",)
    actions = ("revoke",)
    fields = readonly_fields = ("user", "label", "created_at", "revoked_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody issues a token for somebody else on a page."""
        return False

    @admin.action(description=_("收回所选令牌"), permissions=["change"])
    def revoke(self, request: HttpRequest, tokens: QuerySet[Token]) -> None:
        """End the chosen tokens."""
        for token in tokens.filter(revoked_at__isnull=True):
            revoke_token(token, by=cast(User, request.user))
