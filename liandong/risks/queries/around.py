"""What pages of other apps show of signals."""

from datetime import datetime

from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.departments.enums import Role
from liandong.departments.queries import Standing, within
from liandong.enterprises.models import Enterprise
from liandong.enterprises.queries import Door, Panel
from liandong.risks.enums import SignalState
from liandong.risks.models import Signal
from liandong.risks.queries.signals import signals_of, told

SHOWN = 3


def door(user: User, standing: Standing, now: datetime) -> Door | None:
    """Return the place in the rail of coordinators, with what nobody has looked at."""
    codes = standing.region_codes(Role.COORDINATOR)
    if not codes:
        return None
    rows = Signal.objects.filter(within(codes, "enterprise__region"), state=SignalState.OPEN)
    count = rows.filter(seen_at__isnull=True).count()
    return Door("risks:list", "triangle-alert", _("风险提示"), count=count, order=30)


def panel(user: User, enterprise: Enterprise, now: datetime) -> Panel | None:
    """Return what an enterprise's page says of signals to those who see them; nothing without any."""
    rows = signals_of(user, enterprise)[:SHOWN]
    return Panel("risks/of_enterprise.html", {"rows": told(rows)}) if rows else None
