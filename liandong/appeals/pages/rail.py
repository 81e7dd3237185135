"""What surrounds every page of the desk: the rail with its counts, and in whose name somebody sits there."""

from datetime import datetime
from typing import Any

from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandong.accounts.models import User
from liandong.appeals.queries.desk import View, count_in, views_of
from liandong.appeals.queries.standing import desk_of
from liandong.departments.enums import Role
from liandong.departments.models import Appointment
from liandong.departments.queries import is_admin
from liandong.enterprises.queries import doors_of, registry_waiting

# What an administrator looks after, when they have no list of appeals.
HOUSE = (
    ("admin:index", "settings-2", gettext_lazy("管理后台")),
    ("notices:dead_letters", "mail", gettext_lazy("没送到的消息")),
    ("notices:channels", "send", gettext_lazy("外部渠道")),
    ("appeals:routing", "route", gettext_lazy("规则体检")),
    ("audit:index", "shield-check", gettext_lazy("日志审计")),
)


def rail(user: User, here: str, now: datetime) -> dict[str, Any]:
    """Return the rail for a template; whoever has no place at a desk gets 404."""
    views = views_of(user)
    standing = desk_of(user)
    if not views:
        if not is_admin(user):
            raise Http404
        house = [_place(name, name, icon, str(label), here) for name, icon, label in HOUSE]
        return {"rail": [item for item in house if item["url"]], **_person(user)}
    items = [_item(view, user, here, now) for view in views]
    if standing.coordinates:
        items.insert(0, _place("today", "appeals:today", "sun", _("今天"), here))
    if any(view.scope in {"lead", "region", "all"} for view in views):
        items.append(
            _place("promises", "appeals:promises", "calendar-check", _("承诺台账"), here, gap=True)
        )
    if standing.coordinates or standing.audits:
        items.append(_place("routing", "appeals:routing", "route", _("分派规则"), here))
    if standing.coordinates:
        registry = _place("registry", "enterprises:waiting", "landmark", _("企业登记"), here)
        items.append(
            registry
            | {
                "count": registry_waiting(user, standing.office.region_codes(Role.COORDINATOR))
                or ""
            }
        )
    if standing.audits:
        items.append(_place("journal", "audit:index", "shield-check", _("日志审计"), here))
    if standing.answers_calls:
        items.append(_place("hotline", "appeals:hotline", "phone", _("电话登记"), here))
    items.append(_place("enterprises", "enterprises:base", "factory", _("企业"), here))
    for n, door in enumerate(doors_of(user, standing.office, now)):
        item = _place(door.url_name, door.url_name, door.icon, door.label, here, gap=n == 0)
        items.append(item | {"count": door.count or ""})
    places = [item for item in items if item["url"]]
    return {"rail": places, **_person(user)}


def _item(view: View, user: User, here: str, now: datetime) -> dict[str, Any]:
    count = count_in(user, view, now) if view.counted else 0
    return {
        "url": reverse("appeals:desk_view", args=[view.slug]),
        "icon": view.icon,
        "label": view.label,
        "count": f"{view.most - 1}+" if count >= view.most else (count or ""),
        "here": view.slug == here,
        "gap": view.slug in {"all", "taken"},
    }


def _place(
    slug: str, name: str, icon: str, label: str, here: str, *, gap: bool = False
) -> dict[str, Any]:
    return {
        "url": _there(name),
        "icon": icon,
        "label": label,
        "count": "",
        "here": slug == here,
        "gap": gap,
    }


def _person(user: User) -> dict[str, str]:
    """Return the office and the role that the rail's foot shows; a stand-in says for whom."""
    appointments = desk_of(user).appointments
    if not appointments:
        return {"office": str(user), "role": ""}
    offices = dict.fromkeys(_office(a) for a in appointments)
    if len(offices) > 1:
        return {"office": _("全部任职单位"), "role": _("%(n)s 处") % {"n": len(offices)}}
    first = appointments[0]
    role = str(Role(first.role).label)
    if first.in_place_of:
        role = _("%(role)s，代%(who)s") % {"role": role, "who": first.in_place_of}
    return {"office": _office(first) or str(user), "role": role}


def _office(appointment: Appointment) -> str:
    if appointment.department:
        return appointment.department.label
    place = appointment.region
    if place is None:
        return ""
    serves = appointment.role in {Role.COORDINATOR, Role.CLERK}
    return place.office if serves and place.office else place.name


def _there(name: str) -> str:
    """Return the address of a page, or '' where this installation has none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
