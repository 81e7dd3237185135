"""Verbs of liaison."""

from liandong.liaison.actions.noting import require_liaison, show_phone, write_note, write_unplanned
from liandong.liaison.actions.problems import (
    consent_problem,
    consent_spoken,
    keep_problem,
    raise_problem,
)
from liandong.liaison.actions.setting import hand_over, set_liaisons

__all__ = [
    "consent_problem",
    "consent_spoken",
    "hand_over",
    "keep_problem",
    "raise_problem",
    "require_liaison",
    "set_liaisons",
    "show_phone",
    "write_note",
    "write_unplanned",
]
