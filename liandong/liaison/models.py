"""Tables of liaison: who keeps in touch with whom, what they were told, problems that wait for a word."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from liandong.appeals.models import Appeal
from liandong.departments.models import Department, Region
from liandong.enterprises.models import Enterprise
from liandong.keylists.enums import Tier
from liandong.liaison.enums import How, Mood, ProblemState
from liandong.liaison.rules.keeping import DAYS
from liandong.visits.models import Visit

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


class Note(models.Model):
    """What an enterprise said on a visit, as one of its liaisons wrote it down; a second one is an addition.

    `key` names the request that brought it: written without a network and sent twice, it is kept once.
    """

    visit = models.ForeignKey(
        Visit, models.PROTECT, related_name="notes", verbose_name=_("哪次走访")
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="+", db_index=False, verbose_name=_("企业")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁写的")
    )
    written_at = models.DateTimeField(_("写的时间"))
    kept_at = models.DateTimeField(_("收到的时间"))
    text = models.CharField(_("企业说了什么"), max_length=2000, blank=True)
    mood = models.CharField(_("情况"), max_length=10, choices=Mood, blank=True)
    key = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("走访记录")
        indexes = [models.Index(fields=["enterprise", "-written_at"], name="notes_of_enterprise")]
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], condition=~Q(key=""), name="note_once")
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.written_at:%Y-%m-%d}"


class Photo(models.Model):
    """A photo of a note; kept under a random name, served only to those who see the note."""

    note = models.ForeignKey(Note, models.PROTECT, related_name="photos")
    name = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    original = models.CharField(_("文件名"), max_length=200)
    kind = models.CharField(_("类型"), max_length=100)
    size = models.PositiveIntegerField(_("字节"))
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = _("走访照片")
        constraints = [
            models.UniqueConstraint(fields=["note", "sha256"], name="photo_once_in_a_note")
        ]

    def __str__(self) -> str:
        return self.original


class Problem(models.Model):
    """A problem heard on a visit; the enterprise says whether it becomes an appeal of its own."""

    reference = models.CharField(_("编号"), max_length=20, unique=True)
    note = models.ForeignKey(Note, models.PROTECT, related_name="problems")
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="+", db_index=False, verbose_name=_("企业")
    )
    text = models.CharField(_("什么问题"), max_length=2000)
    digest = models.CharField(max_length=64)
    state = models.CharField(_("状态"), max_length=10, choices=ProblemState)
    confidential = models.BooleanField(_("匿名交办"), default=False)
    appeal = models.OneToOneField(
        Appeal, models.PROTECT, null=True, related_name="+", verbose_name=_("诉求")
    )
    how = models.CharField(_("怎么同意的"), max_length=10, choices=How, blank=True)
    consented_by_name = models.CharField(_("谁同意的"), max_length=60, blank=True)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁提的")
    )
    asked_at = models.DateTimeField(_("问的时间"))
    reminded_at = models.DateTimeField(_("提醒的时间"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("答的时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("走访中的问题")
        indexes = [
            models.Index(fields=["enterprise", "-asked_at"], name="problems_of_enterprise"),
            models.Index(
                fields=["asked_at"], condition=Q(state=ProblemState.ASKED), name="problems_asked"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["note", "digest"], name="problem_once_in_a_note"),
            models.CheckConstraint(
                name="problem_filed_has_an_appeal",
                condition=Q(state=ProblemState.FILED, appeal__isnull=False)
                | (~Q(state=ProblemState.FILED) & Q(appeal__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_hidden(self) -> bool:
        """Whether it became an appeal whose enterprise keeps its name from departments."""
        return self.state == ProblemState.FILED and self.confidential

    @property
    def answer_told(self) -> str:
        """What whoever keeps in touch is told of the answer: nothing that shows a nameless appeal."""
        return str(_("企业已答复") if self.is_hidden else self.get_state_display())
