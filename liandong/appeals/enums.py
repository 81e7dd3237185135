"""The words of appeals: states, acts, hats, classes, lamps."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    SUBMITTED = "submitted", _("待交办")
    ASSIGNED = "assigned", _("待签收")
    IN_PROGRESS = "in_progress", _("办理中")
    SUSPENDED = "suspended", _("已暂停")
    PROMISED = "promised", _("承诺办理")
    RESOLVED = "resolved", _("等您评价")
    CLOSED = "closed", _("已销号")
    MERGED = "merged", _("已并案")
    DECLINED = "declined", _("不予受理")
    WITHDRAWN = "withdrawn", _("已撤回")


OPEN = (State.SUBMITTED, State.ASSIGNED, State.IN_PROGRESS, State.SUSPENDED, State.PROMISED)
ENDED = (State.CLOSED, State.DECLINED, State.WITHDRAWN)


class Hat(models.TextChoices):
    """In what capacity a person stands before one appeal."""

    ENTERPRISE = "enterprise", _("企业")
    LEAD = "lead", _("主办")
    ASSIST = "assist", _("协办")
    COORDINATOR = "coordinator", _("协调员")
    READER = "reader", _("只读")
    SYSTEM = "system", _("系统")


class Act(models.TextChoices):
    """Everything that can be done with an appeal once it is filed."""

    # the enterprise
    SUPPLEMENT = "supplement", _("补充")
    ANSWER = "answer", _("回答")
    URGE = "urge", _("催一下")
    WITHDRAW = "withdraw", _("撤回")
    CONFIRM = "confirm", _("评价")
    DISPUTE = "dispute", _("没解决，退回重办")
    # the lead department
    ACCEPT = "accept", _("签收")
    RETURN = "return", _("退单")
    CONTACT = "contact", _("记首次联系")
    NOTE = "note", _("记进展")
    REMARK = "remark", _("内部备注")
    ADD_ASSIST = "add_assist", _("加协办")
    REMIND_ASSIST = "remind_assist", _("请协办回报")
    ASK = "ask", _("问企业")
    EXTEND = "extend", _("申请延期")
    PROMISE = "promise", _("申请承诺办理")
    FULFIL_STEP = "fulfil_step", _("完成承诺步骤")
    RESOLVE = "resolve", _("办结")
    # an assisting department
    REPORT = "report", _("协办回报")
    # the coordinator
    DISPATCH = "dispatch", _("交办")
    ASK_COMPLETION = "ask_completion", _("请企业补正")
    DECLINE = "decline", pgettext_lazy("act", "不予受理")
    MERGE = "merge", _("并案")
    SEPARATE = "separate", _("分开办")
    RULE = "rule", _("裁定退单")
    DECIDE = "decide", _("审批申请")
    REASSIGN = "reassign", _("改派")
    SUSPEND = "suspend", pgettext_lazy("act", "暂停计时")
    RESUME = "resume", _("恢复办理")
    REFER_UP = "refer_up", _("上报上级")
    REFER_MEETING = "refer_meeting", _("提交联席会议")
    SUPERVISE = "supervise", _("督办")
    CALL_BACK = "call_back", _("记回访")
    LOOK_AGAIN = "look_again", _("回头看")
    LESSON = "lesson", _("举一反三")
    # whoever needs it
    SHOW_PHONE = "show_phone", _("显示号码")


class LimitClass(models.TextChoices):
    CONSULTATION = "consultation", _("咨询")
    SIMPLE = "simple", _("简单事项")
    GENERAL = "general", _("一般事项")
    COMPLEX = "complex", _("复杂事项")
    LONG_TERM = "long_term", _("长期事项")


class Limit(models.TextChoices):
    """Which limit runs now; each has its moment in `Appeal.burns_at`."""

    DISPATCH = "dispatch", _("交办")
    ACCEPT = "accept", _("签收")
    CONTACT = "contact", _("首次联系")
    RESOLVE = "resolve", _("办结")
    STEP = "step", _("承诺步骤")


class Lamp(models.TextChoices):
    GREEN = "green", _("正常")
    YELLOW = "yellow", _("临近期限")
    RED = "red", _("已超期")


class Channel(models.TextChoices):
    PAGE = "page", _("网页")
    API = "api", _("接口")
    HOTLINE = "hotline", _("电话")
    VISIT = "visit", _("走访")


class Outcome(models.TextChoices):
    SOLVED = "solved", _("已解决")
    EXPLAINED = "explained", _("已解释说明")


class Verdict(models.TextChoices):
    SOLVED = "solved", _("解决了")
    PARTLY = "partly", _("部分解决")
    NOT_SOLVED = "not_solved", _("没解决")


class AssignmentKind(models.TextChoices):
    LEAD = "lead", _("主办")
    ASSIST = "assist", _("协办")


class ProposalKind(models.TextChoices):
    RETURN = "return", _("退单")
    EXTEND = "extend", _("延期")
    PROMISE = "promise", _("承诺")


class PauseKind(models.TextChoices):
    ASKED = "asked", _("等企业回答")
    COMPLETION = "completion", _("等企业补正")
    SUSPENDED = "suspended", _("暂停计时")
    MERGED = "merged", _("和别的诉求并在一起")


class CallBackKind(models.TextChoices):
    SILENCE = "silence", _("五个工作日未评价")
    WITHDRAWAL = "withdrawal", _("撤回回访")
    LOOK_AGAIN = "look_again", _("回头看")


class Alarm(models.IntegerChoices):
    """How far an alarm has climbed."""

    QUIET = 0, _("未提醒")
    YELLOW = 1, _("提醒联系人")
    RED = 2, _("告知部门负责人")
    RED_ONE_DAY = 3, _("报协调员督办")
    RED_THREE_DAYS = 4, _("报区领导")
