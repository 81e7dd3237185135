"""Adds the lists of key enterprises to the sample district: last year's, this year's, and next year's proposed."""

from dataclasses import replace
from datetime import datetime

from liandong.demo.actions.cast import Cast
from liandong.demo.actions.enterprises import KEY
from liandong.demo.actions.people import REGION
from liandong.departments.models import Region
from liandong.keylists import actions
from liandong.keylists.enums import Tier
from liandong.keylists.models import KeyList
from liandong.keylists.rules.terms import Terms
from liandong.kit.now import standing_at
from liandong.kit.working_time import SHANGHAI

BY_HAND = (
    (1, Tier.A, "产业链链主企业，带动本区配套三十多家"),
    (2, Tier.B, "今年新上智能化产线，已经投产"),
)


def set_keylist(cast: Cast, end: datetime) -> None:
    """Add two lists that were decided in their Januaries, and one that waits to be decided."""
    if KeyList.objects.exists() or not cast.enterprises:
        return
    region, by = Region.objects.get(pk=REGION), cast.people["coordinator"]
    size = max(4, KEY * len(cast.enterprises) // 943)
    terms = Terms(size=size, first=size // 5, second=2 * size // 5)
    year = end.astimezone(SHANGHAI).year
    if end < _january(year):
        year -= 1
    with standing_at(_january(year - 1)):
        weighed = replace(terms, tax=60, growth=20, prospects=20)
        actions.decide(actions.propose(region, year - 1, terms=weighed, by=by), by=by)
    with standing_at(_january(year)):
        proposed = actions.propose(region, year, terms=terms, by=by)
        by_number = {firm.number: enterprise for enterprise, firm in cast.enterprises}
        for number, tier, reason in BY_HAND:
            enterprise = by_number[number]
            if proposed.entries.filter(enterprise=enterprise).exclude(tier="").exists():
                actions.drop_entry(proposed, enterprise, reason="改为增补，写明理由", by=by)
            actions.add_entry(proposed, enterprise, tier=tier, reason=reason, by=by)
        actions.decide(proposed, note="经区企业服务专题会研究。", by=by)
    actions.propose(region, year + 1, by=by)


def _january(year: int) -> datetime:
    return datetime(year, 1, 20, 10, 0, tzinfo=SHANGHAI)
