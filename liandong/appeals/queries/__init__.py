"""Reads of appeals; whoever asks comes first."""

from liandong.appeals.queries.appeals import (
    after_cursor,
    appeal_for,
    appeal_for_act,
    appeals_for,
    cursor_of,
    place_of,
    repeat_seen,
    sees_enterprise,
)
from liandong.appeals.queries.directory import (
    Directory,
    directory,
    forget_directory,
    suggestions_for,
)
from liandong.appeals.queries.facts import acts_now, require_move, require_now
from liandong.appeals.queries.filing import enterprise_acting_for
from liandong.appeals.queries.standing import Standing, desk_of, hats_of, standing_of
from liandong.appeals.queries.timeline import last_moment, timeline_for

__all__ = [
    "Directory",
    "Standing",
    "acts_now",
    "after_cursor",
    "appeal_for",
    "appeal_for_act",
    "appeals_for",
    "cursor_of",
    "desk_of",
    "directory",
    "enterprise_acting_for",
    "forget_directory",
    "hats_of",
    "last_moment",
    "place_of",
    "repeat_seen",
    "require_move",
    "require_now",
    "sees_enterprise",
    "standing_of",
    "suggestions_for",
    "timeline_for",
]
