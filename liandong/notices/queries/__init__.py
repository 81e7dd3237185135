"""Reads of notices: what a person was told, their channels, what could not be delivered."""

from liandong.notices.queries.outlets import outlets, retention
from liandong.notices.queries.reading import (
    channels_of,
    dead_deliveries,
    kinds_offered,
    latest_about,
    outside_words,
    preference_of,
    stuck_entries,
    told_to,
    unread_counts,
    unread_of,
)

__all__ = [
    "channels_of",
    "dead_deliveries",
    "kinds_offered",
    "latest_about",
    "outlets",
    "outside_words",
    "preference_of",
    "retention",
    "stuck_entries",
    "told_to",
    "unread_counts",
    "unread_of",
]
