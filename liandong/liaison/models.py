"""Tables of liaison: who keeps in touch with which enterprise, and within how many days."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from liandong.departments.models import Department, Region
from liandong.enterprises.models import Enterprise
from liandong.keylists.enums import Tier
from liandong.liaison.rules.keeping import DAYS

LIMITS = [MinValueValidator(7), MaxValueValidator(730)]


class Liaison(models.Model):
    """A person keeps in touch with an enterprise, from a day until a day; one of several is the first."""

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="liaisons", verbose_name=_("企业")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("联系人")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", verbose_name=_("部门")
    )
    is_first = models.BooleanField(_("第一联系人"), default=False)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁定的")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("企业联系人")
        indexes = [
            models.Index(fields=["user"], condition=Q(until__isnull=True), name="liaison_of_user")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(until__isnull=True, is_first=True),
                name="one_first_liaison",
            ),
            models.UniqueConstraint(
                fields=["enterprise", "user"],
                condition=Q(until__isnull=True),
                name="liaison_once",
            ),
            models.CheckConstraint(
                name="liaison_ends_after_start",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.enterprise}"


class ContactTerms(models.Model):
    """Within how many days a region's enterprises are to be heard, by tier of the key list."""

    region = models.OneToOneField(
        Region, models.PROTECT, related_name="+", primary_key=True, verbose_name=_("辖区")
    )
    first = models.PositiveSmallIntegerField(
        _("甲类多少天内联系一次"), default=DAYS[Tier.A], validators=LIMITS
    )
    second = models.PositiveSmallIntegerField(
        _("乙类多少天内联系一次"), default=DAYS[Tier.B], validators=LIMITS
    )
    third = models.PositiveSmallIntegerField(
        _("丙类多少天内联系一次"), default=DAYS[Tier.C], validators=LIMITS
    )
    others = models.PositiveSmallIntegerField(
        _("不在名单上的多少天内联系一次"), default=DAYS[""], validators=LIMITS
    )

    class Meta:
        verbose_name = verbose_name_plural = _("多久该联系一次")

    def __str__(self) -> str:
        return str(self.region)

    @property
    def days(self) -> dict[str, int]:
        """The days by tier, '' for enterprises that are not on the list."""
        return {Tier.A: self.first, Tier.B: self.second, Tier.C: self.third, "": self.others}
