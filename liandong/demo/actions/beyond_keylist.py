"""Adds the list of key enterprises to the sample district."""

from datetime import datetime

from liandong.demo.actions.cast import Cast


def set_keylist(cast: Cast, end: datetime) -> None:
    """Add the list of key enterprises."""
