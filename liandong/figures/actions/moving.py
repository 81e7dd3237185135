"""When two enterprises turn out to be one: what was asked of the wrong one moves, what was asked of both stays."""

from datetime import date

from liandong.enterprises.models import Enterprise
from liandong.figures.enums import AskState
from liandong.figures.models import Ask

ASIDE = date(1900, 1, 1)  # no period: where one stands while two change places


def move(wrong: Enterprise, into: Enterprise) -> dict[str, list[int]]:
    """Move what an enterprise was asked; of one period the answered one goes on, the other stays behind."""
    there = {(ask.set, ask.period): ask for ask in Ask.objects.filter(enterprise=into)}
    moved = []
    for ask in Ask.objects.filter(enterprise=wrong).order_by("pk"):
        other = there.get((ask.set, ask.period))
        mine = Ask.objects.filter(pk=ask.pk)
        if other is None:
            mine.update(enterprise=into)
        elif ask.state == AskState.ANSWERED and other.state != AskState.ANSWERED:
            theirs = Ask.objects.filter(pk=other.pk)
            theirs.update(period=ASIDE)
            mine.update(enterprise=into)
            theirs.update(enterprise=wrong, period=ask.period)
        else:
            continue
        moved.append(ask.pk)
    return {"figures_ask": moved}


def back(wrong: Enterprise, into: Enterprise, moved: dict[str, list[int]]) -> set[str]:
    """Give back what was asked of an enterprise that is one of its own after all; those that changed places do so."""
    there = {(ask.set, ask.period): ask for ask in Ask.objects.filter(enterprise=wrong)}
    for ask in Ask.objects.filter(pk__in=moved.get("figures_ask", []), enterprise=into):
        mine, other = Ask.objects.filter(pk=ask.pk), there.get((ask.set, ask.period))
        if other is not None:
            Ask.objects.filter(pk=other.pk).update(period=ASIDE)
        mine.update(enterprise=wrong)
        if other is not None:
            Ask.objects.filter(pk=other.pk).update(enterprise=into, period=ask.period)
    return {"figures_ask"}
