"""Forms of sign-in in our words; allauth's own do the work."""

import time
from typing import Any

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import ConfirmLoginCodeForm as AllauthConfirmLoginCodeForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.account.forms import VerifyPhoneForm as AllauthVerifyPhoneForm
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.webauthn.forms import AddWebAuthnForm as AllauthAddKeyForm
from allauth.mfa.webauthn.forms import EditWebAuthnForm as AllauthEditKeyForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from liandong.accounts.models import User

CODE_COUNTS_SECONDS = 600  # a phone code stands for the old password that was forgotten


def _say(field: forms.Field, label: Any, **attrs: Any) -> None:
    field.label, field.help_text = label, ""
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


class LoginForm(AllauthLoginForm):  # type: ignore[misc]
    """User name or telephone number, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["login"], _("用户名或手机号"), autocomplete="username")
        _say(self.fields["password"], _("密码"))


class SignupForm(AllauthSignupForm):  # type: ignore[misc]
    """Who you are, your number, which gets a code, and a password."""

    name = forms.CharField(label=_("怎么称呼您"), max_length=60)
    field_order = ("name", "phone", "username", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["name"], _("怎么称呼您"), autocomplete="name")
        _say(self.fields["username"], _("用户名"), autocomplete="username")
        self.fields["username"].help_text = _("登录时用，字母或数字都行。")
        _say(self.fields["password1"], _("密码"), autocomplete="new-password")
        self.fields["password1"].help_text = _("至少 8 位，不要全用数字。")

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        """Keep what the person wants to be called."""
        super().custom_signup(request, user)
        user.name = self.cleaned_data["name"].strip()
        user.save(update_fields=["name"])


class _Code:
    """Six figures from a text message; the phone offers them above the keyboard."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(
            self.fields["code"],
            _("验证码"),
            inputmode="numeric",
            autocomplete="one-time-code",
            maxlength=8,
        )


class ConfirmLoginCodeForm(_Code, AllauthConfirmLoginCodeForm):  # type: ignore[misc]
    """The code that signs in."""


class VerifyPhoneForm(_Code, AllauthVerifyPhoneForm):  # type: ignore[misc]
    """The code that proves a number."""


class ChangePasswordForm(AllauthChangePasswordForm):  # type: ignore[misc]
    """A new password; the old one is asked, unless a phone code was entered minutes ago.

    This is also the way for whoever has forgotten it: sign in by phone code, then come here.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if _entered_code_lately(context.request, self.user):
            del self.fields["oldpassword"]
        else:
            _say(self.fields["oldpassword"], _("现在的密码"), autocomplete="current-password")
        _say(self.fields["password1"], _("新密码"), autocomplete="new-password")
        _say(self.fields["password2"], _("再输一遍新密码"), autocomplete="new-password")


def _entered_code_lately(request: HttpRequest, user: User) -> bool:
    return any(
        record["method"] == "code" and time.time() - record["at"] < CODE_COUNTS_SECONDS
        for record in get_authentication_records(request, user)
    )


class AddKeyForm(AllauthAddKeyForm):  # type: ignore[misc]
    """A fingerprint, a face or a security key: it signs in by itself unless one unticks that."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["name"], _("名称"))
        self.fields["name"].help_text = _("自己认得就行，例如：办公室电脑。")
        _say(self.fields["passwordless"], _("不用密码，直接用它登录"))
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].help_text = _(
            "旧的安全钥匙加不上时去掉勾：它就只在输了密码以后再核一次。"
        )


class EditKeyForm(AllauthEditKeyForm):  # type: ignore[misc]
    """Another name for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["name"], _("名称"))


class TokenForm(forms.Form):
    """What a new token is for."""

    label = forms.CharField(
        label=_("用途"), max_length=60, help_text=_("哪个系统用它，例如：OA 自动提诉求。")
    )
