"""The words of liaison."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mood(models.TextChoices):
    """How the enterprise fares, in the eyes of whoever was there."""

    GOOD = "good", _("挺好")
    PLAIN = "plain", _("平稳")
    BAD = "bad", _("有难处")


class ProblemState(models.TextChoices):
    ASKED = "asked", _("等企业同意")
    FILED = "filed", _("已成诉求")
    REFUSED = "refused", _("企业不提")
    KEPT = "kept", _("只作记录")


class How(models.TextChoices):
    """In what way an enterprise agreed."""

    APP = "app", _("在手机上")
    SPOKEN = "spoken", _("当面或电话里")
