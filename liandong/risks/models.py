"""Tables of risks: the rules with their numbers, and each signal with what became of it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from liandong.enterprises.models import Enterprise
from liandong.risks.enums import Outcome, Rule, SignalState
from liandong.risks.rules.numbers import USUAL

LEAST_NOTE = 8


class RiskRule(models.Model):
    """A rule in use, and from which numbers on it speaks."""

    code = models.CharField(_("规则"), max_length=20, primary_key=True, choices=Rule)
    numbers = models.JSONField(
        _("到什么数"), default=dict, blank=True,
        help_text=_("share 下降百分之几，months 连续几个月，days 多少天内，count 几件，people 几人，yuan 多少元"),
    )  # fmt: skip
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("风险提示规则")
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.get_code_display())

    def clean(self) -> None:
        """Refuse numbers that the rule does not ask for, or that are none."""
        usual = USUAL.get(self.code, {})
        numbers = self.numbers if isinstance(self.numbers, dict) else {"": ""}
        if not all(
            name in usual and isinstance(n, int | float) and not isinstance(n, bool) and n > 0
            for name, n in numbers.items()
        ):
            known = _("、").join(usual) or "–"
            raise ValidationError(
                {"numbers": _("只能填这几项，都是大于零的数：%(known)s") % {"known": known}}
            )


class Signal(models.Model):
    """That a rule held of an enterprise, what that rests on (`seen`), and what was done about it."""

    reference = models.CharField(_("编号"), max_length=24, unique=True)
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="signals", db_index=False
    )
    rule = models.CharField(_("规则"), max_length=20, choices=Rule)
    as_of = models.DateField(_("截至"))
    seen = models.JSONField()
    found_at = models.DateTimeField(_("提示时间"))
    seen_at = models.DateTimeField(_("有人看了"), null=True)
    waits_from = models.DateTimeField(null=True)  # when the coordinator was told that nobody looks
    state = models.CharField(_("状态"), max_length=6, choices=SignalState, default=SignalState.OPEN)
    outcome = models.CharField(_("结果"), max_length=6, choices=Outcome, blank=True)
    note = models.TextField(_("做了什么"), blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("风险提示")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "rule"], condition=Q(state="open"), name="signal_open_once"
            ),
            models.CheckConstraint(
                name="signal_closed_with_what_was_done",
                condition=~Q(state="closed")
                | (~Q(outcome="") & Q(note__regex=f".{{{LEAST_NOTE}}}") & Q(ended_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="signal_open_or_ended", condition=Q(state="open", ended_at__isnull=True)
                | (~Q(state="open") & Q(ended_at__isnull=False)),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["state", "-found_at"], name="signals_by_state"),
            models.Index(fields=["enterprise", "-found_at"], name="signals_of_enterprise"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("risks:signal", args=[self.reference])
