"""Adds a quarter of visits and inspections to the sample district."""

from datetime import datetime

from liandong.demo.actions.cast import Cast


def set_calendar(cast: Cast, end: datetime) -> None:
    """Add a quarter of visits and inspections."""
