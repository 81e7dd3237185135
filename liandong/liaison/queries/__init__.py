"""Reads of liaison: who keeps in touch with whom, what they said, whose turn it is."""

from liandong.liaison.queries.people import (
    enterprises_kept,
    in_force,
    is_liaison,
    kept_by,
    liaisons_of,
    people_for,
)

__all__ = [
    "enterprises_kept",
    "in_force",
    "is_liaison",
    "kept_by",
    "liaisons_of",
    "people_for",
]
