"""Text messages: by the provider that is set, else printed for whoever runs the system."""

import structlog
from django.conf import settings

log = structlog.get_logger("liandong.sms")


def send_sms(phone: str, text: str) -> bool:
    """Send a text; return whether a provider took it.

    `LIANDONG_SMS` holds Apprise addresses with `{phone}` where the number goes. Without one the
    text is logged, so that a demo can be signed in to by phone code.
    """
    if not settings.SMS_URLS:
        log.warning("sms.printed", phone=phone, text=text)
        return True
    import apprise  # noqa: PLC0415 (slow to load, and most processes never send)

    sender = apprise.Apprise()
    for url in settings.SMS_URLS:
        sender.add(url.replace("{phone}", phone))
    return bool(sender.notify(body=text))
