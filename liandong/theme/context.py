"""What every page knows without asking: chosen look, address of live events, the bottom bar."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

LOOKS = ("light", "dark")
COOKIE = "look"

# Bottom bar of the phone: icon, word, name of the address. `settings.THEME_BAR` replaces it.
# Who stands in an office (`in_office`, from the floor that knows) raises nothing: its bar is without FILING.
BAR: tuple[tuple[str, Any, str], ...] = (
    ("house", _("首页"), "appeals:home"),
    ("list-checks", _("诉求"), "appeals:list"),
    ("message-square-plus", _("提诉求"), "appeals:new"),
    ("bell", _("消息"), "notices:list"),
    ("circle-user-round", _("我的"), "enterprises:me"),
)

FILING = {"appeals:list", "appeals:new"}

# Who can be tried in the demo, on its sign-in page; the demo makes them.
DEMO = {
    "password": "liandong-demo",
    "people": (
        ("enterprise", _("企业")),
        ("officer", _("部门经办人")),
        ("head", _("部门负责人")),
        ("coordinator", _("服务办协调员")),
        ("clerk", _("热线坐席")),
        ("leader", _("区领导")),
        ("auditor", _("审计")),
        ("admin", _("管理员")),
        ("enterprise2", _("另一家企业")),
        ("newcomer", _("新来的经办人")),
        ("officer2", _("另一部门经办人")),
    ),
}


def theme(request: HttpRequest) -> dict[str, Any]:
    """Return `look` (light, dark, or empty: as the device says), `events_url`, `bar`, `place`, `demo` …"""
    look = request.COOKIES.get(COOKIE, "")
    return {
        "look": look if look in LOOKS else "",
        "events_url": events_url(request),
        "product": _("企服联动"),
        "town": getattr(settings, "THEME_PLACE", ""),
        "bar": bar(request.path),
        "demo": DEMO if getattr(settings, "LIANDONG_DEMO", False) else None,
    }


def events_url(request: HttpRequest) -> str:
    """Return where this page's browser finds live events: a `*` is the host that it came by."""
    name = request.get_host().rpartition(":")[0] or request.get_host()
    return str(getattr(settings, "EVENTS_URL", "")).replace("//*", f"//{name}", 1)


def bar(path: str = "") -> list[dict[str, Any]]:
    """Return the places of the bottom bar that exist; the one whose address fits best is here.

    Home is only home: what is under no other place has its way there from the last one, 我的.
    """
    places = []
    for icon, word, name in getattr(settings, "THEME_BAR", BAR):
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        office = name not in FILING
        places.append({"icon": icon, "word": word, "url": url, "here": False, "office": office})
    fitting = [
        p for p in places if path == p["url"] or (p["url"] != "/" and path.startswith(p["url"]))
    ]
    for place in [max(fitting, key=lambda p: len(p["url"]))] if fitting else places[-1:]:
        place["here"] = True
    return places
