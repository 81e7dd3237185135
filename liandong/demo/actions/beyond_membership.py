"""Adds claims and disputes that wait to the sample district."""

from datetime import datetime

from liandong.demo.actions.cast import Cast


def set_membership(cast: Cast, end: datetime) -> None:
    """Add claims and disputes that wait."""
