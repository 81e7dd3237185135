"""The words of keylists."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ListState(models.TextChoices):
    PROPOSED = "proposed", _("还没定")
    COMING = "coming", _("已定，明年起用")
    DECIDED = "decided", _("已定")
    SUPERSEDED = "superseded", _("往年")


class Tier(models.TextChoices):
    """How closely one keeps in touch; an enterprise without one is not on the list."""

    A = "a", _("甲类")
    B = "b", _("乙类")
    C = "c", _("丙类")


class Origin(models.TextChoices):
    """How an enterprise came on the list or left it."""

    SCORED = "scored", _("按分数")
    ADDED = "added", _("增补")
    DROPPED = "dropped", _("移出")
