"""What pages of other apps show of the desk around them; nothing is asked until it is read."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from liandong.accounts.models import User
from liandong.appeals.pages.rail import rail
from liandong.appeals.queries.desk import views_of
from liandong.departments.queries import is_admin
from liandong.enterprises.queries import current_place
from liandong.kit.now import now

PHONE, DESK = "theme/own_phone.html", "theme/own_desk.html"


def my_desk(request: HttpRequest) -> dict[str, Any]:
    """Return `my_desk`: `rail`, `office`, `role`, and the `layout` of pages about oneself.

    Whoever stands in an enterprise has the phone's layout and no rail.
    """

    def around() -> dict[str, Any]:
        user = getattr(request, "user", None)
        if not isinstance(user, User) or not _sits_there(request, user):
            return {"layout": PHONE, "rail": []}
        lent = rail(user, "", now())
        under = [item["url"] for item in lent["rail"] if request.path.startswith(item["url"])]
        for item in lent["rail"]:
            item["here"] = item["url"] == max(under, key=len, default="")
        return lent | {"layout": DESK}

    return {"my_desk": SimpleLazyObject(around)}


def _sits_there(request: HttpRequest, user: User) -> bool:
    place = current_place(request)
    return (place is None or place.is_office) and bool(views_of(user) or is_admin(user))
