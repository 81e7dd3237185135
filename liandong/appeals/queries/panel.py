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

SHOWN, MOST = 5, 1000


def panel(user: User, enterprise: Enterprise, now: datetime) -> Panel:
    """Return the newest appeals and how many there are; a confidential one is not told by where it stands."""
    theirs = appeals_for(user).filter(enterprise=enterprise).order_by("-filed_at", "-pk")
    told = theirs.filter(confidential=False)
    secret = theirs.filter(confidential=True).prefetch_related("assignments")[:MOST]
    kept_back = [appeal for appeal in secret if sees_enterprise(hats_of(user, appeal), appeal)]
    known = sorted([*told[:SHOWN], *kept_back], key=lambda appeal: appeal.filed_at, reverse=True)
    count = told.values("pk")[:MOST].count() + len(kept_back)
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
        {"rows": rows, "count": count, "more": count - len(rows), "most": MOST},
    )
