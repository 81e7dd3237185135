"""What people are told, and by which way it reaches them outside."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liandong.notices.enums import ChannelKind, DeliveryState
from liandong.notices.rules.causes import cause_of, own_words
from liandong.notices.rules.channels import masked
from liandong.notices.rules.quiet import QUIET_FROM, QUIET_TO
from liandong.notices.rules.saying import said

USER = settings.AUTH_USER_MODEL


class Notice(models.Model):
    """What one person was told of one journal entry: what it was and in which hat they were told, not in which words.

    Read in the reader's language, whenever that is.
    """

    user = models.ForeignKey(USER, models.CASCADE, related_name="notices", db_index=False)
    entry_id = models.BigIntegerField(null=True)  # none: a test message
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    hat = models.CharField(max_length=24, blank=True)
    facts = models.JSONField(default=dict)  # as they were: who leads, which day
    url = models.CharField(max_length=200)
    urgent = models.BooleanField(default=False)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("消息")
        constraints = [
            # In this order it finds the newest about each thing too.
            models.UniqueConstraint(fields=["user", "subject", "entry_id"], name="told_once")
        ]
        indexes = [
            models.Index(fields=["user", "-at"], name="notices_of_user"),
            models.Index(
                fields=["user", "subject"],
                name="unread_of_user",
                condition=Q(read_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The sentence, in the language that is spoken."""
        return said(self.verb, self.hat, self.facts)

    @property
    def brief(self) -> str:
        """The sentence as it stands under the title of what it is about."""
        return said(self.verb, self.hat, self.facts, titled=False)


class Preference(models.Model):
    """How one person wants to be told outside the app, and when to be left in peace."""

    user = models.OneToOneField(USER, models.CASCADE, primary_key=True, related_name="preference")
    quiet_from = models.TimeField(_("免打扰起"), default=QUIET_FROM)
    quiet_to = models.TimeField(_("免打扰止"), default=QUIET_TO)
    language = models.CharField(  # '' for the one that the person reads pages in
        _("往外发的文字"), max_length=10, choices=settings.LANGUAGES, blank=True, default=""
    )

    class Meta:
        verbose_name = verbose_name_plural = _("通知设置")

    def __str__(self) -> str:
        return str(self.user)


class ChannelAddress(models.Model):
    """An outside channel of a person, as an Apprise address."""

    user = models.ForeignKey(USER, models.CASCADE, related_name="channels")
    kind = models.CharField(_("方式"), max_length=12, choices=ChannelKind)
    address = models.CharField(_("地址"), max_length=300)
    is_on = models.BooleanField(_("启用"), default=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("外部渠道")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "address"],
                condition=Q(removed_at__isnull=True),
                name="channel_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.user}"

    @property
    def masked(self) -> str:
        """The address, so that a bystander cannot use it."""
        return masked(ChannelKind(self.kind), self.address)


class Delivery(models.Model):
    """One notice by one channel; dead after its last retry, for an administrator to see."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    channel = models.ForeignKey(
        ChannelAddress, models.CASCADE, related_name="deliveries", db_index=False
    )
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("外部投递")
        indexes = [
            models.Index(fields=["-id"], name="dead_deliveries", condition=Q(state="dead")),
            models.Index(fields=["channel", "-id"], name="deliveries_of_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.notice} {self.get_state_display()}"

    @property
    def cause(self) -> str:
        """Why it did not arrive, in a sentence."""
        return cause_of(self.error)

    @property
    def said(self) -> str:
        """What the other side said of it."""
        return own_words(self.error)


class Retention(models.Model):
    """How long notices are kept: one row, for the whole house."""

    read_days = models.PositiveSmallIntegerField(
        _("看过的留几天"),
        default=365,
        validators=[MinValueValidator(30)],
        help_text=_("看过的消息，过了这些天删除"),
    )
    all_days = models.PositiveSmallIntegerField(
        _("没看过的留几天"),
        default=730,
        validators=[MinValueValidator(30)],
        help_text=_("没看过的，过了这些天也删除"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("消息保留期限")
        constraints = [
            models.CheckConstraint(
                name="unread_kept_as_long_as_read",
                condition=Q(all_days__gte=F("read_days")),
                violation_error_message=_("没看过的不能比看过的先删。"),
            )
        ]

    def __str__(self) -> str:
        return gettext("消息保留期限")
