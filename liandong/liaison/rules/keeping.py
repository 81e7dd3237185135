"""How long an enterprise may go unheard, and who has waited longest."""

from collections.abc import Mapping
from datetime import date

from liandong.keylists.enums import Tier

# Days by tier of the key list; the last for those that are not on it. Edited per region (ContactTerms).
DAYS = {Tier.A: 30, Tier.B: 60, Tier.C: 90, "": 180}


def silent(last: date | None, since: date, today: date) -> int:
    """Return for how many days nobody has been in touch; a new liaison starts with the day they came."""
    return max(0, (today - max(last or since, since)).days)


def overdue(last: date | None, since: date, tier: str, days: Mapping[str, int], today: date) -> int:
    """Return by how many days an enterprise has been unheard for too long; 0 while it is not."""
    return max(0, silent(last, since, today) - days.get(tier, days[""]))
