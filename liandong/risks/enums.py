"""The words of risk signals: about what happens, never about what an enterprise is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rule(models.TextChoices):
    """The rules that are known; their numbers are kept in the back office."""

    POWER = "power_falls", _("用电下降")
    REVENUE = "revenue_falls", _("营收下降")
    TAX = "tax_late", _("欠税")
    STAFF = "layoffs", _("减员")
    REPEATED = "repeated_appeals", _("同类诉求多")
    REOPENED = "reopened_appeals", _("诉求反复")
    TROUBLE = "trouble", _("失信或异常")


class SignalState(models.TextChoices):
    OPEN = "open", _("等处理")
    CLOSED = "closed", _("已处理")
    GONE = "gone", _("情况已消失")


class Outcome(models.TextChoices):
    """What was done about it."""

    HELPED = "helped", _("已帮助解决")
    APPEAL = "appeal", _("已帮企业提诉求")
    WATCH = "watch", _("了解了，继续关注")
    LEFT = "left", _("企业已停业或迁走")
    WRONG = "wrong", _("情况不属实")
