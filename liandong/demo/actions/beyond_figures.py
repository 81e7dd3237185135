"""Adds two years of figures and the needs of the next quarter to the sample district."""

from datetime import datetime

from liandong.demo.actions.cast import Cast


def set_figures(cast: Cast, end: datetime) -> None:
    """Add two years of figures and the needs of the next quarter."""
