"""The words of notices: who is told, by which outside channel, and how a delivery stands."""

from enum import Enum, auto

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChannelKind(models.TextChoices):
    SMS = "sms", _("短信")
    MAIL = "mail", _("邮件")
    WECOM = "wecom", _("企业微信")
    DINGTALK = "dingtalk", _("钉钉")
    FEISHU = "feishu", _("飞书")
    WEBHOOK = "webhook", _("Webhook")


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("等待发送")
    SENT = "sent", _("已送出")
    DEAD = "dead", _("没送到")
    LET_GO = "let_go", _("不再发")


class Audience(Enum):
    """Whom an entry is told to, by what they are to the thing it speaks of."""

    ENTERPRISE = auto()  # its members
    RAISERS = auto()  # members of every enterprise whose appeal went together with this one
    ADMINISTRATORS = auto()  # of the enterprise; the coordinators while it has none
    LEAD = auto()  # officers of the lead department; the coordinators while there is none
    FORMER_LEAD = auto()  # officers of the department that has just lost it
    NAMED = auto()  # officers of the department that the entry names
    ASSISTS = auto()  # officers of every assisting department
    CONTACT = auto()  # the one contact of the lead department; the coordinators while there is none
    NAMED_CONTACTS = auto()  # the one contact of each department that the entry names
    HEADS = auto()  # of the lead department; the coordinators while there is none
    COORDINATORS = auto()  # of the region
    LEADERS = auto()  # of the region
    PERSON = auto()  # whom the entry itself names
    PEOPLE = auto()  # whom the entry lists
    SUBJECT = auto()  # the person whom the entry is about
    THEIR_HEADS = auto()  # whom the entry names as heads of that person


OF_DEPARTMENTS = frozenset(
    {
        Audience.LEAD,
        Audience.FORMER_LEAD,
        Audience.NAMED,
        Audience.ASSISTS,
        Audience.CONTACT,
        Audience.NAMED_CONTACTS,
        Audience.HEADS,
    }
)
