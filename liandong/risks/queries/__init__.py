"""Reads of risks."""

from liandong.risks.queries.gathering import known_of, rules_in_force, watched
from liandong.risks.queries.signals import (
    OLD,
    deals_with,
    signal_for,
    signals_for,
    signals_of,
    told,
)

__all__ = [
    "OLD",
    "deals_with",
    "known_of",
    "rules_in_force",
    "signal_for",
    "signals_for",
    "signals_of",
    "told",
    "watched",
]
