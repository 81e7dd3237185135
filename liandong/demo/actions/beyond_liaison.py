"""Adds who keeps in touch with whom, visits and notes to the sample district."""

from datetime import datetime

from liandong.demo.actions.cast import Cast


def set_liaison(cast: Cast, end: datetime) -> None:
    """Add who keeps in touch with whom, visits and notes."""
