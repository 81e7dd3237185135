"""How sign-in treats phone numbers: allauth asks, this file answers."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandong.accounts.models import User
from liandong.accounts.sms import send_sms
from liandong.journal.actions import record
from liandong.kit.codes import is_phone, normal_phone


def mobile_number(text: str) -> str:
    """Return the mobile number that `text` is, as it is kept, or raise ValidationError.

    A landline or a 400 number is refused: no code reaches it.
    """
    number = normal_phone(text) if is_phone(text) else ""
    if len(number) != 11 or not number.startswith("1"):
        raise ValidationError(_("请输入 11 位手机号，例如 13800000000。"), code="phone")
    return number


class PhoneField(forms.CharField):
    """A mobile number, however it is typed."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "tel", "autocomplete": "tel", "placeholder": "13800000000"}
        kwargs["label"] = gettext_lazy("手机号")  # allauth's word is another
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> str:
        """Return the number as it is kept, so that it finds whoever holds it."""
        text = cast(str, super().clean(value))
        return mobile_number(text) if text else text


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Phone codes by SMS; nobody learns from an answer whether a number is known.

    A number belongs to whoever has verified it. One that somebody typed but never verified keeps
    nobody from it, and gives them no way into an account that a stranger has prepared.
    """

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "phone_password_mismatch": gettext_lazy("手机号或密码不对，也可以用验证码登录。"),
        "username_password_mismatch": gettext_lazy("用户名或密码不对，也可以用手机验证码登录。"),
        "phone_taken": gettext_lazy("这个手机号已经注册过，请直接登录。"),
        "username_taken": gettext_lazy("这个用户名有人用了，请换一个。"),
        "incorrect_code": gettext_lazy("验证码不对，请看最新的一条短信。"),
        "incorrect_password": gettext_lazy("密码不对，请再试一次。"),
        "enter_current_password": gettext_lazy("请输入现在的密码。"),
        "too_many_login_attempts": gettext_lazy("试的次数太多，请过几分钟再来。"),
        "rate_limited": gettext_lazy("点得太快，请过一会儿再试。"),
        "same_as_current": gettext_lazy("新号码和现在的一样。"),
        "account_inactive": gettext_lazy("这个账号已停用，请联系系统管理员。"),
    }

    def save_user(
        self, request: HttpRequest, user: AbstractBaseUser, form: Any, commit: bool = True
    ) -> AbstractBaseUser:
        """Sign a person up, in one transaction with the line in the journal."""
        with transaction.atomic():
            person = cast(User, super().save_user(request, user, form, commit))
            if commit:
                record("user.signed_up", on=person, by=person)
        return person

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any
    ) -> HttpResponse:
        """Lead on, in the language that the person has chosen on whichever device."""
        response = cast(HttpResponse, super().post_login(request, user, **kwargs))
        if chosen := cast(User, user).language:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                chosen,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                samesite=settings.LANGUAGE_COOKIE_SAMESITE,
            )
        return response

    def clean_phone(self, phone: str) -> str:
        """Return the number as it is kept."""
        return mobile_number(phone)

    def phone_form_field(self, **kwargs: Any) -> forms.Field:
        """Return the field of every form that asks for a number."""
        return PhoneField(**kwargs)

    def set_phone(self, user: AbstractBaseUser, phone: str, verified: bool) -> None:
        """Give a person a number, and take it from whoever typed it without verifying it."""
        person = cast(User, user)
        with transaction.atomic():
            others = User.objects.filter(phone=phone).exclude(pk=person.pk)
            others.filter(phone_verified=False).update(phone=None)
            if not verified and others.exists():  # somebody's: allauth tells them by SMS
                return
            person.phone, person.phone_verified = phone, verified
            person.save(update_fields=["phone", "phone_verified"])
            if verified:
                record("user.phone_verified", on=person, by=person)

    def get_phone(self, user: AbstractBaseUser) -> tuple[str, bool] | None:
        """Return a person's number and whether it is verified; whoever has none needs no code."""
        person = cast(User, user)
        return (person.phone, person.phone_verified) if person.phone else ("", True)

    def set_phone_verified(self, user: AbstractBaseUser, phone: str) -> None:
        """Remember that the person read a code sent to the number."""
        person = cast(User, user)
        if (person.phone, person.phone_verified) != (phone, True):
            self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone: str) -> User | None:
        """Return who has verified a number, however it is typed."""
        if not is_phone(phone):
            return None
        return User.objects.filter(
            phone=normal_phone(phone), phone_verified=True, is_active=True
        ).first()

    def send_verification_code_sms(
        self, user: AbstractBaseUser, phone: str, code: str, **kwargs: Any
    ) -> None:
        """Send the code that proves a number."""
        send_sms(phone, _("您的验证码是 %(code)s，五分钟内有效，请勿告诉他人。") % {"code": code})

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        """Tell whoever holds an unknown number how to begin."""
        send_sms(phone, _("这个手机号还没有注册企服联动。请先注册，或用别的号码登录。"))

    def send_account_already_exists_sms(self, phone: str) -> None:
        """Tell whoever signs up again that they need not."""
        send_sms(phone, _("这个手机号已经注册过企服联动，直接登录即可。"))
