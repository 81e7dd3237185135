"""What people are told, and by which way it reaches them outside."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from liandong.notices.enums import ChannelKind, DeliveryState
from liandong.notices.rules.channels import masked
from liandong.notices.rules.quiet import QUIET_FROM, QUIET_TO

USER = settings.AUTH_USER_MODEL


class Notice(models.Model):
    """One sentence for one person, from one journal entry."""

    user = models.ForeignKey(USER, models.CASCADE, related_name="notices", db_index=False)
    entry_id = models.BigIntegerField(null=True)  # none: a test message
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    text = models.CharField(max_length=200)
    url = models.CharField(max_length=200)
    urgent = models.BooleanField(default=False)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("消息")
        constraints = [models.UniqueConstraint(fields=["user", "entry_id"], name="told_once")]
        indexes = [
            models.Index(fields=["user", "-at"], name="notices_of_user"),
            models.Index(fields=["user"], name="unread_of_user", condition=Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.text


class Preference(models.Model):
    """How one person wants to be told outside the app, and when to be left in peace."""

    user = models.OneToOneField(USER, models.CASCADE, primary_key=True, related_name="preference")
    quiet_from = models.TimeField(_("免打扰起"), default=QUIET_FROM)
    quiet_to = models.TimeField(_("免打扰止"), default=QUIET_TO)

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
