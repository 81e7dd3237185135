"""How sign-in treats phone numbers: allauth asks, this file answers."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.accounts.sms import send_sms
from liandong.kit.codes import is_phone, normal_phone


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Phone codes by SMS; nobody learns from an answer whether a number is known."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return True

    def clean_phone(self, phone: str) -> str:
        if not is_phone(phone):
            raise ValidationError(_("请输入 11 位手机号，例如 13800000000。"), code="phone")
        return normal_phone(phone)

    def phone_form_field(self, **kwargs: Any) -> Any:
        from django import forms  # noqa: PLC0415 (allauth loads the adapter before forms are ready)

        return forms.CharField(max_length=20, **kwargs)

    def set_phone(self, user: AbstractBaseUser, phone: str, verified: bool) -> None:
        person = cast(User, user)
        person.phone, person.phone_verified = phone, verified
        person.save(update_fields=["phone", "phone_verified"])

    def get_phone(self, user: AbstractBaseUser) -> tuple[str, bool] | None:
        person = cast(User, user)
        return (person.phone, person.phone_verified) if person.phone else None

    def set_phone_verified(self, user: AbstractBaseUser, phone: str) -> None:
        self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.filter(phone=phone, is_active=True).first()

    def send_verification_code_sms(
        self, user: AbstractBaseUser, phone: str, code: str, **kwargs: Any
    ) -> None:
        send_sms(phone, _("您的验证码是 %(code)s，五分钟内有效，请勿告诉他人。") % {"code": code})

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        send_sms(phone, _("这个手机号还没有注册企服联动。请先注册，或用别的号码登录。"))

    def send_account_already_exists_sms(self, phone: str) -> None:
        send_sms(phone, _("这个手机号已经注册过企服联动，直接登录即可。"))
