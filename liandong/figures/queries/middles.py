"""The middle of an industry for one who gave their own figure; never another's figure."""

from liandong.accounts.models import User
from liandong.enterprises.queries import is_member
from liandong.figures.enums import AskState
from liandong.figures.models import Ask
from liandong.figures.queries.asks import terms_of
from liandong.figures.rules.peers import Peers, peers_of
from liandong.kit.regions import code_prefix


def peers_for(user: User, ask: Ask, item: str) -> Peers | None:
    """Return the middle of an enterprise's industry in its county, of others only; None when they are few.

    To whom does not act for it, or has not answered that period, it is not told.
    """
    if ask.state != AskState.ANSWERED or not ask.industry or not is_member(user, ask.enterprise):
        return None
    rows = Ask.objects.filter(
        set=ask.set,
        period=ask.period,
        state=AskState.ANSWERED,
        region__code__startswith=code_prefix(ask.region_id[:6]),
        industry__startswith=ask.industry[:1],
    ).exclude(enterprise=ask.enterprise_id)
    others: dict[str, list[float]] = {}
    for code, figure in rows.values_list("industry", f"values__{item}"):
        if figure is not None:
            others.setdefault(code, []).append(float(figure))
    return peers_of(ask.industry, others, terms_of(ask.region_id).fewest)
