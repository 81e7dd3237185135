"""The words of visits."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    VISIT = "visit", _("走访")
    CALL = "call", _("电话")
    SURVEY = "survey", _("调研")
    INSPECTION = "inspection", _("检查")


class State(models.TextChoices):
    WAITING = "waiting", _("等协调员同意")
    PLANNED = "planned", _("已安排")
    DONE = "done", _("去过了")
    JOINED = "joined", _("合并到别的一次")
    CANCELLED = "cancelled", _("已取消")
    REFUSED = "refused", _("没有同意")


class Free(models.TextChoices):
    """Why something does not count against the budget."""

    INVITED = "invited", _("企业自己请的")
    APPEAL = "appeal", _("办这家企业的诉求")
    URGENT = "urgent", _("突发情况，或投诉举报")
