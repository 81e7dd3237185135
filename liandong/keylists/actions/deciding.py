"""Decide a list: these are the key enterprises of the region, and no others, at once or once its year begins."""

from django.db import transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.departments.queries import today
from liandong.enterprises.models import Enterprise
from liandong.journal.actions import record
from liandong.keylists.actions.proposing import lock_list
from liandong.keylists.actions.telling import tell_moves
from liandong.keylists.enums import ListState
from liandong.keylists.models import KeyList
from liandong.keylists.queries import entries_of, in_force_before
from liandong.keylists.rules.places import Moves, moves
from liandong.kit.now import now
from liandong.kit.refusals import Refused


@transaction.atomic
def decide(key_list: KeyList, *, note: str = "", by: User | None) -> Moves:
    """Put a list in force in place of the one before, one of next year in January; return who comes and who goes.

    Refused: another region's, one that is decided, an empty one, one older than that in force.
    """
    locked = lock_list(key_list.region, key_list.year, by)
    if locked is None or locked.state != ListState.PROPOSED:
        raise Refused("keylist.decided", _("名单已经定了，请逐家增补或移出。"))
    on_list = list(entries_of(locked).values_list("enterprise_id", flat=True))
    if not on_list:
        raise Refused("keylist.empty", _("名单是空的，先看看分数或增补几家。"))
    in_force = KeyList.objects.filter(region=locked.region, state=ListState.DECIDED)
    if in_force.filter(year__gt=locked.year).exists():
        raise Refused("keylist.old", _("更新年份的名单已经在用了。"))
    ahead = locked.year > today().year
    told = moves(list(in_force_before(locked)), on_list)
    locked.state = ListState.COMING if ahead else locked.state
    locked.decided_at, locked.decided_by, locked.note = now(), by, note.strip()
    locked.save(update_fields=["state", "note", "decided_at", "decided_by"])
    record(
        "keylist.decided",
        on=locked,
        by=by,
        region=locked.region_id,
        year=locked.year,
        count=len(on_list),
        coming=len(told.coming),
        going=len(told.going),
    )
    if not ahead:
        _begin(locked, told, by)
    return told


def begin_lists() -> int:
    """Put the lists in force whose year has come; return how many."""
    ready = KeyList.objects.filter(state=ListState.COMING, year__lte=today().year)
    begun = 0
    for key_list in ready.select_related("region").order_by("year", "region"):
        with transaction.atomic():
            locked = lock_list(key_list.region, key_list.year, None)
            if locked is not None and locked.state == ListState.COMING:
                on_list = list(entries_of(locked).values_list("enterprise_id", flat=True))
                _begin(locked, moves(list(in_force_before(locked)), on_list), None)
                begun += 1
    return begun


def _begin(key_list: KeyList, told: Moves, by: User | None) -> None:
    in_force = KeyList.objects.filter(region=key_list.region, state=ListState.DECIDED)
    in_force.update(state=ListState.SUPERSEDED)
    key_list.state = ListState.DECIDED
    key_list.save(update_fields=["state"])
    Enterprise.objects.filter(pk__in=told.going).update(is_key=False)
    Enterprise.objects.filter(pk__in=told.coming).update(is_key=True)
    tell_moves(key_list, told.coming, told.going, by=by)
