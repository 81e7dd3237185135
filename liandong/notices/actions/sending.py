"""Hand one message to an outside channel: the system's own gateway, a robot's service, a webhook."""

import ipaddress
import logging
import socket
from typing import cast
from urllib.parse import quote, urlsplit

import structlog
from django.conf import settings

from liandong.accounts.sms import send_sms
from liandong.notices.enums import ChannelKind
from liandong.notices.rules.causes import BAD_ADDRESS, NOT_TAKEN, PRIVATE, UNKNOWN_HOST
from liandong.notices.rules.channels import apprise_url, is_public
from liandong.notices.rules.sentences import cut

log = structlog.get_logger("liandong.notices")


def send(kind: ChannelKind, address: str, *, title: str, text: str, url: str) -> str:
    """Send a message and return what went wrong, '' if it went: a word of `rules.causes`, or what the other side said.

    Where no mail gateway is set, the message is logged, as a text is without one for texts.
    """
    import apprise  # noqa: PLC0415 (slow to load, and most processes never send)

    link = f"\n{public}{url}" if (public := _setting("PUBLIC_URL")) else ""
    if kind == ChannelKind.MAIL and not _setting("MAIL_URL"):
        log.warning("mail.printed", address=address, text=text + link)
        return ""
    capture = apprise.LogCapture(level=logging.WARNING, fmt="%(message)s")  # type: ignore[no-untyped-call]
    with capture as heard:
        if kind == ChannelKind.SMS:
            went = send_sms(address, text)
        else:
            if kind == ChannelKind.WEBHOOK and (
                barred := why_not(urlsplit(address).hostname or "")
            ):
                return barred
            sender = apprise.Apprise()
            if not sender.add(_outgoing(kind, address)):
                return BAD_ADDRESS
            went = bool(sender.notify(title=title, body=text + link))
        said = heard.getvalue().strip()
    return "" if went else cut(said or NOT_TAKEN, 500)


def why_not(host: str) -> str:
    """Return why a webhook may not go to a host: its name is unknown, or stands for an address that is not public.

    Otherwise anybody who has signed in could make the server knock at doors inside its own network.
    """
    if may_be_private():
        return ""
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return UNKNOWN_HOST
    return "" if all(is_public(ipaddress.ip_address(one)) for one in found) else PRIVATE


def may_be_private() -> bool:
    """Return whether webhooks may reach addresses that are not public, as inside an intranet."""
    return bool(getattr(settings, "PRIVATE_WEBHOOKS", False))


def _setting(name: str) -> str:
    return cast(str, getattr(settings, name, ""))


def _outgoing(kind: ChannelKind, address: str) -> str:
    """Return the Apprise address to send to."""
    if kind == ChannelKind.MAIL:
        return _setting("MAIL_URL").replace("{address}", quote(address, safe="@"))
    return apprise_url(kind, address)
