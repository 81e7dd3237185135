"""Verbs of figures: open a period, remind, answer, skip, promise supply."""

from liandong.figures.actions.answering import answer, skip
from liandong.figures.actions.gaps import tell_gaps
from liandong.figures.actions.opening import close_periods, open_period, remind
from liandong.figures.actions.supply import promise_supply

__all__ = [
    "answer",
    "close_periods",
    "open_period",
    "promise_supply",
    "remind",
    "skip",
    "tell_gaps",
]
