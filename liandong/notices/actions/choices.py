"""What a person chooses: channels, quiet hours, what they have read."""

from datetime import time

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from liandong.accounts.actions import choose_language
from liandong.accounts.models import User
from liandong.journal.actions import record
from liandong.kit.now import now
from liandong.kit.refusals import Refused
from liandong.notices.actions.deliveries import plan_deliveries
from liandong.notices.actions.sending import may_be_private
from liandong.notices.enums import ChannelKind
from liandong.notices.models import ChannelAddress, Notice, Preference
from liandong.notices.rules.channels import normal_address
from liandong.notices.rules.telling import TEST, TEST_HAT

MOST_CHANNELS = 10


def mark_read(user: User, subject: str) -> int:
    """Mark what a person was told about one thing as read; return how many notices that were."""
    unread = Notice.objects.filter(user=user, read_at__isnull=True)
    return unread.filter(subject=subject).update(read_at=now())


def mark_all_read(user: User) -> int:
    """Mark everything a person was told as read; return how many notices that were."""
    return Notice.objects.filter(user=user, read_at__isnull=True).update(read_at=now())


@transaction.atomic
def set_preference(user: User, *, quiet_from: time, quiet_to: time, language: str) -> Preference:
    """Set when a person is left in peace, the same moment twice meaning never, and what they read outside."""
    preference, _new = Preference.objects.update_or_create(
        user=user,
        defaults={"quiet_from": quiet_from, "quiet_to": quiet_to, "language": language},
    )
    record(
        "preference.set",
        on=user,
        by=user,
        quiet_from=quiet_from.isoformat("minutes"),
        quiet_to=quiet_to.isoformat("minutes"),
        language=language,
    )
    return preference


@transaction.atomic
def add_channel(user: User, *, kind: ChannelKind, address: str = "") -> ChannelAddress:
    """Add an outside channel. Texts go to one's own, verified number only: nobody texts strangers.

    Of whoever has chosen no language, the one in which they add it is kept: what goes out speaks it.

    Refuses what is no such address, one that is there already, and more than ten.
    """
    if kind == ChannelKind.SMS:
        if not (user.phone and user.phone_verified):
            raise Refused(
                "channel.phone_not_verified", _("请先核验您的手机号，短信只发到您自己的号码。")
            )
        address = user.phone
    address = normal_address(kind, address, private=may_be_private())
    own = ChannelAddress.objects.select_for_update().filter(user=user, removed_at__isnull=True)
    if any(channel.kind == kind and channel.address == address for channel in own):
        raise Refused("channel.twice", _("这个渠道已经有了。"))
    if len(own) >= MOST_CHANNELS:
        raise Refused("channel.too_many", _("最多十个渠道，请先去掉不用的。"))
    channel = ChannelAddress.objects.create(user=user, kind=kind, address=address)
    if not user.language and (spoken := get_language()) in dict(settings.LANGUAGES):
        choose_language(user, str(spoken))
    record("channel.added", on=user, by=user, kind=str(kind), channel=channel.pk)
    return channel


@transaction.atomic
def switch_channel(channel: ChannelAddress, *, is_on: bool, by: User) -> ChannelAddress:
    """Switch a channel of one's own on or off."""
    channel = _own(channel, by)
    channel.is_on = is_on
    channel.save(update_fields=["is_on"])
    record("channel.switched", on=by, by=by, channel=channel.pk, is_on=is_on)
    return channel


@transaction.atomic
def remove_channel(channel: ChannelAddress, *, by: User) -> None:
    """Take a channel of one's own away; what was to go by it is not sent any more."""
    channel = _own(channel, by)
    channel.removed_at = now()
    channel.save(update_fields=["removed_at"])
    record("channel.removed", on=by, by=by, channel=channel.pk)


@transaction.atomic
def test_channels(user: User) -> Notice:
    """Send a test message by every channel that is on, quiet hours or not; refused where none is."""
    if not ChannelAddress.objects.filter(user=user, is_on=True, removed_at__isnull=True).exists():
        raise Refused("channel.none_on", _("还没有启用的渠道，先添加一个再试。"))
    moment = now()
    notice = Notice.objects.create(
        user=user,
        verb=TEST,
        hat=TEST_HAT,
        subject=f"accounts.user:{user.pk}",
        url="/notices/settings/",
        at=moment,
        read_at=moment,
    )
    plan_deliveries([notice], moment, at_once=True)
    return notice


def _own(channel: ChannelAddress, by: User) -> ChannelAddress:
    return ChannelAddress.objects.select_for_update().get(
        pk=channel.pk, user=by, removed_at__isnull=True
    )
