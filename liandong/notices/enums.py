"""The words of notices: outside channels and how a delivery stands."""

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
