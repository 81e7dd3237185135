"""How many requests one person may send; switched off for measuring by LIANDONG_RATE_LIMITS=off."""

from django.conf import settings
from django.http import HttpRequest
from ninja.throttling import SimpleRateThrottle


class PerPerson(SimpleRateThrottle):
    """So many requests of one person, or of one address where nobody has signed in.

    Counted in each server process by itself: a bound on what one client can do, not an exact quota.
    """

    def __init__(self, rate: str, scope: str = "api") -> None:
        self.scope = scope
        super().__init__(rate)

    def allow_request(self, request: HttpRequest) -> bool:
        return not settings.RATE_LIMITS or bool(super().allow_request(request))

    def get_cache_key(self, request: HttpRequest) -> str:
        person = getattr(request, "auth", None)
        who = getattr(person, "pk", None) or self.get_ident(request)
        return f"throttle:{self.scope}:{who}"
