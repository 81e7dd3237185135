"""Reads of keylists."""

from liandong.keylists.queries.tiers import tiers_of

__all__ = ["tiers_of"]
