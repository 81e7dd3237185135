"""What appeals show on an enterprise's page: the newest that its reader may open and know whose they are."""

from datetime import datetime

from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.appeals.queries.appeals import appeals_for, sees_enterprise
from liandong.appeals.queries.facts import lamp_of
from liandong.appeals.queries.standing import hats_of
from liandong.appeals.rules.wording import state_word
from liandong.enterprises.models import Enterprise
from liandong.enterprises.queries import Panel

SHOWN, MOST = 5, 100


def panel(user: User, enterprise: Enterprise, now: datetime) -> Panel:
    """Return the newest appeals and how many there are; a confidential one is not told by where it stands."""
    appeals = appeals_for(user).filter(enterprise=enterprise).prefetch_related("assignments")
    known = [
        appeal
        for appeal in appeals.order_by("-filed_at", "-pk")[:MOST]
        if sees_enterprise(hats_of(user, appeal), appeal)
    ]
    rows = []
    for appeal in known[:SHOWN]:
        lamp = lamp_of(appeal, now)
        rows.append(
            {
                "appeal": appeal,
                "lamp": "off" if appeal.paused_at else str(lamp or "done"),
                "word": _("停表") if appeal.paused_at else "" if lamp else state_word(appeal.state),
            }
        )
    return Panel(
        "appeals/desk/of_enterprise.html",
        {"rows": rows, "count": len(known), "more": len(known) - len(rows), "most": MOST},
    )
