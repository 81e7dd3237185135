"""How many requests one person may send; switched off for measuring by LIANDONG_RATE_LIMITS=off."""

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from ninja.throttling import SimpleRateThrottle


class PerPerson(SimpleRateThrottle):
    """So many requests of one person, or of one address where nobody has signed in.

    Counted in each web process by itself, which grants its share: together they never grant more than
    the rate, and a client that keeps to one connection, and so to one process, gets that share only.
    """

    cache = caches["near"]

    def __init__(self, rate: str, scope: str = "api") -> None:
        self.scope = scope
        super().__init__(rate)
        self.num_requests = max(1, (self.num_requests or 0) // settings.WEB_PROCESSES)

    def allow_request(self, request: HttpRequest) -> bool:
        if not settings.RATE_LIMITS or "liandong.counted" in request.META:
            return True
        return bool(super().allow_request(request))

    def get_cache_key(self, request: HttpRequest) -> str:
        person = getattr(request, "auth", None)
        who = getattr(person, "pk", None) or self.get_ident(request)
        return f"throttle:{self.scope}:{who}"
