"""What pages show of notices: how many are unread, counted only where it is shown."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from liandong.accounts.models import User
from liandong.notices.queries import unread_of
from liandong.notices.queries.reading import MANY


def unread(request: HttpRequest) -> dict[str, Any]:
    """Return `unread`: the number as it is written on a badge, or nothing; no query until it is read."""

    def written() -> str:
        user = getattr(request, "user", None)
        if not isinstance(user, User):
            return ""
        number = unread_of(user)
        return f"{MANY - 1}+" if number >= MANY else str(number or "")

    return {"unread": SimpleLazyObject(written)}
