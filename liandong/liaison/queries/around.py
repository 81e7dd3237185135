"""What liaison shows on pages below: an enterprise's page and home, the rail, 我的."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.departments.enums import Role
from liandong.departments.queries import Standing
from liandong.enterprises.models import Enterprise
from liandong.enterprises.queries import Door, Panel, Row, Waits, coordinates
from liandong.kit.text import title_of
from liandong.liaison.enums import ProblemState
from liandong.liaison.models import Problem
from liandong.liaison.queries.desk import without_a_liaison
from liandong.liaison.queries.notes import notes_for
from liandong.liaison.queries.people import kept_by, liaisons_of

OVERSEEING = {Role.COORDINATOR, Role.LEADER, Role.AUDITOR, Role.HEAD}
IN_OFFICE = {Role.OFFICER, Role.HEAD, Role.COORDINATOR}
SHOWN = 3


def panel(user: User, enterprise: Enterprise, now: datetime) -> Panel:
    """Return who keeps in touch and, for those who read notes, the newest ones."""
    notes = notes_for(user).filter(enterprise=enterprise).prefetch_related(None)[:SHOWN]
    return Panel(
        "liaison/desk/of_enterprise.html",
        {
            "people": liaisons_of(enterprise),
            "notes": list(notes),
            "uscc": enterprise.uscc,
            "may_set": coordinates(user, enterprise),
        },
    )


def waits(user: User, enterprise: Enterprise, now: datetime) -> list[Waits]:
    """Return the problems heard on visits of which an enterprise has yet to say whether it raises them."""
    rows = Problem.objects.filter(
        enterprise=enterprise, enterprise__members__user=user, state=ProblemState.ASKED
    ).select_related("raised_by")
    return [
        Waits(
            title_of(problem.text) or problem.text[:28],
            _("%(name)s走访时听您说的，要提成诉求吗？") % {"name": problem.raised_by},
            _("去看看"),
            reverse("liaison:problem", args=[problem.reference]),
            problem.asked_at,
        )
        for problem in rows.order_by("asked_at")[:20]
    ]


def door(user: User, standing: Standing, now: datetime) -> Door | None:
    """Return the way to one's own enterprises, or to how it stands with everybody's."""
    if standing.roles & OVERSEEING:
        prefixes = standing.region_codes(Role.COORDINATOR)
        count = without_a_liaison(prefixes).count() if prefixes else 0
        return Door("liaison:desk", "handshake", _("企业联系"), count=count, order=20)
    if standing.roles & IN_OFFICE and kept_by(user).exists():
        return Door("liaison:day", "handshake", _("我联系的企业"), order=20)
    return None


def row(user: User, standing: Standing, enterprise: Enterprise | None) -> Row | None:
    """Return an official's way to their day, and an enterprise's to who keeps in touch with it."""
    if enterprise is not None:
        return Row("handshake", _("谁联系我们"), "liaison:ours", _("有事直接找他，也可以提诉求"))
    if standing.roles & IN_OFFICE and kept_by(user).exists():
        return Row("calendar-check", _("今天走访"), "liaison:day", _("看看今天去哪家、谁久没联系"))
    return None
