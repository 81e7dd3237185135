"""What pages of other apps show of key enterprises."""

from datetime import datetime

from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.departments.queries import Standing
from liandong.enterprises.models import Enterprise
from liandong.enterprises.queries import Door, Panel, Row
from liandong.keylists.enums import ListState, Tier
from liandong.keylists.models import KeyEntry, KeyList
from liandong.keylists.queries.lists import place_of, reads
from liandong.keylists.queries.tiers import tiers_of
from liandong.keylists.rules.words import told


def door(user: User, standing: Standing, now: datetime) -> Door | None:
    """Return the place in the rail, for those who read lists."""
    return Door("keylists:index", "star", _("重点企业"), order=45) if reads(standing) else None


def row(user: User, standing: Standing, enterprise: Enterprise | None) -> Row | None:
    """Return what an enterprise on the list in force is told of it: its tier, no place."""
    if enterprise is None:
        return None
    tier = tiers_of([enterprise.pk]).get(enterprise.pk)
    if tier is None:
        return None
    label = _("您是重点企业（%(tier)s）") % {"tier": Tier(tier).label}
    return Row("star", label, "keylists:own")


def panel(user: User, enterprise: Enterprise, now: datetime) -> Panel | None:
    """Return an enterprise's place on the list in force, with what its score is made of."""
    entry = place_of(user, enterprise) if enterprise.is_key else None
    if entry is None:
        return None
    return Panel("keylists/desk/of_enterprise.html", {"entry": entry, "parts": told(entry.parts)})


def list_ahead(entry: KeyEntry) -> KeyList | None:
    """Return the list that takes the place of the one an enterprise stands on, once its year begins."""
    return KeyList.objects.filter(region=entry.of.region_id, state=ListState.COMING).first()


def own_place(enterprise: Enterprise) -> KeyEntry | None:
    """Return the place of an enterprise one stands in on the list in force."""
    rows = KeyEntry.objects.filter(enterprise=enterprise, of__state=ListState.DECIDED)
    return rows.exclude(tier="").select_related("of__region").first()
