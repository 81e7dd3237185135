"""Writes of risks."""

from liandong.risks.actions.closing import close_signal, see
from liandong.risks.actions.finding import find_signals, tell_unseen
from liandong.risks.actions.merging import move_signals

__all__ = ["close_signal", "find_signals", "move_signals", "see", "tell_unseen"]
