"""People who sign in. What they may do is decided by the house they belong to, not here."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person, called on screen by what they do (供电公司 经办人)."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("称呼"), max_length=60, blank=True)
    phone = models.CharField(_("手机号"), max_length=20, unique=True, null=True, blank=True)
    phone_verified = models.BooleanField(_("手机号已核验"), default=False)
    is_sample = models.BooleanField(_("示例"), default=False)
    language = models.CharField(  # '' for who has chosen none
        _("语言"), max_length=10, choices=settings.LANGUAGES, blank=True, default=""
    )

    seat = ""  # code of the office whose lists this request shows; '' for all one works in
    known: dict[Any, list[Any]] | None = (
        None  # what one may act as on a day, for a request that only reads
    )

    class Meta:
        verbose_name = verbose_name_plural = _("用户")

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class Token(models.Model):
    """A bearer token of the API; only its digest is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens", verbose_name=_("持有人"))
    digest = models.CharField(_("摘要"), max_length=64, unique=True)
    label = models.CharField(_("用途"), max_length=60, blank=True)
    created_at = models.DateTimeField(_("发放时间"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("收回时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("接口令牌")

    def __str__(self) -> str:
        return f"{self.user}: {self.label}"
