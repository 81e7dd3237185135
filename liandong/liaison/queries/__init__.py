"""Reads of liaison: who keeps in touch with whom, what they said, whose turn it is."""

from liandong.liaison.queries.desk import candidates, kept_under, official, overview, set_for
from liandong.liaison.queries.keeping import (
    Kept,
    days_by_region,
    kept_list,
    last_notes,
    open_appeals,
    standing_with,
)
from liandong.liaison.queries.notes import (
    kept_enterprise_for,
    note_for,
    notes_by_visit,
    notes_for,
    notes_of,
    own_problem_for,
    photo_for,
    problem_for,
    problems_for,
    visit_kept_for,
)
from liandong.liaison.queries.people import (
    enterprises_kept,
    in_force,
    is_liaison,
    kept_by,
    liaisons_of,
    people_for,
)

__all__ = [
    "Kept",
    "candidates",
    "days_by_region",
    "enterprises_kept",
    "in_force",
    "is_liaison",
    "kept_by",
    "kept_enterprise_for",
    "kept_list",
    "kept_under",
    "last_notes",
    "liaisons_of",
    "note_for",
    "notes_by_visit",
    "notes_for",
    "notes_of",
    "official",
    "open_appeals",
    "overview",
    "own_problem_for",
    "people_for",
    "photo_for",
    "problem_for",
    "problems_for",
    "set_for",
    "standing_with",
    "visit_kept_for",
]
