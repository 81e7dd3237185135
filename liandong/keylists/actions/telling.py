"""One line in the journal for each enterprise that comes onto the list in force, or goes off it."""

from collections.abc import Sequence

from liandong.accounts.models import User
from liandong.enterprises.models import Enterprise
from liandong.journal.actions import record
from liandong.keylists.models import KeyEntry, KeyList


def tell_moves(
    key_list: KeyList, coming: Sequence[int], going: Sequence[int], *, by: User | None
) -> None:
    """Record who comes and who goes, each on its own place, which is what its people are told of."""
    rows = KeyEntry.objects.filter(enterprise_id__in=[*coming, *going]).select_related("of")
    places = {row.enterprise_id: row for row in rows.order_by("of__year")}  # the newest stands
    without = Enterprise.objects.in_bulk([pk for pk in going if pk not in places])
    for pk in coming:
        entry = places[pk]
        record(
            "keylist.entered", on=entry, by=by, enterprise=pk, year=key_list.year, tier=entry.tier
        )
    for pk in going:
        record(
            "keylist.left",
            on=places.get(pk) or without[pk],
            by=by,
            enterprise=pk,
            year=key_list.year,
        )
