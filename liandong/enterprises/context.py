"""What every page knows of where its reader stands, asked only where it is shown."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from liandong.accounts.models import User
from liandong.departments.queries import is_admin
from liandong.enterprises.queries import current_place


def standing(request: HttpRequest) -> dict[str, Any]:
    """Return `in_office`: whether the reader stands in an office, or runs the house, rather than in an enterprise."""

    def in_office() -> bool:
        user = getattr(request, "user", None)
        if not isinstance(user, User):
            return False
        place = current_place(request)
        return place.is_office if place else is_admin(user)

    return {"in_office": SimpleLazyObject(in_office)}
