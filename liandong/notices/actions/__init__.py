"""Verbs of notices: tell what the journal holds, mark as read, choose channels, deliver, try again."""

from liandong.notices.actions.choices import (
    add_channel,
    mark_all_read,
    mark_read,
    remove_channel,
    set_preference,
    switch_channel,
    test_channels,
)
from liandong.notices.actions.deliveries import deliver_now, let_go, retry_dead
from liandong.notices.actions.pruning import forget_old_notices
from liandong.notices.actions.telling import forget_untold, retry_untold, tell_waiting

__all__ = [
    "add_channel",
    "deliver_now",
    "forget_old_notices",
    "forget_untold",
    "let_go",
    "mark_all_read",
    "mark_read",
    "remove_channel",
    "retry_dead",
    "retry_untold",
    "set_preference",
    "switch_channel",
    "tell_waiting",
    "test_channels",
]
