"""How close one keeps to an enterprise, by the list in force; for code, not eyes."""

from collections.abc import Collection

from liandong.keylists.enums import ListState
from liandong.keylists.models import KeyEntry


def tiers_of(ids: Collection[int]) -> dict[int, str]:
    """Return the tier (`enums.Tier`) of those that are on a list in force; one query, none for nobody."""
    if not ids:
        return {}
    rows = KeyEntry.objects.filter(enterprise_id__in=ids, of__state=ListState.DECIDED)
    return dict(rows.exclude(tier="").values_list("enterprise_id", "tier"))
