"""Propose the list of a region and year: everybody scored anew, what was decided by hand kept."""

from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.departments.models import Region
from liandong.departments.queries import today
from liandong.journal.actions import record
from liandong.keylists.enums import ListState, Origin
from liandong.keylists.models import KeyEntry, KeyList, KeyTerms
from liandong.keylists.queries import decides, scored, terms_of
from liandong.keylists.rules.places import tiers
from liandong.keylists.rules.terms import Terms
from liandong.kit.now import now
from liandong.kit.refusals import Refused

NEXT = 50  # below the last place as many are kept, so that one sees who nearly came in


@dataclass(frozen=True)
class Hand:
    """What somebody decided of one enterprise, whatever its score."""

    origin: str
    reason: str
    tier: str = ""


@transaction.atomic
def propose(region: Region, year: int, *, terms: Terms | None = None, by: User | None) -> KeyList:
    """Propose a region's list, or work it out anew, by these terms from now on.

    Refused: another region's, a year that is over, terms that do not make 100, a list that is decided.
    """
    key_list = lock_list(region, year, by)
    if not today().year <= year <= today().year + 1 and by is not None:
        raise Refused("keylist.year", _("只能拟今年或明年的名单。"))
    if terms is None:
        terms = terms_of(region)
    elif not terms.is_sound:
        raise Refused("keylist.terms", _("三项要正好加到 100 分，甲类、乙类加起来不能超过总数。"))
    else:
        KeyTerms.objects.update_or_create(region=region, defaults=asdict(terms))
    if key_list is None:
        key_list = KeyList(region=region, year=year, state=ListState.PROPOSED)
    elif key_list.state != ListState.PROPOSED:
        raise Refused(
            "keylist.decided", _("%(year)s年的名单已经定了，请逐家增补或移出。") % {"year": year}
        )
    count = work_out(key_list, terms, by=by)
    record("keylist.proposed", on=key_list, by=by, region=region.code, year=year, count=count)
    return key_list


def lock_list(region: Region, year: int, by: User | None) -> KeyList | None:
    """Return a region's list of a year, with the region's lists locked for whoever coordinates it."""
    if by is not None and not decides(by, region):
        raise Refused("keylist.not_yours", _("重点企业名单由本辖区的协调员来定。"))
    Region.objects.select_for_update(no_key=True).get(pk=region.pk)
    return KeyList.objects.filter(region=region, year=year).select_related("region").first()


def by_hand(key_list: KeyList) -> dict[int, Hand]:
    """Return what was decided by hand on a list."""
    if key_list.pk is None:
        return {}
    rows = KeyEntry.objects.filter(of=key_list).exclude(origin=Origin.SCORED)
    return {row.enterprise_id: Hand(row.origin, row.reason, row.tier) for row in rows}


def work_out(
    key_list: KeyList, terms: Terms, *, hands: dict[int, Hand] | None = None, by: User | None
) -> int:
    """Score the region anew and write the list; return how many are on it."""
    hands = by_hand(key_list) if hands is None else hands
    found = scored(key_list.region, terms)
    added = {pk: hand.tier for pk, hand in hands.items() if hand.origin == Origin.ADDED}
    dropped = {pk for pk, hand in hands.items() if hand.origin == Origin.DROPPED}
    on_list = tiers(found.order, terms, added, dropped)
    key_list.terms, key_list.candidates = asdict(terms), len(found.order)
    key_list.excluded = found.barred
    key_list.proposed_at, key_list.proposed_by = now(), by
    key_list.save()
    ranks = {pk: place for place, pk in enumerate(found.order, 1)}
    following = [pk for pk in found.order if pk not in on_list and pk not in hands][:NEXT]
    entries = []
    for pk in dict.fromkeys([*on_list, *dropped, *following]):
        score, hand = found.scores.get(pk), hands.get(pk)
        entries.append(
            KeyEntry(
                of=key_list,
                enterprise_id=pk,
                score=Decimal(str(score.score)) if score else None,
                upper=Decimal(str(score.upper)) if score else None,
                parts=[part.kept() for part in score.parts] if score else [],
                rank=ranks.get(pk),
                tier=on_list.get(pk, ""),
                origin=hand.origin if hand else Origin.SCORED,
                reason=hand.reason if hand else "",
            )
        )
    KeyEntry.objects.filter(of=key_list).delete()
    KeyEntry.objects.bulk_create(entries, batch_size=1000)
    return len(on_list)
