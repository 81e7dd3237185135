"""What administrators see of the ways out: which are connected, who uses them, how long notices are kept."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count

from liandong.notices.enums import ChannelKind, DeliveryState
from liandong.notices.models import ChannelAddress, Delivery, Retention


@dataclass(frozen=True)
class Outlet:
    """One kind of channel: whether the system's gateway is set (None: it needs none), and its use."""

    kind: ChannelKind
    is_connected: bool | None
    people: int
    dead: int

    @property
    def setting(self) -> str:
        """The variable of the environment that connects it."""
        return f"LIANDONG_{self.kind.name}"


def outlets() -> list[Outlet]:
    """Return every kind of channel, in the order in which people choose; two queries."""
    on = ChannelAddress.objects.filter(is_on=True, removed_at__isnull=True)
    people = dict(on.values_list("kind").annotate(n=Count("user", distinct=True)).order_by())
    dead = dict(
        Delivery.objects.filter(state=DeliveryState.DEAD)
        .values_list("channel__kind")
        .annotate(n=Count("pk"))
        .order_by()
    )
    connected = {
        ChannelKind.SMS: bool(getattr(settings, "SMS_URLS", [])),
        ChannelKind.MAIL: bool(getattr(settings, "MAIL_URL", "")),
    }
    return [
        Outlet(kind, connected.get(kind), people.get(kind, 0), dead.get(kind, 0))
        for kind in ChannelKind
    ]


def retention() -> Retention:
    """Return how long notices are kept: as an administrator has set it, else as usual."""
    return Retention.objects.order_by("pk").first() or Retention()
