"""Reads of keylists."""

from liandong.keylists.queries.lists import (
    decides,
    enterprise_near,
    entries_of,
    entry_of,
    in_force_before,
    list_for,
    lists_for,
    others_of,
    place_of,
    reads,
    regions_to_list,
    regions_without,
    terms_of,
    to_add,
)
from liandong.keylists.queries.scoring import Scored, scored
from liandong.keylists.queries.tiers import tiers_of

__all__ = [
    "Scored",
    "decides",
    "enterprise_near",
    "entries_of",
    "entry_of",
    "in_force_before",
    "list_for",
    "lists_for",
    "others_of",
    "place_of",
    "reads",
    "regions_to_list",
    "regions_without",
    "scored",
    "terms_of",
    "tiers_of",
    "to_add",
]
