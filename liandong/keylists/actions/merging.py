"""What becomes of places on lists when two enterprises turn out to be one."""

from django.db import transaction

from liandong.enterprises.models import Enterprise
from liandong.keylists.models import KeyEntry


@transaction.atomic
def move_entries(wrong: Enterprise, into: Enterprise) -> dict[str, list[int]]:
    """Move places to the enterprise that stays; where both stand on a list, the better tier stays."""
    moved = []
    theirs = {e.of_id: e for e in KeyEntry.objects.filter(enterprise=into)}
    for entry in KeyEntry.objects.filter(enterprise=wrong):
        other = theirs.get(entry.of_id)
        if other is not None and _order(other) <= _order(entry):
            continue
        if other is not None:
            other.delete()
        entry.enterprise = into
        entry.save(update_fields=["enterprise"])
        moved.append(entry.pk)
    return {"keylists_keyentry": moved}


def _order(entry: KeyEntry) -> tuple[bool, str, int]:
    return (not entry.tier, entry.tier, entry.rank or 10**9)
