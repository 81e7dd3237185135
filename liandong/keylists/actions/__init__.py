"""Writes of keylists."""

from liandong.keylists.actions.deciding import begin_lists, decide
from liandong.keylists.actions.hands import add_entry, drop_entry
from liandong.keylists.actions.proposing import propose

__all__ = ["add_entry", "begin_lists", "decide", "drop_entry", "propose"]
