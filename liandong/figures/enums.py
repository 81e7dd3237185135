"""The words of figures."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Set(models.TextChoices):
    """What is asked for together: a month that is over, or a quarter to come."""

    INDICATOR = "indicator", _("每月报数")
    NEED = "need", _("要素需求")


class AskState(models.TextChoices):
    OPEN = "open", _("还没报")
    ANSWERED = "answered", _("已报")
    SKIPPED = "skipped", _("这次不报")
    CLOSED = "closed", _("没报")


class Asked(models.TextChoices):
    """Which enterprises of a region are asked."""

    KEY = "key", _("重点企业")
    ABOVE = "above", _("规上企业")
    ALL = "all", _("所有在用本系统的企业")
