"""Writes of keylists."""

from liandong.keylists.actions.deciding import decide
from liandong.keylists.actions.hands import add_entry, drop_entry
from liandong.keylists.actions.proposing import propose

__all__ = ["add_entry", "decide", "drop_entry", "propose"]
