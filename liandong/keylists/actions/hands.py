"""Put an enterprise on a list or take it off by hand, each with its reason."""

from django.db import transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.enterprises.models import Enterprise
from liandong.journal.actions import record
from liandong.keylists.actions.proposing import Hand, by_hand, lock_list, work_out
from liandong.keylists.actions.telling import tell_moves
from liandong.keylists.enums import ListState, Origin, Tier
from liandong.keylists.models import KeyEntry, KeyList
from liandong.keylists.queries import entry_of
from liandong.kit.refusals import Refused

LEAST_REASON = 4


@transaction.atomic
def add_entry(
    key_list: KeyList, enterprise: Enterprise, *, tier: str, reason: str, by: User
) -> KeyEntry:
    """Put an enterprise on a list in a tier, whatever its score.

    While the list is only proposed it takes the place of the last by score; afterwards it comes on top.
    """
    if tier not in Tier.values:
        raise Refused("keylist.tier", _("请选甲类、乙类或丙类。"))
    return _set(key_list, enterprise, Hand(Origin.ADDED, _require(reason), tier), by)


@transaction.atomic
def drop_entry(key_list: KeyList, enterprise: Enterprise, *, reason: str, by: User) -> KeyEntry:
    """Take an enterprise off a list, whatever its score; while it is only proposed the next one moves up."""
    return _set(key_list, enterprise, Hand(Origin.DROPPED, _require(reason)), by)


def _require(reason: str) -> str:
    if len(reason.strip()) < LEAST_REASON:
        raise Refused("keylist.no_reason", _("请写清理由，至少 4 个字，会留在名单上。"))
    return reason.strip()[:200]


def _set(key_list: KeyList, enterprise: Enterprise, hand: Hand, by: User) -> KeyEntry:
    locked = lock_list(key_list.region, key_list.year, by)
    if locked is None or locked.state == ListState.SUPERSEDED:
        raise Refused("keylist.over", _("这是往年的名单，不能再改。"))
    before = entry_of(locked, enterprise)
    if (before.tier if before else "") == hand.tier:
        word = _("它已经在这一类。") if hand.tier else _("它不在名单上。")
        raise Refused("keylist.same", word)
    if locked.state == ListState.PROPOSED:
        hands = by_hand(locked) | {enterprise.pk: hand}
        work_out(locked, locked.scored_by, hands=hands, by=by)
    else:
        fields = vars(hand)
        KeyEntry.objects.update_or_create(of=locked, enterprise=enterprise, defaults=fields)
        if locked.state == ListState.DECIDED:
            Enterprise.objects.filter(pk=enterprise.pk).update(is_key=bool(hand.tier))
    entry = entry_of(locked, enterprise)
    assert entry is not None
    record(
        "keylist.changed",
        on=locked,
        by=by,
        region=locked.region_id,
        year=locked.year,
        what=enterprise.name,
        how=hand.origin,
        tier=hand.tier,
        reason=hand.reason,
        decided=locked.state == ListState.DECIDED,
    )
    if locked.state == ListState.DECIDED:
        tell_moves(
            locked,
            [enterprise.pk] if hand.tier else [],
            [] if hand.tier else [enterprise.pk],
            by=by,
        )
    return entry
