"""Adds risk signals, some open, some closed to the sample district."""

from datetime import datetime

from liandong.demo.actions.cast import Cast


def set_risks(cast: Cast, end: datetime) -> None:
    """Add risk signals, some open, some closed."""
