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


class RequestKind(models.TextChoices):
    """What somebody asks for who wants to act for an enterprise."""

    JOIN = "join", _("申请加入")
    CLAIM = "claim", _("认领企业")
    DISPUTE = "dispute", _("提出异议")


class Outcome(models.TextChoices):
    """How a dispute about who manages an enterprise ends."""

    ADD = "add", _("两边一起管")
    REPLACE = "replace", _("换成申请人管")
    REFUSE = "refuse", _("维持不变")


class CodeWay(models.TextChoices):
    """How a code reaches an enterprise."""

    LETTER = "letter", _("信函")
    SMS = "sms", _("短信")


class FactType(models.TextChoices):
    INTEGER = "integer", _("整数")
    MONEY = "money", _("金额")
    NUMBER = "number", _("数值")
    SHARE = "share", _("比例")
    TEXT = "text", _("文字")
    CHOICE = "choice", _("选项")
    DATE = "date", _("日期")
    YES_NO = "yes_no", _("是否")
    REGION = "region", _("辖区")
    INDUSTRY = "industry", _("行业")
    PHONE = "phone", _("电话")
    WEB = "web", _("网址")


class Sensitivity(models.TextChoices):
    """Who may see a fact besides the enterprise itself and an auditor."""

    OPEN = "open", _("公开")
    INSIDE = "inside", _("工作人员")
    PERSONAL = "personal", _("个人信息，遮盖后可看")
    SECRET = "secret", _("仅企业本身")


class UploadState(models.TextChoices):
    LOOKING = "looking", _("正在检查")
    LOOKED = "looked", _("等您确认")
    TAKING = "taking", _("正在导入")
    DONE = "done", _("已导入")
    FAILED = "failed", _("没有导入")


class Seat(models.TextChoices):
    """In what capacity somebody reads an enterprise's file."""

    MEMBER = "member", _("企业成员")
    COORDINATOR = "coordinator", _("协调员")
    LEADER = "leader", _("区领导")
    AUDITOR = "auditor", _("审计员")
    CLERK = "clerk", _("热线坐席")
    OFFICER = "officer", _("经办人")
