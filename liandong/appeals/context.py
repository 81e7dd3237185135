"""What pages of other apps show of the desk around them; nothing is asked until it is read."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from liandong.accounts.models import User
from liandong.appeals.pages.rail import rail
from liandong.kit.now import now


def my_desk(request: HttpRequest) -> dict[str, Any]:
    """Return `my_desk`: `rail`, `office` and `role`; empty for whoever has no place at a desk."""

    def around() -> dict[str, Any]:
        user = getattr(request, "user", None)
        if not isinstance(user, User):
            return {}
        match = request.resolver_match
        return rail(user, match.app_name if match else "", now())

    return {"my_desk": SimpleLazyObject(around)}
