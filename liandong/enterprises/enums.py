"""The words of enterprises."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scale(models.TextChoices):
    MICRO = "micro", _("微型")
    SMALL = "small", _("小型")
    MEDIUM = "medium", _("中型")
    LARGE = "large", _("大型")


class MemberRole(models.TextChoices):
    ADMIN = "admin", _("管理员")
    MEMBER = "member", _("经办人")
